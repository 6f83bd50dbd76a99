package dev.godwit.transformer.replay;

import dev.godwit.common.v1.Stage;
import dev.godwit.pack.PackCheck;
import dev.godwit.pack.PackException;
import dev.godwit.pack.TargetPack;
import dev.godwit.records.Counted;
import dev.godwit.records.Entity;
import dev.godwit.report.v1.FailureReport;
import dev.godwit.report.v1.ReplayProgressReport;
import dev.godwit.task.v1.ReplayRecords;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.transformer.TransformerSettings;
import dev.godwit.transformer.fix.RecordFixes;
import dev.godwit.transformer.inbound.PlannedMerges;
import dev.godwit.transformer.inbound.ReplayOutcomes;
import dev.godwit.transformer.normalise.PlausibleTimes;
import dev.godwit.transformer.outbound.OutboundTransaction;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import dev.godwit.wire.WireEncoder;
import dev.godwit.wire.crash.CrashPoint;
import dev.godwit.wire.live.TailMark;
import dev.godwit.worker.decision.DecisionReader;
import dev.godwit.worker.failure.PackChangedException;
import dev.godwit.worker.failure.SqlFailure;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.merge.RunMerges;
import dev.godwit.worker.outage.OutageRetry;
import dev.godwit.worker.run.LiveWindows;
import dev.godwit.worker.run.ReplayControl;
import dev.godwit.worker.run.RunPacks;
import dev.godwit.worker.run.RunRegistry;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.run.RunStatus;
import dev.godwit.worker.stage.StageIdentity;
import dev.godwit.worker.stage.StageReports;
import dev.godwit.worker.task.TaskHandler;
import dev.godwit.worker.task.TaskTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * Does the replays of stage transform. The data is written with a transactional id of the run's
 * own, so that of two processes only the later one writes; report and task offset are the task's
 * transaction. A replay that fails or is cancelled reports what it did, too.
 */
@ApplicationScoped
public class ReplayRecordsTaskHandler implements TaskHandler<ReplayRecords> {
  private static final Logger LOG = Logger.getLogger(ReplayRecordsTaskHandler.class);
  private static final String TARGET = "the target database";

  /** Records in quarantine that are held at once, about 150 bytes each. */
  private static final int WINDOW = 50_000;

  private final PlausibleTimes times;
  private final DecisionReader decisions;
  private final KafkaSettings kafka;
  private final RunPacks packs;
  private final RunRegistry runs;
  private final LiveWindows windows;
  private final TailMark tail;
  private final PlannedMerges merges;
  private final OutageRetry outage;
  private final StageIdentity identity;
  private final StageReports reports;

  ReplayRecordsTaskHandler(
      KafkaSettings kafka,
      RunPacks packs,
      RunRegistry runs,
      LiveWindows windows,
      TransformerSettings settings,
      PlannedMerges merges,
      OutageRetry outage,
      StageIdentity identity,
      StageReports reports,
      PlausibleTimes times,
      DecisionReader decisions) {
    this.decisions = decisions;
    this.times = times;
    this.kafka = kafka;
    this.packs = packs;
    this.runs = runs;
    this.windows = windows;
    this.tail = settings.tailMark();
    this.merges = merges;
    this.outage = outage;
    this.identity = identity;
    this.reports = reports;
  }

  @Override
  public Class<ReplayRecords> type() {
    return ReplayRecords.class;
  }

  /** A committed run is over, and its quarantine can be redriven. */
  @Override
  public boolean alsoWhenStopped() {
    return true;
  }

  @Override
  public void handle(ReplayRecords task, TaskTransaction transaction) throws Exception {
    if (task.getStage() != Stage.TRANSFORM) {
      return;
    }
    TaskEnvelope envelope = task.getEnvelope();
    RunSpec run = runs.awaitStatus(RunSpec.idOf(envelope.getCustomer(), envelope.getRun())).run();
    String place =
        "customer=%s run=%d replay=%d".formatted(run.customer(), run.run(), task.getReplay());
    if (runs.status(run.runId()).filter(RunStatus::writesRedriven).isEmpty()) {
      LOG.infof("%s: skipping it, because the run is being undone or has ended.", place);
      return;
    }
    ReplayControl control = runs.awaitReplay(run.runId(), task.getReplay());
    if (control.state() == ReplayControl.State.OVER) {
      LOG.infof("%s: skipping it, because it is over.", place);
      return;
    }
    ReplayCounts[] counts = new ReplayCounts[1];
    counts[0] = new ReplayCounts(read -> progress(task, read, counts[0].total()));
    try {
      replay(task, run, transaction, counts[0]);
      LOG.infof(
          "%s: read all of the selection, %s.", place, Counted.of(counts[0].total(), "record"));
    } catch (ReplayCancelledException e) {
      LOG.infof("%s: cancelled; what it did stays.", place);
    } catch (StageFailedException e) {
      LOG.errorf("%s: failed on %s: %s %s", place, e.subject(), e.getMessage(), e.action());
      transaction.report(
          new FailureReport(
              transaction.envelope(),
              e.subject(),
              e.getMessage(),
              e.action(),
              e.count(),
              e.firstKey()));
    }
    CrashPoint.TRANSFORMER_REPLAY_END_BEFORE_REPORT.reach();
    transaction.report(counts[0].toReport(transaction.envelope(), task.getReplay()));
  }

  private void replay(
      ReplayRecords task, RunSpec run, TaskTransaction transaction, ReplayCounts counts)
      throws Exception {
    try (KafkaReplayTopics topics = new KafkaReplayTopics(kafka);
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                kafka.transactionalProducer("godwit-transformer-replay-" + run.runId()));
        WireEncoder encoder = new WireEncoder(kafka.serde());
        WireDecoder decoder = new WireDecoder(kafka.serde())) {
      TransformReplay replay =
          new TransformReplay(
              new TransformReplay.Request(
                  run,
                  task.getReplay(),
                  new QuarantineSelection(run.runId(), task.getSelection()),
                  WINDOW),
              topics,
              record -> decoded(record, decoder),
              new OutboundTransaction(producer, encoder),
              counts,
              identity.instance(),
              InstantSource.system());
      replay.begin();
      requireNoDifferences(task);
      TargetPack pack = pack(run, task.getEnvelope(), transaction);
      RecordFixes fixes = RecordFixes.of(decisions.read(run.customer(), task.getDecisions()));
      try (ReplayOutcomes outcomes =
          new ReplayOutcomes(
              kafka.serde(), tail, runs::status, windows, merges(task, run), pack, times, fixes)) {
        replay.run(outcomes, new ReplayTurns(runs, run, task.getReplay()));
      } catch (KafkaException e) {
        throw e;
      } catch (RuntimeException e) {
        throw StageFailedException.of(task.getEnvelope(), e);
      }
    }
  }

  /** Only live events are matched with merge groups here; the rows of a snapshot have been. */
  private RunMerges merges(ReplayRecords task, RunSpec run) throws StageFailedException {
    if (!new QuarantineSelection(run.runId(), task.getSelection()).takes(Entity.LIVE)) {
      return RunMerges.NONE;
    }
    Optional<RunMerges> ofRun = merges.of(run);
    return ofRun.orElseThrow(
        () ->
            new StageFailedException(
                "run " + run.runId(),
                "Expected a run whose extraction is planned, found one without a plan: its merge groups are not known.",
                "Replay its live events again once it copies (godwit events shows ExtractionPlanned)."));
  }

  private static SpecificRecord decoded(
      ConsumerRecord<byte[], byte[]> record, WireDecoder decoder) {
    try {
      return decoder.decode(record.topic(), record.value());
    } catch (UnreadableRecordException e) {
      return null;
    }
  }

  private static void requireNoDifferences(ReplayRecords task) throws StageFailedException {
    if (task.getSelection().getDifferencesOfCut() >= 0) {
      throw new StageFailedException(
          "selection",
          "Expected a selection of quarantined records, but found the differing keys of cut %d; the transformer has none of them in quarantine."
              .formatted(task.getSelection().getDifferencesOfCut()),
          "Repair the migration (godwit repair), which replays stage load.");
    }
  }

  /** The run's pack as it is now, checked against the catalogue as it is now. */
  private TargetPack pack(RunSpec run, TaskEnvelope envelope, TaskTransaction transaction)
      throws Exception {
    try {
      TargetPack pack = packs.target(run.runId(), run.targetPack());
      return outage.retry(
          TARGET, envelope, transaction.alsoWhenStopped(), () -> againstCatalogue(pack));
    } catch (PackChangedException e) {
      throw e.toFailure();
    } catch (PackException | IllegalArgumentException e) {
      throw new StageFailedException(
          "pack " + run.targetPack(),
          e.getMessage(),
          "Correct the target database, or the pack and read it again (godwit packs reload); then replay again.",
          e);
    } catch (SQLException e) {
      throw new StageFailedException(
          "pack " + run.targetPack(),
          SqlFailure.describe(e),
          "Correct address, user and rights of the target database, then replay again.",
          e);
    }
  }

  private static TargetPack againstCatalogue(TargetPack pack) throws SQLException {
    try (Connection connection = pack.database().openForReading()) {
      return PackCheck.againstCatalogue(pack, connection);
    }
  }

  private void progress(ReplayRecords task, long read, long total) {
    reports.send(
        new ReplayProgressReport(
            identity.envelope(task.getEnvelope()), task.getReplay(), read, total));
  }
}
