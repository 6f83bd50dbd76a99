package dev.godwit.validator.differences;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.Stage;
import dev.godwit.receipt.v1.Ledger;
import dev.godwit.receipt.v1.OffsetRange;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.row.v1.ReleasedRecord;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuarantinedOffsetsTest {
  private static final OffsetRange RANGE =
      new OffsetRange(Entity.EMAILS.symbol(), 3, 100L, 200L, null);

  private final QuarantinedOffsets offsets =
      new QuarantinedOffsets(
          Ledger.newBuilder()
              .setRunId("acme/2")
              .setCustomer("acme")
              .setCut(1)
              .setLines(List.of())
              .setHops(List.of())
              .setQuarantine(List.of())
              .setTables(List.of())
              .setRanges(List.of(RANGE))
              .build());

  @Test
  void shouldHoldAQuarantinedRecordUntilItIsReleased() {
    offsets.apply(quarantined("acme/2", Stage.LOAD, 105));
    offsets.apply(quarantined("acme/2", Stage.LOAD, 105));
    offsets.apply(quarantined("acme/2", Stage.LOAD, 106));
    offsets.apply(released("acme/2", Stage.LOAD, 105));
    offsets.apply(released("acme/2", Stage.LOAD, 105));

    assertThat(offsets.of(RANGE).contains(105)).isFalse();
    assertThat(offsets.of(RANGE).contains(106)).isTrue();
  }

  @Test
  void shouldHoldARecordThatIsQuarantinedAgain() {
    offsets.apply(quarantined("acme/2", Stage.LOAD, 105));
    offsets.apply(released("acme/2", Stage.LOAD, 105));
    offsets.apply(quarantined("acme/2", Stage.LOAD, 105));

    assertThat(offsets.of(RANGE).contains(105)).isTrue();
  }

  @Test
  void shouldIgnoreOtherRunsAndStagesAndUnreadableRecords() {
    offsets.apply(quarantined("acme/2", Stage.LOAD, 105));
    offsets.apply(released("acme/1", Stage.LOAD, 105));
    offsets.apply(released("acme/2", Stage.TRANSFORM, 105));
    offsets.apply(quarantined("acme/1", Stage.LOAD, 106));
    offsets.apply(quarantined("acme/2", Stage.TRANSFORM, 107));
    offsets.apply(quarantined("acme/2", Stage.LOAD, 99));
    offsets.apply(null);

    assertThat(offsets.of(RANGE).contains(105)).isTrue();
    assertThat(offsets.of(RANGE).contains(106)).isFalse();
    assertThat(offsets.of(RANGE).contains(107)).isFalse();
    assertThat(offsets.of(RANGE).contains(99)).isFalse();
  }

  private static QuarantinedRecord quarantined(String runId, Stage stage, long offset) {
    return QuarantinedRecord.newBuilder()
        .setRunId(runId)
        .setEntity(Entity.EMAILS.symbol())
        .setEntityName(Entity.EMAILS.declaredName())
        .setStage(stage)
        .setLegacyId("7")
        .setReason("TARGET_REFUSED")
        .setDetail("")
        .setTopic(Topics.transformed(Entity.EMAILS))
        .setPartition(3)
        .setOffset(offset)
        .setValue(ByteBuffer.allocate(0))
        .build();
  }

  private static ReleasedRecord released(String runId, Stage stage, long offset) {
    return ReleasedRecord.newBuilder()
        .setRunId(runId)
        .setEntity(Entity.EMAILS.symbol())
        .setEntityName(Entity.EMAILS.declaredName())
        .setStage(stage)
        .setLegacyId("7")
        .setReason("TARGET_REFUSED")
        .setTopic(Topics.transformed(Entity.EMAILS))
        .setPartition(3)
        .setOffset(offset)
        .setReplay(1)
        .build();
  }
}
