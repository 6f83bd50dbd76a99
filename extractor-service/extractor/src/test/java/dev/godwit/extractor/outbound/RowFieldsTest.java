package dev.godwit.extractor.outbound;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.Sql;
import dev.godwit.records.Entity;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

class RowFieldsTest {
  private static final Schema NOTE =
      SchemaBuilder.record("Note")
          .fields()
          .optionalLong("contactId")
          .optionalString("author")
          .name("readers")
          .type()
          .array()
          .items()
          .stringType()
          .arrayDefault(List.of())
          .endRecord();

  @Test
  void shouldWriteATextOnlyWhereTheSchemaHasOne() {
    assertThatCode(() -> write("author")).doesNotThrowAnyException();
    assertThatThrownBy(() -> write("contactId"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Expected contactId of NOTES as a text")
        .hasMessageContaining("long");
    assertThatThrownBy(() -> write("readers"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Expected readers of NOTES as a text");
  }

  private static void write(String special) {
    SourceEntity source =
        new SourceEntity(
            Entity.valueOf("notes"), new Sql("select 1", "pack.yaml", 1), List.of("id"), Map.of());
    RowFields.writer(
        NOTE,
        SourceLayout.withKey(source, "acme", List.of("id")),
        Map.of(special, (row, out) -> out.writeAbsent()));
  }
}
