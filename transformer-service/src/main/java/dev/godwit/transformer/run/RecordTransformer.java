package dev.godwit.transformer.run;

import dev.godwit.common.v1.Entity;
import dev.godwit.records.QuarantineReason;
import dev.godwit.row.v1.Cut;
import dev.godwit.row.v1.ExtractedContact;
import dev.godwit.row.v1.ExtractedEmail;
import dev.godwit.row.v1.ExtractedEngagement;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.wire.UnreadableRecordException;
import org.apache.avro.specific.SpecificRecord;

/** Tells what comes of a record. Reads and makes bytes, touches nothing else. Not thread-safe. */
public final class RecordTransformer {
  /** Reads a value of a topic. */
  public interface Decoder {
    SpecificRecord decode(String topic, byte[] value) throws UnreadableRecordException;
  }

  private final Decoder decoder;
  private final OpenRuns runs;

  public RecordTransformer(Decoder decoder, OpenRuns runs) {
    this.decoder = decoder;
    this.runs = runs;
  }

  /**
   * The outcome of one record; never an error for one that is poison.
   *
   * @param key may be null
   * @param value may be null
   */
  public Outcome outcome(Entity entity, String topic, byte[] key, byte[] value) {
    SpecificRecord record;
    try {
      record = decoder.decode(topic, value);
    } catch (UnreadableRecordException e) {
      return unreadable(key, e.getMessage());
    }
    return switch (record) {
      case ExtractedEngagement engagement when entity == Entity.ENGAGEMENTS ->
          row(entity, engagement, engagement.getRunId(), engagement.getLegacyId(), 1);
      case ExtractedEmail email when entity == Entity.EMAILS ->
          row(entity, email, email.getRunId(), email.getLegacyId(), 1);
      case ExtractedContact contact when entity == Entity.CONTACTS ->
          row(
              entity,
              contact,
              contact.getRunId(),
              contact.getLegacyId(),
              Math.max(1, contact.getMembers().size()));
      case Cut cut when cut.getEntity() == entity -> cut(cut);
      default ->
          unreadable(
              key,
              "Expected a record or a cut of "
                  + entity
                  + ", but found another "
                  + record.getSchema().getName()
                  + ".");
    };
  }

  private Outcome row(
      Entity entity, SpecificRecord record, String runId, String legacyId, long rows) {
    return switch (runs.state(runId)) {
      case RunState.Stopped stopped -> new Outcome.Skipped();
      case RunState.Waiting waiting -> runs.held(runId, waiting);
      case RunState.Ready ready ->
          SafeTransform.outcome(ready.transform(), entity, record, legacyId, rows);
    };
  }

  private Outcome cut(Cut cut) {
    return switch (runs.state(cut.getRunId())) {
      case RunState.Stopped stopped -> new Outcome.Skipped();
      case RunState.Waiting waiting -> runs.held(cut.getRunId(), waiting);
      case RunState.Ready ready -> new Outcome.CutRead(ready.transform().run(), cut);
    };
  }

  private Outcome unreadable(byte[] key, String detail) {
    return new Outcome.Quarantined(
        runs.ofKey(key).orElse(null),
        "",
        1,
        new QuarantinedException(QuarantineReason.UNREADABLE, null, detail));
  }
}
