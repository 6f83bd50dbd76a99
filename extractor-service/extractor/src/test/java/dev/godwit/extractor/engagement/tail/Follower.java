package dev.godwit.extractor.engagement.tail;

import static org.awaitility.Awaitility.await;

import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.TailPosition;
import dev.godwit.worker.failure.StageFailedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** A tail whose position and events are written down together, and which can be killed. */
final class Follower implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final SourceDatabase source;
  private final String customer;
  private final int limit;
  private final Duration settle;
  private final Connection connection;
  final List<Long> read = new ArrayList<>();
  final List<LiveEngagement> events = new ArrayList<>();
  private TailPosition position;
  private Tail tail;
  int mostRemembered;

  Follower(SourceDatabase source, String customer, long settled, int limit)
      throws SQLException, StageFailedException {
    this(source, customer, settled, limit, Duration.ofNanos(1000));
  }

  /** A tail whose keys may be drawn some time before their transaction begins. */
  Follower(SourceDatabase source, String customer, long settled, int limit, Duration settle)
      throws SQLException, StageFailedException {
    this.settle = settle;
    this.source = source;
    this.customer = customer;
    this.limit = limit;
    this.connection = source.pollingConnection();
    this.position = TailState.from(settled, limit).position(customer, customer + "/1");
    restart();
  }

  /** All that is only in memory is gone. */
  void restart() throws SQLException, StageFailedException {
    TailRows rows =
        new TailRows(
            connection, source.pack(), source.pack().followed().getFirst().query(), customer);
    tail = new Tail(source.tail(settle), rows, TailState.of(position, limit));
  }

  /** Looks, and is killed before what was found is written down. */
  void pollInVain(int budget) throws SQLException, StageFailedException {
    tail.poll(connection, budget);
    restart();
  }

  Tail.Poll poll(int budget) throws SQLException {
    Tail.Poll poll = tail.poll(connection, budget);
    events.addAll(poll.events());
    poll.events().forEach(event -> read.add(Long.parseLong(event.getLegacyId())));
    if (!poll.events().isEmpty() || poll.settled()) {
      position = tail.position(customer, customer + "/1");
    }
    mostRemembered = Math.max(mostRemembered, tail.state().remembered());
    return poll;
  }

  void pollUntil(Callable<Boolean> met) throws Exception {
    await()
        .atMost(TIMEOUT)
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              if (met.call()) {
                return true;
              }
              poll(1000);
              return false;
            });
  }

  long settled() {
    return tail.state().settled();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
