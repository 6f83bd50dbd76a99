package dev.godwit.loader.statements;

import dev.godwit.common.v1.EntityCount;
import dev.godwit.common.v1.RunKind;
import dev.godwit.common.v1.SqlPoint;
import dev.godwit.common.v1.StatementResult;
import dev.godwit.loader.progress.CutStore;
import dev.godwit.loader.progress.FenceState;
import dev.godwit.loader.progress.FencedRun;
import dev.godwit.loader.progress.PackSqlStore;
import dev.godwit.loader.progress.PackSqlStore.Due;
import dev.godwit.loader.progress.RunFence;
import dev.godwit.loader.reference.PassedCuts;
import dev.godwit.pack.PackStatement;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.identity.CustomerAccount;
import dev.godwit.pack.session.RunSearchPath;
import dev.godwit.pack.statement.ExecutedStatement;
import dev.godwit.pack.statement.SqlRun;
import dev.godwit.pack.statement.StatementFailedException;
import dev.godwit.records.Entities;
import dev.godwit.task.v1.RunStatements;
import dev.godwit.wire.crash.CrashPoint;
import dev.godwit.worker.failure.SqlFailure;
import dev.godwit.worker.failure.StageFailedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Runs the SQL of one point in one transaction that shares the run's fence, and writes the report
 * into the same transaction. Not thread-safe.
 */
final class RunOfSql {
  private final Due due;
  private final RunStatements task;
  private final Function<List<StatementResult>, byte[]> report;

  /** The result of an attempt. */
  enum Outcome {
    /** The SQL was run and committed, and its report with it. */
    RUN,
    /** Rows of the run are still to be loaded, or another process is at it: try again later. */
    NOT_YET,
    /** The run is closed, or another process has done it. */
    NOT_WANTED
  }

  /**
   * @param report makes the report in the wire format
   */
  RunOfSql(Due due, RunStatements task, Function<List<StatementResult>, byte[]> report) {
    this.due = due;
    this.task = task;
    this.report = report;
  }

  /**
   * Tries once.
   *
   * @param connection a session of its own for the pack's SQL
   * @throws StageFailedException where a statement is refused, or leaves the schema of a rehearsal;
   *     nothing is changed
   * @throws SQLException retriable; nothing is changed, unless the commit failed
   */
  Outcome attempt(Connection connection, TargetPack pack)
      throws SQLException, StageFailedException {
    connection.setAutoCommit(false);
    FencedRun run = RunFence.share(connection, due.runId()).orElseThrow(this::unknown);
    if (!PackSqlStore.tryHold(connection, due)) {
      connection.rollback();
      return Outcome.NOT_YET;
    }
    Optional<Due> now = PackSqlStore.find(connection, due);
    if (now.isEmpty() || now.get().report() != null) {
      connection.rollback();
      return now.isEmpty() ? Outcome.NOT_WANTED : Outcome.RUN;
    }
    if (run.state() != FenceState.OPEN) {
      PackSqlStore.finish(connection, due);
      connection.commit();
      return Outcome.NOT_WANTED;
    }
    if (!isReady(connection, due.runId(), task)) {
      connection.rollback();
      return Outcome.NOT_YET;
    }
    CrashPoint.LOADER_SQL_BEFORE_STATEMENTS.reach();
    PackSqlStore.answer(connection, due, report.apply(run(connection, pack)));
    CrashPoint.LOADER_SQL_BEFORE_COMMIT.reach();
    connection.commit();
    CrashPoint.LOADER_SQL_AFTER_COMMIT.reach();
    return Outcome.RUN;
  }

  private StageFailedException unknown() {
    return new StageFailedException(
        key(),
        "Expected run %s to be open in the target database, found it is not there."
            .formatted(due.runId()),
        "Roll the migration back and rehearse again.");
  }

  /**
   * Whether the run is ready for the SQL of its point: after the load, whether every entity of the
   * run is loaded up to its cut, in all partitions.
   */
  static boolean isReady(Connection connection, String runId, RunStatements task)
      throws SQLException {
    if (task.getPoint() != SqlPoint.AFTER_LOAD) {
      return true;
    }
    PassedCuts passed = new PassedCuts();
    passed.add(CutStore.read(connection, runId));
    for (EntityCount entity : task.getEntities()) {
      if (!passed.everywhere(Entities.of(entity))) {
        return false;
      }
    }
    return true;
  }

  private List<StatementResult> run(Connection connection, TargetPack pack)
      throws SQLException, StageFailedException {
    RunKind kind = task.getEnvelope().getKind();
    RunSearchPath.inTransaction(connection, pack, kind);
    String customer = task.getEnvelope().getCustomer();
    Map<String, String> parameters =
        CustomerAccount.parameters(
            customer, CustomerAccount.stored(connection, pack, kind, customer));
    List<StatementResult> results = new ArrayList<>();
    for (PackStatement statement : pack.points().at(task.getPoint())) {
      for (ExecutedStatement one : run(connection, pack, statement, parameters)) {
        results.add(new StatementResult(one.name(), one.rows(), one.millis()));
      }
      if (kind == RunKind.REHEARSAL) {
        requireStaging(connection, pack, statement);
      }
    }
    return results;
  }

  private List<ExecutedStatement> run(
      Connection connection,
      TargetPack pack,
      PackStatement statement,
      Map<String, String> parameters)
      throws SQLException, StageFailedException {
    try {
      return SqlRun.run(
          connection,
          statement.name(),
          statement.sql(),
          pack.placeholders(task.getEnvelope().getKind()),
          parameters);
    } catch (StatementFailedException e) {
      if (SqlFailure.classify(e) == SqlFailure.RETRIABLE) {
        throw e;
      }
      throw new StageFailedException(
          "%s: %s".formatted(key(), e.statement()),
          "Expected the database to accept '%s' of '%s' at %s of pack %s, found: %s. Nothing of this point was changed."
              .formatted(e.statement(), key(), e.at(), pack.name(), SqlFailure.describe(e)),
          "Mend the statement in the pack, or the database. A held run of changed files has to roll back and be rehearsed again; where only the database was mended, resume it.",
          e);
    }
  }

  /** A rehearsal writes to staging alone, whatever a statement, trigger or default names. */
  private void requireStaging(Connection connection, TargetPack pack, PackStatement statement)
      throws SQLException, StageFailedException {
    List<String> written = WrittenRelations.in(connection, pack.liveSchema());
    if (!written.isEmpty()) {
      throw new StageFailedException(
          "%s: %s".formatted(key(), statement.name()),
          "Expected '%s' of '%s' to write into schema %s alone in a rehearsal, found that it wrote to %s of the live schema. It was taken back, but for the position of a sequence."
              .formatted(statement.name(), key(), pack.stagingSchema(), String.join(", ", written)),
          "Write {schema}.TABLE in the statement; where a trigger or a default names the live schema, make staging's own.");
    }
  }

  /** The point by its key in the pack. */
  private String key() {
    return task.getPoint().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
