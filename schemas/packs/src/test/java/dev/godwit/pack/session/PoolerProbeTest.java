package dev.godwit.pack.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class PoolerProbeTest {
  private static final long ANNOUNCED_BY_POOLER = 4711;

  /** Backends that a pooler has, of which each transaction takes one. */
  private static final class TransactionPool {
    private final Deque<Long> idle = new ArrayDeque<>();
    private final boolean roundRobin;

    private TransactionPool(int backends, boolean roundRobin) {
      for (long backend = 1; backend <= backends; backend++) {
        idle.addLast(backend);
      }
      this.roundRobin = roundRobin;
    }

    private long transaction() {
      long backend = idle.removeFirst();
      if (roundRobin) {
        idle.addLast(backend);
      } else {
        idle.addFirst(backend);
      }
      return backend;
    }
  }

  /** A second connection that knows whether it was closed. */
  private static final class Second implements PoolerProbe.SecondSession {
    private final PoolerProbe.Session session;
    private boolean closed;

    private Second(PoolerProbe.Session session) {
      this.session = session;
    }

    @Override
    public long backend() throws SQLException {
      return session.backend();
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @Test
  void shouldDetectAPoolerWhenItsTransactionsShareSessions() throws SQLException {
    for (int backends : new int[] {1, 2, 20}) {
      for (boolean roundRobin : new boolean[] {false, true}) {
        TransactionPool pool = new TransactionPool(backends, roundRobin);
        Second second = new Second(pool::transaction);
        assertThat(
                PoolerProbe.changesSessions(ANNOUNCED_BY_POOLER, pool::transaction, () -> second))
            .as("%d backends, round robin %s", backends, roundRobin)
            .isTrue();
        assertThat(second.closed).isTrue();
      }
    }
  }

  @Test
  void shouldAcceptAPoolerWhenEachConnectionKeepsItsSession() throws SQLException {
    Second second = new Second(() -> 2);
    assertThat(PoolerProbe.changesSessions(ANNOUNCED_BY_POOLER, () -> 1, () -> second)).isFalse();
    assertThat(second.closed).isTrue();
  }

  @Test
  void shouldOpenNoSecondConnectionWhenTheDatabaseItselfAnswers() throws SQLException {
    assertThat(
            PoolerProbe.changesSessions(
                1,
                () -> 1,
                () -> {
                  throw new SQLException("no second connection is expected");
                }))
        .isFalse();
  }
}
