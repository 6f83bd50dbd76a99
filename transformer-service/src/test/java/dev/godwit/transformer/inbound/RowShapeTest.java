package dev.godwit.transformer.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.pack.RowSchema;
import dev.godwit.records.Entity;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowShapeTest {
  @Test
  void shouldFindTheFieldsOfAnExtractedRecord() {
    Schema schema =
        SchemaBuilder.record("Companies")
            .prop(RowSchema.ENTITY, "companies")
            .fields()
            .optionalString("name")
            .requiredString(RowSchema.LEGACY_ID)
            .requiredString(RowSchema.RUN_ID)
            .endRecord();

    assertThat(RowShape.of(schema)).isEqualTo(new RowShape(Entity.valueOf("companies"), 2, 1, -1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"companies", "Not a name", "live", ""})
  void shouldTakeASchemaOfAnotherProgramAsUnknown(String entity) {
    Schema withoutIds =
        SchemaBuilder.record("Foreign")
            .prop(RowSchema.ENTITY, entity)
            .fields()
            .requiredLong(RowSchema.RUN_ID)
            .endRecord();

    assertThat(RowShape.of(withoutIds).entity()).isEqualTo(Entity.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Not a name", "live", ""})
  void shouldTakeAnEntityThatNoPackCanNameAsUnknown(String entity) {
    Schema named =
        SchemaBuilder.record("Foreign")
            .prop(RowSchema.ENTITY, entity)
            .fields()
            .requiredString(RowSchema.RUN_ID)
            .requiredString(RowSchema.LEGACY_ID)
            .endRecord();

    assertThat(RowShape.of(named).entity()).isEqualTo(Entity.UNKNOWN);
  }
}
