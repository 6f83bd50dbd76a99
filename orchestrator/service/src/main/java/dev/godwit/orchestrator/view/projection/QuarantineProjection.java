package dev.godwit.orchestrator.view.projection;

import dev.godwit.orchestrator.view.quarantine.OtherViolations;
import dev.godwit.orchestrator.view.store.QuarantineExampleRow;
import dev.godwit.orchestrator.view.store.QuarantineReasonRow;
import dev.godwit.orchestrator.view.store.StageRangeRow;
import dev.godwit.records.Entities;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.row.v1.ReleasedRecord;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.avro.specific.SpecificRecord;

/**
 * Quarantined records into examples by reason: ids and positions, never content. A released record
 * is an example no longer. The topic may hold a record twice, so nothing is counted here; its
 * position in its topic identifies it.
 */
@ApplicationScoped
class QuarantineProjection implements Projection {
  /** More than a report shows, so that it has others when the first ones are released. */
  private static final int KEPT = 50;

  @Override
  public String topic() {
    return Topics.QUARANTINE;
  }

  @Override
  public void apply(SpecificRecord value, int partition, long offset) {
    if (value instanceof QuarantinedRecord record) {
      quarantined(record);
    } else if (value instanceof ReleasedRecord record) {
      released(record);
    }
  }

  private static void quarantined(QuarantinedRecord record) {
    if (record.getPartition() >= 0) {
      StageRangeRow.of(
              record.getRunId(),
              record.getStage().name(),
              Entities.of(record).name(),
              record.getPartition())
          .quarantinedAt(record.getOffset());
    }
    QuarantineReasonRow reason =
        QuarantineReasonRow.of(
            record.getRunId(),
            record.getStage().name(),
            Entities.of(record).name(),
            record.getReason());
    if (record.getLength() != null
        && (reason.longest == null || record.getLength() > reason.longest)) {
      reason.longest = record.getLength();
    }
    if (record.getLimit() != null) {
      reason.limit = record.getLimit();
    }
    if (reason.kept < KEPT || record.getReplay() > 0) {
      keep(record, reason);
    }
  }

  /** It stands behind the record that it answers, in the same partition. */
  private static void released(ReleasedRecord record) {
    QuarantineExampleRow row =
        QuarantineExampleRow.findById(
            QuarantineExampleRow.id(
                record.getRunId(), record.getTopic(), record.getPartition(), record.getOffset()));
    if (row != null) {
      row.released = true;
    }
  }

  private static void keep(QuarantinedRecord record, QuarantineReasonRow reason) {
    String id =
        QuarantineExampleRow.id(
            record.getRunId(), record.getTopic(), record.getPartition(), record.getOffset());
    QuarantineExampleRow row = QuarantineExampleRow.findById(id);
    if (row != null && record.getReplay() == 0) {
      return;
    }
    if (row == null) {
      row = new QuarantineExampleRow();
      row.id = id;
      reason.kept++;
    } else if (!row.reasonId.equals(reason.id)) {
      // A replay found another reason than the one before.
      QuarantineReasonRow.<QuarantineReasonRow>findByIdOptional(row.reasonId)
          .ifPresent(before -> before.kept--);
      reason.kept++;
    }
    row.reasonId = reason.id;
    row.runId = record.getRunId();
    row.legacyId = record.getLegacyId();
    row.field = record.getField();
    row.sourceField = record.getSourceField();
    row.limit = record.getLimit();
    row.length = record.getLength();
    row.detail = OtherViolations.detail(record);
    row.topic = record.getTopic();
    row.part = record.getPartition();
    row.offset = record.getOffset();
    row.persist();
  }
}
