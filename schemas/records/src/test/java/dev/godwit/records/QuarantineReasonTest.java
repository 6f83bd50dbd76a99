package dev.godwit.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.Stage;
import dev.godwit.row.v1.QuarantinedRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.junit.jupiter.api.Test;

class QuarantineReasonTest {
  /** Every reason that the stages of release 0.1.0 write. */
  private static final Set<String> RELEASED_0_1_0 =
      Set.of(
          "BAD_ADDRESS",
          "REQUIRED_MISSING",
          "LIMIT_EXCEEDED",
          "UNKNOWN_LANGUAGE",
          "UNKNOWN_CONSENT",
          "UNKNOWN_KIND",
          "UNKNOWN_VALUE",
          "WRONG_TYPE",
          "BAD_DATE",
          "BAD_CUSTOM_FIELDS",
          "BAD_CHARACTER",
          "UNREADABLE",
          "BROKEN_REFERENCE",
          "UNKNOWN_MESSAGE",
          "AMBIGUOUS_MESSAGE",
          "TARGET_REFUSED");

  @Test
  void shouldKnowEveryReasonThatWasReleased() {
    assertThat(Arrays.stream(QuarantineReason.values()).map(Enum::name))
        .containsAll(RELEASED_0_1_0);
  }

  @Test
  void shouldSayStagesMeaningAndRemedyOfEachReason() {
    assertThat(QuarantineReason.values())
        .allSatisfy(
            reason -> {
              assertThat(reason.stages())
                  .isNotEmpty()
                  .isSubsetOf(Stage.EXTRACT, Stage.TRANSFORM, Stage.LOAD);
              assertThat(reason.meaning()).endsWith(".");
              assertThat(reason.remedy()).endsWith(".");
            });
  }

  @Test
  void shouldKeepAReasonAsItIsWhenALaterVersionWroteIt() throws IOException {
    QuarantinedRecord later =
        QuarantinedRecord.newBuilder()
            .setRunId("acme/1")
            .setEntity(Entity.CONTACTS.symbol())
            .setEntityName(Entity.CONTACTS.declaredName())
            .setStage(Stage.TRANSFORM)
            .setLegacyId("7")
            .setReason("REASON_OF_TOMORROW")
            .setDetail("")
            .setTopic("t")
            .setPartition(0)
            .setOffset(0)
            .setValue(ByteBuffer.allocate(0))
            .build();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new SpecificDatumWriter<>(QuarantinedRecord.class)
        .write(later, EncoderFactory.get().directBinaryEncoder(out, null));
    QuarantinedRecord read =
        new SpecificDatumReader<>(QuarantinedRecord.class)
            .read(null, DecoderFactory.get().binaryDecoder(out.toByteArray(), null));

    assertThat(read.getReason()).isEqualTo("REASON_OF_TOMORROW");
    assertThat(QuarantineReason.of(read.getReason())).isEmpty();
    assertThat(QuarantineReason.meaningOf(read.getReason())).isEqualTo("REASON_OF_TOMORROW");
    assertThat(QuarantineReason.meaningOf("BAD_ADDRESS"))
        .isEqualTo("The email address is malformed.");
  }
}
