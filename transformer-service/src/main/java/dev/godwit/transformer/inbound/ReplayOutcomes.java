package dev.godwit.transformer.inbound;

import dev.godwit.pack.TargetPack;
import dev.godwit.records.Entity;
import dev.godwit.transformer.fix.RecordFixes;
import dev.godwit.transformer.normalise.PlausibleTimes;
import dev.godwit.wire.WireDecoder;
import dev.godwit.wire.live.LiveEvents;
import dev.godwit.wire.live.TailMark;
import dev.godwit.worker.merge.RunMerges;
import dev.godwit.worker.run.LiveWindows;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.run.RunStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Decides the outcome of records of one run that are read again, exactly as that of records that
 * are read for the first time, with the pack as it is now. Without side effects. Not thread-safe.
 */
public final class ReplayOutcomes implements AutoCloseable {
  private final List<Entity> entities;
  private final WireDecoder decoder;
  private final LiveEvents events;
  private final ReadyRuns runs;
  private final ReadyRuns liveRuns;
  private final RecordTransformer transformer;
  private final LiveTransformer live;

  /**
   * Outcomes of one run.
   *
   * @param serde settings of the registry's client
   * @param tail mark of the source's rows in the live topic
   * @param statuses status of a run; empty where its start is not consumed yet
   * @param merges merge groups of the run; those of none where no live event is replayed
   * @param pack the run's target pack, checked against the catalogue now
   * @param times times that an open or click can have
   */
  public ReplayOutcomes(
      Map<String, Object> serde,
      TailMark tail,
      Function<String, Optional<RunStatus>> statuses,
      LiveWindows windows,
      RunMerges merges,
      TargetPack pack,
      PlausibleTimes times,
      RecordFixes fixes) {
    List<Entity> all = new ArrayList<>(pack.entities());
    all.add(Entity.LIVE);
    entities = List.copyOf(all);
    decoder = new WireDecoder(serde);
    events = new LiveEvents(serde, tail);
    ReadyRuns.PackOfRun checked = new CheckedPack(pack, times, fixes);
    runs = new ReadyRuns(statuses, RunStatus::writesRedriven, checked);
    liveRuns = new ReadyRuns(statuses, RunStatus::writesEngagement, checked);
    transformer = new RecordTransformer(decoder::decodeRow, runs);
    live =
        new LiveTransformer(
            events::decode,
            windows,
            liveRuns,
            (run, resumes) -> new MergesOfRun.Answer.Known(merges),
            () -> {});
  }

  private record CheckedPack(TargetPack pack, PlausibleTimes times, RecordFixes fixes)
      implements ReadyRuns.PackOfRun {
    @Override
    public RecordFixes fixes(RunSpec run) {
      return fixes;
    }

    @Override
    public ReadyRuns.PackState of(RunStatus status) {
      return status.run().targetPack().equals(pack.name())
          ? new ReadyRuns.PackState.Checked(pack, status.resumes())
          : new ReadyRuns.PackState.Unchecked("pack " + status.run().targetPack());
    }

    @Override
    public void forget(String runId) {
      // The pack is this replay's.
    }
  }

  /** The entities of the run's pack in the order of loading, and live engagement behind them. */
  public List<Entity> entities() {
    return entities;
  }

  /** Begins a batch: the status of the run is read again. */
  public void beginBatch() {
    runs.beginBatch();
    liveRuns.beginBatch();
  }

  /** The outcome of one record; poison is an outcome, never an error. */
  public Outcome of(Entity entity, ConsumerRecord<byte[], byte[]> record) {
    Outcome outcome =
        entity.equals(Entity.LIVE)
            ? live.outcome(record)
            : transformer.outcome(entity, record.topic(), record.key(), record.value());
    return LargestRecord.checked(outcome, record);
  }

  @Override
  public void close() {
    decoder.close();
    events.close();
  }
}
