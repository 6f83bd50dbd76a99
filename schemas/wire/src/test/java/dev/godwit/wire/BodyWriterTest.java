package dev.godwit.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.row.v1.ExtractedEngagement;
import dev.godwit.row.v1.TableRow;
import dev.godwit.row.v1.TransformedRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

class BodyWriterTest {
  private static final String TOPIC = "body-writer";
  private static final Schema ROW =
      SchemaBuilder.record("Row")
          .namespace("dev.godwit.row.v1")
          .fields()
          .requiredString("id")
          .optionalLong("at")
          .requiredInt("table")
          .name("tags")
          .type()
          .array()
          .items()
          .stringType()
          .noDefault()
          .endRecord();

  private final WireEncoder encoder = new WireEncoder(PretendRegistry.settings());
  private final WireDecoder decoder = new WireDecoder(PretendRegistry.settings());
  private final BodyBuffer out = new BodyBuffer();

  /** Every field is optional but two; half of them are written as absent. */
  @Test
  void shouldWriteTheFieldsInTheSchemasOrder() throws UnreadableRecordException {
    BodyWriter.Builder<Map<String, String>, RuntimeException> builder =
        BodyWriter.of(ExtractedEngagement.getClassSchema());
    for (String field :
        List.of("url", "kind", "emailId", "contactId", "agent", "eventId", "machine")) {
      builder.optionalText(field, (from, to) -> optional(from.get(field), to));
    }
    BodyWriter<Map<String, String>, RuntimeException> writer =
        builder
            .optionalNumber("occurredAt", (from, to) -> to.writeAbsent())
            .text("legacyId", (from, to) -> to.writeString(from.get("legacyId")))
            .text("runId", (from, to) -> to.writeString("c/1"))
            .build();

    out.beginValue();
    writer.write(Map.of("legacyId", "7", "kind", "open", "eventId", "e"), out);
    byte[] value = out.copy();
    encoder.complete(TOPIC, ExtractedEngagement.getClassSchema(), value);

    ExtractedEngagement expected =
        ExtractedEngagement.newBuilder()
            .setRunId("c/1")
            .setLegacyId("7")
            .setKind("open")
            .setEventId("e")
            .build();
    assertThat(decoder.decode(TOPIC, value)).isEqualTo(expected);
    assertThat(value).isEqualTo(encoder.encode(TOPIC, expected));
  }

  @Test
  void shouldAskTheRegistryOnceForATypeOfATopic() {
    TransformedRecord record = new TransformedRecord("c/1", "7", List.of(new TableRow(0, list())));
    byte[] expected = encoder.encode("another", record);
    int asked = PretendRegistry.ASKED.get();
    for (int i = 0; i < 10; i++) {
      byte[] value = expected.clone();
      Arrays.fill(value, 0, WireEncoder.PREFIX_BYTES, (byte) 0);
      encoder.complete(TOPIC, record.getSchema(), value);
      assertThat(value).isEqualTo(expected);
    }
    assertThat(PretendRegistry.ASKED).hasValue(asked + 1);
  }

  @Test
  void shouldFailWhenAFieldWasRenamedInTheSchema() {
    assertThatThrownBy(() -> BodyWriter.of(ROW).text("legacyId", (from, to) -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Expected a field legacyId in dev.godwit.row.v1.Row, found [id, at, table, tags];"
                + " rename it where it is written.");
  }

  @Test
  void shouldFailWhenAFieldOfTheSchemaIsNotWritten() {
    assertThatThrownBy(
            () ->
                BodyWriter.of(ROW)
                    .text("id", (from, to) -> {})
                    .list("tags", (from, to) -> {})
                    .build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("each field of dev.godwit.row.v1.Row, found none for [at, table]");
  }

  @Test
  void shouldFailWhenAFieldHasAnotherTypeInTheSchema() {
    assertThatThrownBy(() -> BodyWriter.of(ROW).text("table", (from, to) -> {}))
        .hasMessageContaining("field table of dev.godwit.row.v1.Row to be [STRING], found \"int\"");
    assertThatThrownBy(() -> BodyWriter.of(ROW).optionalText("at", (from, to) -> {}))
        .hasMessageContaining("a union of null and string");
    assertThatThrownBy(() -> BodyWriter.of(ROW).optionalText("id", (from, to) -> {}))
        .hasMessageContaining("a union of null and string");
    assertThatThrownBy(() -> BodyWriter.of(ROW).number("at", (from, to) -> {}))
        .hasMessageContaining("[INT, LONG]");
    assertThatThrownBy(() -> BodyWriter.of(ROW).list("id", (from, to) -> {}))
        .hasMessageContaining("[ARRAY]");
  }

  /** The first value of a type is held against the registry's client. */
  @Test
  void shouldFailWhenABodyDoesNotFollowTheSchema() {
    Schema schema = ExtractedEngagement.getClassSchema();
    out.beginValue();
    out.writeString("c/1");
    byte[] cutOff = out.copy();
    assertThatThrownBy(() -> encoder.complete("no-body", schema, cutOff))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Expected a body of dev.godwit.row.v1.ExtractedEngagement");

    byte[] whole =
        encoder.encode(
            TOPIC, ExtractedEngagement.newBuilder().setRunId("c/1").setLegacyId("7").build());
    byte[] tooLong = Arrays.copyOf(whole, whole.length + 1);
    assertThatThrownBy(() -> encoder.complete("no-body", schema, tooLong))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("found other bytes");
  }

  private static void optional(String text, BodyBuffer to) {
    if (text == null) {
      to.writeAbsent();
    } else {
      to.writePresent();
      to.writeString(text);
    }
  }

  private static List<Object> list() {
    List<Object> cells = new ArrayList<>();
    cells.add(null);
    cells.add(4L);
    return cells;
  }
}
