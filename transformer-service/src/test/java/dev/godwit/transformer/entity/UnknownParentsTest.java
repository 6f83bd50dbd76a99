package dev.godwit.transformer.entity;

import static dev.godwit.transformer.Records.engagement;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.canonical.DerivedId;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.TransformedRecord;
import dev.godwit.transformer.TestPack;
import dev.godwit.wire.WireEncoder;
import java.nio.ByteBuffer;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.junit.jupiter.api.Test;

/** Engagements whose contact or email the source does not know. */
class UnknownParentsTest {
  @Test
  void shouldWriteNullForAnUnknownParentWhereTheTargetTakesIt() throws Exception {
    RunTransform run = new RunTransform(TestPack.RUN, TestPack.withUnknownParents());
    for (String[] parents : new String[][] {{null, null}, {"5", null}, {null, "7"}, {"5", "7"}}) {
      byte[] value =
          run.transform(
              Entity.ENGAGEMENTS,
              engagement("1").setEmailId(parents[0]).setContactId(parents[1]).build());
      assertThat(read(value).getRows().getFirst().getCells())
          .containsExactly(
              ByteBuffer.wrap(DerivedId.of(DerivedId.ORDERED, "acme", "engagements").bytes("1")),
              id("emails", parents[0]),
              id("contacts", parents[1]),
              "acme",
              "open");
    }
  }

  private static ByteBuffer id(String entity, String legacyId) {
    return legacyId == null
        ? null
        : ByteBuffer.wrap(DerivedId.of(DerivedId.ORDERED, "acme", entity).bytes(legacyId));
  }

  private static TransformedRecord read(byte[] value) throws Exception {
    int prefix = WireEncoder.PREFIX_BYTES;
    return new SpecificDatumReader<>(TransformedRecord.class)
        .read(null, DecoderFactory.get().binaryDecoder(value, prefix, value.length - prefix, null));
  }
}
