package dev.godwit.extractor.engagement.tail;

import dev.godwit.extractor.engagement.tail.TailRows.Row;
import dev.godwit.pack.TailSource;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.TailPosition;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Follows one customer's engagements. Each look reads rows above the highest key that was read.
 * Passes go through the keys above {@code settled} again, for rows whose transaction committed
 * late: one to a key as soon as the source has said that no transaction can write below it any
 * more, at whose end that key is {@code settled}; and, while that takes long, one now and then to
 * the highest key, so that a late row does not wait for a transaction that has nothing to do with
 * it.
 *
 * <p>What a look found counts as sent: where sending it fails, throw the tail away and make one
 * anew from the position that was written down last. Used by one thread.
 */
final class Tail {
  /** Rows of one look, and so of one transaction. */
  static final int MOST_ROWS = 2000;

  /**
   * What a look found.
   *
   * @param events rows that were not sent before
   * @param settled true where {@code settled} moved
   * @param more true where there is more to read at once
   * @param cost rows and keys that were read
   */
  record Look(List<LiveEngagement> events, boolean settled, boolean more, int cost) {}

  /** Looks without another pass after which one goes to the highest key. */
  private static final int PATIENCE_LOOKS = 8;

  /**
   * Keys to be gone through again.
   *
   * @param at key up to which that is done
   * @param upTo key at which it ends
   * @param settles true where all is settled then
   */
  private record Pass(long at, long upTo, boolean settles) {}

  private final TailSource source;
  private final TailRows rows;
  private final TailState state;
  private Pass pass;
  private int looksWithoutPass;

  Tail(TailSource source, TailRows rows, TailState state) {
    this.source = source;
    this.rows = rows;
    this.state = state;
  }

  TailState state() {
    return state;
  }

  TailPosition position(String customer, String runId) {
    return state.position(customer, runId);
  }

  /**
   * Looks once. Where it throws, nothing has changed.
   *
   * @param connection one that commits each statement by itself
   * @param budget rows and keys to be read at most, at least 2
   */
  Look look(Connection connection, int budget) throws SQLException {
    int most = Math.min(budget, MOST_ROWS);
    int headLimit = state.isUnsettled() ? Math.max(1, most / 2) : most;
    List<Row> head = rows.above(state.highest(), headLimit);
    if (head.isEmpty() && !state.isUnsettled()) {
      return new Look(List.of(), false, false, 1);
    }
    Horizon horizon = Horizon.ask(connection, source.horizon());
    Pass now = pass(horizon);
    int passLimit = Math.max(1, most - head.size());
    List<Long> keys =
        now == null || now.at() >= now.upTo()
            ? List.of()
            : rows.keys(now.at(), now.upTo(), passLimit);
    List<Row> late = rows.of(keys.stream().filter(state::isNew).toList());

    List<LiveEngagement> events = new ArrayList<>(head.size() + late.size());
    take(head, events);
    state.mark(horizon, source.behind());
    take(late, events);
    long settledBefore = state.settled();
    goOn(now, keys, keys.size() == passLimit);
    return new Look(
        events,
        state.settled() != settledBefore,
        head.size() == headLimit || (pass != null && pass.settles()),
        Math.max(1, head.size() + keys.size()));
  }

  /** The pass that is to go on; null for none. */
  private Pass pass(Horizon horizon) {
    if (pass != null && pass.settles()) {
      return pass;
    }
    long over = state.over(horizon, source.settle());
    if (over > state.settled()) {
      return new Pass(state.settled(), over, true);
    }
    return pass == null && looksWithoutPass >= PATIENCE_LOOKS
        ? new Pass(state.settled(), state.againUpTo(), false)
        : pass;
  }

  private void goOn(Pass now, List<Long> keys, boolean more) {
    if (now == null) {
      looksWithoutPass++;
    } else if (more) {
      long upTo = now.settles() ? now.upTo() : Math.min(now.upTo(), state.againUpTo());
      pass = new Pass(keys.getLast(), upTo, now.settles());
    } else {
      if (now.settles()) {
        state.settle(now.upTo());
      }
      pass = null;
      looksWithoutPass = 0;
    }
  }

  private void take(List<Row> found, List<LiveEngagement> events) {
    for (Row row : found) {
      events.add(row.event());
      state.read(row.key());
    }
  }
}
