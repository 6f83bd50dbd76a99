package dev.godwit.validator.pages;

import dev.godwit.common.v1.CostlyNode;
import dev.godwit.common.v1.ProbeOutcome;
import dev.godwit.common.v1.ProbeResult;
import dev.godwit.common.v1.RunKind;
import dev.godwit.pack.DatabaseSettings;
import dev.godwit.pack.Probe;
import dev.godwit.pack.TargetPack;
import dev.godwit.worker.failure.SqlFailure;
import dev.godwit.worker.run.RunStoppedException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Measures one page: draws parameters from the customer's rows, runs the query with each draw on a
 * connection of its own, once cold and then warm, and asks for the plan of the slowest draw. What
 * the database refuses is the result, not a failure. For one use by one thread.
 */
final class PageMeasurement {
  /** Time after which no further run is begun: a customer may be frozen meanwhile. */
  static final Duration LONGEST = Duration.ofSeconds(10);

  private static final String QUERY_CANCELED = "57014";

  /** States of errors that are the query's fault, though they are retriable for other work. */
  private static final Set<String> OF_THE_QUERY = Set.of(QUERY_CANCELED, "25006", "55P03");

  private static final String RESULT_LIMIT = "maxResultBuffer";

  private final TargetPack pack;
  private final RunKind kind;
  private final String customer;
  private final Probe page;
  private final Watch watch;
  private final RunTimes cold = new RunTimes();
  private final RunTimes warm = new RunTimes();
  private int draws;
  private long rows;
  private long slowest = -1;
  private Map<String, String> slowestDraw = Map.of();

  /** Says whether the measurement is still wanted. */
  @FunctionalInterface
  interface Watch {
    /**
     * Returns where it is.
     *
     * @throws RunStoppedException where the run is being undone or is over
     * @throws InterruptedException where the process ends
     */
    void check() throws RunStoppedException, InterruptedException;
  }

  PageMeasurement(TargetPack pack, RunKind kind, String customer, Probe page, Watch watch) {
    this.pack = pack;
    this.kind = kind;
    this.customer = customer;
    this.page = page;
    this.watch = watch;
  }

  /**
   * Measures.
   *
   * @throws SQLException where the database is away; measure anew
   */
  ProbeResult measure() throws SQLException, RunStoppedException, InterruptedException {
    List<Map<String, String>> drawn;
    try {
      drawn = draw();
    } catch (SQLException e) {
      return failed(e, true);
    }
    if (drawn.isEmpty()) {
      return result(
          ProbeOutcome.NOTHING_TO_DRAW,
          "Expected a row of the customer to draw parameters from, found none; the page was not measured.",
          null);
    }
    try {
      run(drawn);
    } catch (SQLException e) {
      return failed(e, false);
    }
    return result(ProbeOutcome.MEASURED, "", plan(true));
  }

  private List<Map<String, String>> draw() throws SQLException {
    if (page.draw() == null) {
      return Collections.nCopies(page.draws(), Map.of());
    }
    try (PageSession session = session()) {
      return session.draw(page.draw(), page.draws());
    }
  }

  private void run(List<Map<String, String>> drawn)
      throws SQLException, RunStoppedException, InterruptedException {
    long begin = System.nanoTime();
    for (Map<String, String> draw : drawn) {
      if (draws > 0 && isOver(begin)) {
        return;
      }
      slowestDraw = draws == 0 ? draw : slowestDraw;
      try (PageSession session = session()) {
        run(session, draw, cold);
        for (int i = 0; i < page.runs() && (i == 0 || !isOver(begin)); i++) {
          run(session, draw, warm);
        }
      } catch (SQLException e) {
        // The plan of the draw that failed is the one to look at.
        slowestDraw = draw;
        throw e;
      }
      draws++;
    }
  }

  private static boolean isOver(long begin) {
    return System.nanoTime() - begin > LONGEST.toNanos();
  }

  private void run(PageSession session, Map<String, String> draw, RunTimes times)
      throws SQLException, RunStoppedException, InterruptedException {
    watch.check();
    PageSession.Run run = session.run(page.query(), draw);
    times.add(run.micros());
    rows = Math.max(rows, run.rows());
    if (run.micros() > slowest) {
      slowest = run.micros();
      slowestDraw = draw;
    }
  }

  /** A draw that takes long is no slow page: it fails, and has no plan to look at. */
  private ProbeResult failed(SQLException error, boolean drawing) throws SQLException {
    String what = "'%s' of '%s'".formatted(drawing ? "draw" : "query", page.name());
    String state = error.getSQLState();
    if (QUERY_CANCELED.equals(state)) {
      return result(
          drawing ? ProbeOutcome.FAILED : ProbeOutcome.TIMED_OUT,
          "Expected %s to end within %s ms, found that it did not; make it faster, e.g. by an index, or raise 'timeout-millis' to measure the page."
              .formatted(what, number(page.timeoutMillis())),
          drawing ? null : plan(false));
    }
    if (isTooLarge(error)) {
      return result(
          ProbeOutcome.FAILED,
          "Expected at most %s bytes as the result of %s, found more; have it read one page of rows, with 'limit'."
              .formatted(DatabaseSettings.RESULT_BYTES, what),
          drawing ? null : plan(false));
    }
    if (SqlFailure.classify(error) == SqlFailure.RETRIABLE && !OF_THE_QUERY.contains(state)) {
      throw error;
    }
    return result(
        ProbeOutcome.FAILED,
        "Expected the database to accept %s, found %s; mend it in the pack %s, or the database, and rehearse again."
            .formatted(what, SqlFailure.describe(error), pack.name()),
        null);
  }

  /** The driver breaks the connection, and says so by the name of its setting. */
  private static boolean isTooLarge(SQLException error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (String.valueOf(cause.getMessage()).contains(RESULT_LIMIT)) {
        return true;
      }
    }
    return false;
  }

  /** The costly node; null where the database gives no plan, which the times do not need. */
  private CostlyNode plan(boolean executed) throws SQLException {
    try (PageSession session = session()) {
      return CostlyNodes.of(session.plan(page.query(), slowestDraw, executed), executed);
    } catch (SQLException e) {
      return executed && QUERY_CANCELED.equals(e.getSQLState()) ? plan(false) : null;
    }
  }

  private PageSession session() throws SQLException {
    return new PageSession(pack, kind, customer, Duration.ofMillis(page.timeoutMillis()));
  }

  private ProbeResult result(ProbeOutcome outcome, String problem, CostlyNode costly) {
    return new ProbeResult(
        page.name(),
        outcome,
        problem,
        (long) page.limitMillis(),
        (long) page.timeoutMillis(),
        draws,
        cold.percentiles(),
        warm.percentiles(),
        rows,
        costly);
  }

  private static String number(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }
}
