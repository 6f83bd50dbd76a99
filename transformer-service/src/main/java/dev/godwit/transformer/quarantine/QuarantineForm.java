package dev.godwit.transformer.quarantine;

import dev.godwit.common.v1.Stage;
import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineLimits;
import dev.godwit.row.v1.QuarantinedRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Makes records for {@code crm.quarantine.v1}, within {@link QuarantineLimits}. Stateless. */
public final class QuarantineForm {
  private QuarantineForm() {}

  /**
   * The record for {@code crm.quarantine.v1}.
   *
   * @param runId empty where the run is unknown
   * @param legacyId empty where it could not be read
   * @param rows source rows it stands for
   */
  public static QuarantinedRecord of(
      ConsumerRecord<byte[], byte[]> read,
      Entity entity,
      String runId,
      String legacyId,
      long rows,
      QuarantinedException why) {
    return QuarantinedRecord.newBuilder()
        .setRunId(runId)
        .setEntity(entity.symbol())
        .setEntityName(entity.declaredName())
        .setStage(Stage.TRANSFORM)
        .setLegacyId(QuarantineLimits.text(legacyId))
        .setReason(why.reason().name())
        .setField(why.field())
        .setLimit(why.limit())
        .setLength(why.length())
        .setDetail(QuarantineLimits.detail(detail(why, rows), read.value()))
        .setTopic(read.topic())
        .setPartition(read.partition())
        .setOffset(read.offset())
        .setValue(QuarantineLimits.value(read.value()))
        .setSourceRows(rows)
        .setSourceField(SourceFieldName.of(entity, why))
        .setOthers(why.others().stream().map(QuarantineForm::other).toList())
        .build();
  }

  private static dev.godwit.row.v1.Violation other(Violation violation) {
    return new dev.godwit.row.v1.Violation(
        violation.reason().name(),
        violation.field(),
        violation.limit(),
        violation.length(),
        QuarantineLimits.text(violation.detail()),
        violation.values());
  }

  /** Counts are of source rows, so a record that stands for several says so. */
  private static String detail(QuarantinedException why, long rows) {
    return rows == 1
        ? why.getMessage()
        : "%s The record stands for %d source rows.".formatted(why.getMessage(), rows);
  }
}
