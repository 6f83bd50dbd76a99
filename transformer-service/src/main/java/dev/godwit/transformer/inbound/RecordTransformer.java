package dev.godwit.transformer.inbound;

import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineReason;
import dev.godwit.row.v1.Cut;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.transformer.entity.RunTransform;
import dev.godwit.transformer.inbound.ReadyRuns.Readiness;
import dev.godwit.transformer.normalise.MachineWord;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.worker.merge.RunMerges;
import java.util.IdentityHashMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jboss.logging.Logger;

/**
 * Decides the outcome of each record of the extracted topics. Without side effects. Not
 * thread-safe.
 */
final class RecordTransformer {
  private static final Logger LOG = Logger.getLogger(RecordTransformer.class);

  /** Reads a value of a topic. */
  interface Decoder {
    IndexedRecord decode(String topic, byte[] value) throws UnreadableRecordException;
  }

  /** Makes the value for Kafka of a record. */
  @FunctionalInterface
  private interface Value {
    byte[] get() throws QuarantinedException;
  }

  private final IdentityHashMap<Schema, RowShape> shapes = new IdentityHashMap<>();
  private final Decoder decoder;
  private final ReadyRuns runs;

  RecordTransformer(Decoder decoder, ReadyRuns runs) {
    this.decoder = decoder;
    this.runs = runs;
  }

  /**
   * The outcome of one record; poison is an outcome, never an error.
   *
   * @param key may be null
   * @param value may be null
   */
  Outcome outcome(Entity entity, String topic, byte[] key, byte[] value) {
    IndexedRecord record;
    try {
      record = decoder.decode(topic, value);
    } catch (UnreadableRecordException e) {
      return unreadable(key, e.getMessage());
    }
    if (record instanceof Cut cut) {
      return Entities.of(cut).equals(entity) ? cut(runs, cut) : another(entity, key, record);
    }
    RowShape shape = shapes.computeIfAbsent(record.getSchema(), RowShape::of);
    return entity.equals(shape.entity())
        ? row(entity, record, shape.runId(record), shape.legacyId(record), shape.rows(record))
        : another(entity, key, record);
  }

  private Outcome another(Entity entity, byte[] key, IndexedRecord record) {
    return unreadable(
        key,
        "Expected a record or a cut of %s, but found another %s."
            .formatted(entity, record.getSchema().getName()));
  }

  private Outcome row(
      Entity entity, IndexedRecord record, String runId, String legacyId, long rows) {
    return switch (runs.of(runId)) {
      case Readiness.Closed closed -> new Outcome.Skipped();
      case Readiness.Waiting waiting -> runs.held(runId, waiting);
      case Readiness.Ready ready -> transformed(ready.transform(), entity, record, legacyId, rows);
    };
  }

  /** The outcome of a cut of a run. */
  static Outcome cut(ReadyRuns runs, Cut cut) {
    return switch (runs.of(cut.getRunId())) {
      case Readiness.Closed closed -> new Outcome.Skipped();
      case Readiness.Waiting waiting -> runs.held(cut.getRunId(), waiting);
      case Readiness.Ready ready -> new Outcome.CutRead(ready.transform().run(), cut);
    };
  }

  /**
   * The outcome of a record of a run that is ready, also where this build has a mistake that the
   * record meets: the other records go on.
   *
   * @param id id of the record in the quarantine
   * @param rows source rows that it stands for
   */
  private static Outcome transformed(
      RunTransform run, Entity entity, IndexedRecord record, String id, long rows) {
    return outcome(run, entity, id, rows, false, () -> run.transform(entity, record));
  }

  /**
   * The same for a live event.
   *
   * @param merges merge groups of the run
   */
  static Outcome live(RunTransform run, LiveEngagement event, String id, RunMerges merges) {
    boolean machine = MachineWord.isMachine(event.getMachine());
    return outcome(run, Entity.LIVE, id, 1, machine, () -> run.transform(event, merges));
  }

  private static Outcome outcome(
      RunTransform run, Entity entity, String id, long rows, boolean machine, Value transformed) {
    try {
      byte[] value = transformed.get();
      return new Outcome.Transformed(
          run.run(), value, id, rows, machine, run.replaced(), run.close());
    } catch (QuarantinedException e) {
      return new Outcome.Quarantined(run.run(), id, rows, e, machine);
    } catch (RuntimeException e) {
      // Its message may quote the record.
      StackTraceElement at = e.getStackTrace().length == 0 ? null : e.getStackTrace()[0];
      LOG.errorf(
          "customer=%s run=%d: a record of %s met %s at %s; it is quarantined.",
          run.run().customer(), run.run().run(), entity, e.getClass().getName(), at);
      return new Outcome.Quarantined(
          run.run(),
          id,
          rows,
          new QuarantinedException(
              QuarantineReason.UNREADABLE,
              null,
              "Expected a record that can be transformed, but met %s. The log has the place; please report it."
                  .formatted(e.getClass().getSimpleName())),
          machine);
    }
  }

  private Outcome unreadable(byte[] key, String detail) {
    return new Outcome.Quarantined(
        runs.ofKey(key).orElse(null),
        "",
        1,
        new QuarantinedException(QuarantineReason.UNREADABLE, null, detail));
  }
}
