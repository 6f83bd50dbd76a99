package dev.godwit.wire.crash;

import java.util.Arrays;
import java.util.Optional;

/**
 * A point before or after a durable write at which the process ends at once, as {@code kill -9}
 * does, where the system property {@code dev.godwit.crash} asks for it. The property is a point and
 * an occurrence, such as {@code loader.batch.before-commit:3}, or {@code @FOLDER}: then a file of
 * the point's name in the folder arms it while the process runs.
 *
 * <p>Without the property a point costs nothing: the plan is a constant that is null, so the
 * compiled code has no trace of it. Thread-safe. The points of the worker library are reached in
 * every service that uses it.
 */
public enum CrashPoint {
  /** Worker library: the records of a task or verdict are sent, its offset is not. */
  TRANSACTION_BEFORE_OFFSETS("transaction.before-offsets"),
  /** Worker library: records and offset are sent, the transaction is open. */
  TRANSACTION_BEFORE_COMMIT("transaction.before-commit"),
  /** Worker library: the transaction of a task or verdict is committed. */
  TRANSACTION_AFTER_COMMIT("transaction.after-commit"),
  /** Worker library: a report outside a task's transaction is not sent yet. */
  REPORT_BEFORE_SEND("report.before-send"),
  /** Worker library: the broker has acknowledged such a report. */
  REPORT_AFTER_SEND("report.after-send"),

  /** The freeze is written, not committed. */
  EXTRACTOR_FREEZE_BEFORE_COMMIT("extractor.freeze.before-commit"),
  /** The customer is frozen, and the freeze not reported. */
  EXTRACTOR_FREEZE_AFTER_COMMIT("extractor.freeze.after-commit"),
  /** The thaw is written, not committed. */
  EXTRACTOR_THAW_BEFORE_COMMIT("extractor.thaw.before-commit"),
  /** The customer is thawed, and the thaw not reported. */
  EXTRACTOR_THAW_AFTER_COMMIT("extractor.thaw.after-commit"),
  /** The run's snapshot is not open yet. */
  EXTRACTOR_SNAPSHOT_BEFORE_OPEN("extractor.snapshot.before-open"),
  /** The snapshot is open; it ends with the process, and is not reported. */
  EXTRACTOR_SNAPSHOT_AFTER_OPEN("extractor.snapshot.after-open"),
  /** Live events of the tail, a return or the delivery are sent, not committed. */
  EXTRACTOR_LIVE_BEFORE_COMMIT("extractor.live.before-commit"),
  /** Such a transaction is committed. */
  EXTRACTOR_LIVE_AFTER_COMMIT("extractor.live.after-commit"),
  /** Live events are written into the source, not committed. */
  EXTRACTOR_SOURCE_EVENTS_BEFORE_COMMIT("extractor.source-events.before-commit"),
  /** Live events are in the source, and their offsets not committed. */
  EXTRACTOR_SOURCE_EVENTS_AFTER_COMMIT("extractor.source-events.after-commit"),
  /** The offsets of delivered events are committed. */
  EXTRACTOR_DELIVERY_AFTER_OFFSETS("extractor.delivery.after-offsets"),

  /** A provider's events are not sent yet. */
  WEBHOOKS_EVENTS_BEFORE_SEND("webhooks.events.before-send"),
  /** The broker has a provider's events, and the provider no answer. */
  WEBHOOKS_EVENTS_BEFORE_ANSWER("webhooks.events.before-answer"),
  /** The broker has the answer for a rehearsal, and the offset of its request is not committed. */
  WEBHOOKS_REHEARSAL_AFTER_ANSWER("webhooks.rehearsal.after-answer"),

  /** Transformed records are sent, the offsets are not. */
  TRANSFORMER_BATCH_BEFORE_OFFSETS("transformer.batch.before-offsets"),
  /** Records and offsets are sent, the transaction is open. */
  TRANSFORMER_BATCH_BEFORE_COMMIT("transformer.batch.before-commit"),
  /** The transaction is committed. */
  TRANSFORMER_BATCH_AFTER_COMMIT("transformer.batch.after-commit"),
  /** Records that a replay releases are sent, their receipt is not. */
  TRANSFORMER_REPLAY_BATCH_BEFORE_RECEIPT("transformer.replay-batch.before-receipt"),
  /** Released records, their releases and the receipt are sent, the transaction is open. */
  TRANSFORMER_REPLAY_BATCH_BEFORE_COMMIT("transformer.replay-batch.before-commit"),
  /** The transaction of released records is committed. */
  TRANSFORMER_REPLAY_BATCH_AFTER_COMMIT("transformer.replay-batch.after-commit"),
  /** A replay has released all that it can, and that is not reported. */
  TRANSFORMER_REPLAY_END_BEFORE_REPORT("transformer.replay-end.before-report"),

  /** Rows are written, the progress is not. */
  LOADER_BATCH_BEFORE_PROGRESS("loader.batch.before-progress"),
  /** Rows, progress and outbox are written, not committed. */
  LOADER_BATCH_BEFORE_COMMIT("loader.batch.before-commit"),
  /** The batch is committed, its receipts are in the outbox only. */
  LOADER_BATCH_AFTER_COMMIT("loader.batch.after-commit"),
  /** The receipts are given to the producer, and may not be at the broker. */
  LOADER_OUTBOX_AFTER_SEND("loader.outbox.after-send"),
  /** The broker has the receipts, and the outbox has them too. */
  LOADER_OUTBOX_BEFORE_DELETE("loader.outbox.before-delete"),
  /** The outbox is cleared. */
  LOADER_OUTBOX_AFTER_DELETE("loader.outbox.after-delete"),
  /** The loader's first offsets are read, and those of new partitions not committed. */
  LOADER_POSITIONS_BEFORE_COMMIT("loader.positions.before-commit"),
  /** The first offsets are committed. */
  LOADER_POSITIONS_AFTER_COMMIT("loader.positions.after-commit"),
  /** The target is prepared, not committed. */
  LOADER_PREPARE_BEFORE_COMMIT("loader.prepare.before-commit"),
  /** The target is prepared, and that is not reported. */
  LOADER_PREPARE_AFTER_COMMIT("loader.prepare.after-commit"),
  /** The SQL of a point of a run is due, and none of it is run. */
  LOADER_SQL_BEFORE_STATEMENTS("loader.sql.before-statements"),
  /** The SQL of a point is run and its report is written, not committed. */
  LOADER_SQL_BEFORE_COMMIT("loader.sql.before-commit"),
  /** The SQL of a point and its report are committed, the report is not sent. */
  LOADER_SQL_AFTER_COMMIT("loader.sql.after-commit"),
  /** The broker has the report on the SQL of a point, and the order for it is stored still. */
  LOADER_SQL_AFTER_SEND("loader.sql.after-send"),
  /** The customer is enabled, not committed. */
  LOADER_ENABLE_BEFORE_COMMIT("loader.enable.before-commit"),
  /** The customer is enabled, and that is not reported. */
  LOADER_ENABLE_AFTER_COMMIT("loader.enable.after-commit"),
  /** The run is closed for a purge, its rows are there. */
  LOADER_PURGE_AFTER_FENCE("loader.purge.after-fence"),
  /** The rows are deleted, not committed. */
  LOADER_PURGE_BEFORE_COMMIT("loader.purge.before-commit"),
  /** The rows are deleted, and that is not reported. */
  LOADER_PURGE_AFTER_COMMIT("loader.purge.after-commit"),
  /** A replay of the load is written down, not committed. */
  LOADER_REPLAY_TASK_BEFORE_COMMIT("loader.replay-task.before-commit"),
  /** The replay is committed, and the offset of its task not. */
  LOADER_REPLAY_TASK_AFTER_COMMIT("loader.replay-task.after-commit"),
  /** The ranges of a replay are written, not committed. */
  LOADER_REPLAY_PLAN_BEFORE_COMMIT("loader.replay-plan.before-commit"),
  /** The ranges of a replay are committed, and none is read. */
  LOADER_REPLAY_PLAN_AFTER_COMMIT("loader.replay-plan.after-commit"),
  /** Missing rows of a step are written, its progress is not. */
  LOADER_REPLAY_STEP_BEFORE_PROGRESS("loader.replay-step.before-progress"),
  /** Rows, progress and outbox of a step are written, not committed. */
  LOADER_REPLAY_STEP_BEFORE_COMMIT("loader.replay-step.before-commit"),
  /** A step of a replay is committed. */
  LOADER_REPLAY_STEP_AFTER_COMMIT("loader.replay-step.after-commit"),
  /** The release of quarantined records and its receipt are written, not committed. */
  LOADER_REPLAY_RELEASE_BEFORE_COMMIT("loader.replay-release.before-commit"),
  /** The release is committed, its records are in the outbox only. */
  LOADER_REPLAY_RELEASE_AFTER_COMMIT("loader.replay-release.after-commit"),
  /** Messages of a replay are given to the producer, and may not be at the broker. */
  LOADER_REPLAY_OUTBOX_AFTER_SEND("loader.replay-outbox.after-send"),
  /** The broker has messages of a replay, and the outbox has them too. */
  LOADER_REPLAY_OUTBOX_BEFORE_DELETE("loader.replay-outbox.before-delete"),
  /** The messages of a replay are out of the outbox. */
  LOADER_REPLAY_OUTBOX_AFTER_DELETE("loader.replay-outbox.after-delete"),
  /** End and report of a replay are written, not committed. */
  LOADER_REPLAY_END_BEFORE_COMMIT("loader.replay-end.before-commit"),
  /** The end of a replay is committed, its report is in the outbox only. */
  LOADER_REPLAY_END_AFTER_COMMIT("loader.replay-end.after-commit"),

  /** A receipt or request is not booked yet. */
  VALIDATOR_LEDGER_BEFORE_BOOKING("validator.ledger.before-booking"),
  /** A receipt or request is booked, not committed. */
  VALIDATOR_LEDGER_BEFORE_COMMIT("validator.ledger.before-commit"),
  /** The differences of a table are sent, the transaction is open. */
  VALIDATOR_REPLAY_TABLE_BEFORE_COMMIT("validator.replay-table.before-commit"),
  /** The differences of a table are committed, its replay is not answered. */
  VALIDATOR_REPLAY_TABLE_AFTER_COMMIT("validator.replay-table.after-commit"),
  /** The report of a comparison is sent, not committed. */
  VALIDATOR_REPLAY_END_BEFORE_COMMIT("validator.replay-end.before-commit"),
  /** The report of a comparison is committed. */
  VALIDATOR_REPLAY_END_AFTER_COMMIT("validator.replay-end.after-commit"),
  /** The speed of the target's pages is reported, not committed. */
  VALIDATOR_PROBES_BEFORE_COMMIT("validator.probes.before-commit"),
  /** The report of the target's pages is committed. */
  VALIDATOR_PROBES_AFTER_COMMIT("validator.probes.after-commit"),
  /** The arrival of a rehearsal's live events is reported, not committed. */
  VALIDATOR_ARRIVAL_BEFORE_COMMIT("validator.arrival.before-commit"),
  /** The report of the arrival is committed. */
  VALIDATOR_ARRIVAL_AFTER_COMMIT("validator.arrival.after-commit"),

  /** A command or report is not decided yet; the transaction of the one before is committed. */
  ORCHESTRATOR_RECORD_BEFORE_DECISION("orchestrator.record.before-decision"),
  /** Events, tasks and state are sent, the transaction is open. */
  ORCHESTRATOR_RECORD_BEFORE_COMMIT("orchestrator.record.before-commit"),
  /** Rows and position of the read model are written, not committed. */
  ORCHESTRATOR_VIEW_BEFORE_COMMIT("orchestrator.view.before-commit"),
  /** Rows and position of the read model are committed. */
  ORCHESTRATOR_VIEW_AFTER_COMMIT("orchestrator.view.after-commit");

  /** The system property that arms points. */
  public static final String PROPERTY = "dev.godwit.crash";

  private static final CrashPlan PLAN =
      CrashPlan.of(System.getProperty(PROPERTY), () -> Runtime.getRuntime().halt(137));

  private final String label;

  CrashPoint(String label) {
    this.label = label;
  }

  /** Name in the property, in files and in documents. */
  public String label() {
    return label;
  }

  /** The point of a label; empty where there is none. */
  public static Optional<CrashPoint> labelled(String label) {
    return Arrays.stream(values()).filter(point -> point.label.equals(label)).findFirst();
  }

  /** Ends the process here, where that is asked for; otherwise does nothing. */
  public void reach() {
    if (PLAN != null) {
      PLAN.reached(this);
    }
  }
}
