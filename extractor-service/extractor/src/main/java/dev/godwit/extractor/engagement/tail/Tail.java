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
 * Follows one query of a customer's engagements. Each poll reads rows above the highest key that
 * was read. Passes read the keys above {@code settled} again, for rows whose transaction committed
 * late:
 *
 * <ul>
 *   <li>A settling pass runs up to a key as soon as the source shows that no transaction can write
 *       below it any more. At its end that key is {@code settled}.
 *   <li>While settling takes long, a pass up to the highest key runs now and then, so that a late
 *       row does not wait for an unrelated transaction.
 * </ul>
 *
 * <p>The tail counts the rows of a poll as sent. After a failed send, discard the tail and make a
 * new one from the last durable position. Not thread-safe.
 */
final class Tail {
  /** Rows of one poll at most, and so of one transaction. */
  static final int MOST_ROWS = 2000;

  /**
   * The result of a poll.
   *
   * @param events rows that were not sent before
   * @param failing rows that cannot be read, and were not reported before
   * @param settled true where {@code settled} advanced
   * @param more true where there is more to read at once
   * @param cost rows and keys that were read
   */
  record Poll(
      List<LiveEngagement> events, List<Row> failing, boolean settled, boolean more, int cost) {
    /** True where there is nothing to send but the position. */
    boolean isEmpty() {
      return events.isEmpty() && failing.isEmpty();
    }
  }

  /** Polls without a pass after which a pass to the highest key runs. */
  private static final int POLLS_BEFORE_PASS = 8;

  /**
   * A pass over keys that were read before.
   *
   * @param at key up to which the pass is done
   * @param upTo last key of the pass
   * @param settles true for a settling pass
   */
  private record Pass(long at, long upTo, boolean settles) {}

  private final TailSource source;
  private final TailRows rows;
  private final TailState state;
  private Pass pass;
  private int pollsWithoutPass;

  Tail(TailSource source, TailRows rows, TailState state) {
    this.source = source;
    this.rows = rows;
    this.state = state;
  }

  TailState state() {
    return state;
  }

  TailPosition position(String customer, String runId) {
    TailPosition position = state.position(customer, runId);
    position.setQuery(rows.query());
    return position;
  }

  /**
   * Polls once. If it throws, nothing has changed.
   *
   * @param connection connection that commits each statement by itself
   * @param budget number of rows and keys to read at most; at least 2
   */
  Poll poll(Connection connection, int budget) throws SQLException {
    int most = Math.min(budget, MOST_ROWS);
    int headLimit = state.isUnsettled() ? Math.max(1, most / 2) : most;
    List<Row> head = rows.above(state.highest(), headLimit);
    if (head.isEmpty() && !state.isUnsettled()) {
      return new Poll(List.of(), List.of(), false, false, 1);
    }
    Horizon horizon = Horizon.query(connection, source.horizon());
    Pass now = pass(horizon);
    int passLimit = Math.max(1, most - head.size());
    List<Long> keys =
        now == null || now.at() >= now.upTo()
            ? List.of()
            : rows.keys(now.at(), now.upTo(), passLimit);
    List<Row> late = rows.of(keys.stream().filter(state::isNew).toList());

    List<LiveEngagement> events = new ArrayList<>(head.size() + late.size());
    List<Row> failing = new ArrayList<>();
    take(head, events, failing);
    state.mark(horizon, source.behind());
    take(late, events, failing);
    long settledBefore = state.settled();
    advance(now, keys, keys.size() == passLimit);
    return new Poll(
        events,
        failing,
        state.settled() != settledBefore,
        head.size() == headLimit || (pass != null && pass.settles()),
        Math.max(1, head.size() + keys.size()));
  }

  /** The current pass; null for none. */
  private Pass pass(Horizon horizon) {
    if (pass != null && pass.settles()) {
      return pass;
    }
    long over = state.over(horizon, source.settle());
    if (over > state.settled()) {
      return new Pass(state.settled(), over, true);
    }
    return pass == null && pollsWithoutPass >= POLLS_BEFORE_PASS
        ? new Pass(state.settled(), state.againUpTo(), false)
        : pass;
  }

  private void advance(Pass now, List<Long> keys, boolean more) {
    if (now == null) {
      pollsWithoutPass++;
    } else if (more) {
      long upTo = now.settles() ? now.upTo() : Math.min(now.upTo(), state.againUpTo());
      pass = new Pass(keys.getLast(), upTo, now.settles());
    } else {
      if (now.settles()) {
        state.settle(now.upTo());
      }
      pass = null;
      pollsWithoutPass = 0;
    }
  }

  private void take(List<Row> found, List<LiveEngagement> events, List<Row> failing) {
    for (Row row : found) {
      if (row.problem() == null) {
        events.add(row.event());
      } else {
        failing.add(row);
      }
      state.read(row.key());
    }
  }
}
