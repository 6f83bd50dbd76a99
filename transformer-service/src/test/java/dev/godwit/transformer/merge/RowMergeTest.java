package dev.godwit.transformer.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.pack.ColumnType;
import dev.godwit.pack.EntityField;
import dev.godwit.pack.FieldType;
import dev.godwit.pack.Merge;
import dev.godwit.pack.RowSchema;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourceField;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.SourceQuery;
import dev.godwit.records.Entity;
import dev.godwit.transformer.TestPack;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.transformer.shape.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.junit.jupiter.api.Test;

class RowMergeTest {
  private static final Entity LISTS = Entity.valueOf("lists");
  private static final Schema SCHEMA = schema();

  @Test
  void shouldTakeEachValueOfTheFirstMemberThatHasOne() throws Exception {
    assertThat(
            merged(
                row("2", null, null, List.of()),
                row("9", "red", null, List.of("a")),
                row("s1", "blue", 7L, List.of("b"))))
        .containsEntry("legacyId", "2")
        .containsEntry("hue", "red")
        .containsEntry("size", 7L)
        .containsEntry("labels", List.of("a"));
  }

  @Test
  void shouldForgetTheRecordBefore() throws Exception {
    RowMerge merge = RowMerge.of(SCHEMA, fields());
    Object[] values = new Object[fields().size()];
    merge.into(record(row("1", "red", 3L, List.of("a")), row("2", null, 4L, List.of())), values);
    merge.into(record(row("3", null, null, List.of()), row("4", null, null, List.of())), values);
    assertThat(named(values))
        .containsEntry("legacyId", "3")
        .containsEntry("hue", null)
        .containsEntry("size", null);
    merge.into(record(row("5", null, 1L, List.of())), values);
    assertThat(named(values)).containsEntry("legacyId", "5").containsEntry("size", 1L);
  }

  @Test
  void shouldQuarantineARecordWithoutAMember() {
    assertThatThrownBy(this::merged)
        .isInstanceOf(QuarantinedException.class)
        .hasMessageContaining("at least one member");
  }

  private Map<String, Object> merged(GenericData.Record... rows) throws QuarantinedException {
    Object[] values = new Object[fields().size()];
    RowMerge.of(SCHEMA, fields()).into(record(rows), values);
    return named(values);
  }

  private static Map<String, Object> named(Object[] values) {
    Map<String, Object> named = new LinkedHashMap<>();
    fields().names().forEach(name -> named.put(name, values[fields().position(name)]));
    return named;
  }

  private static GenericData.Record record(GenericData.Record... rows) {
    GenericData.Record record = new GenericData.Record(SCHEMA);
    record.put(RowSchema.RUN_ID, "acme/1");
    record.put(RowSchema.LEGACY_ID, rows.length == 0 ? "" : rows[0].get("legacyId"));
    record.put(RowSchema.MEMBERS, new ArrayList<>(List.of(rows)));
    return record;
  }

  private static GenericData.Record row(String id, String hue, Long size, List<String> labels) {
    GenericData.Record row =
        new GenericData.Record(SCHEMA.getField(RowSchema.MEMBERS).schema().getElementType());
    row.put("legacyId", id);
    row.put("hue", hue);
    row.put("size", size);
    row.put("labels", labels);
    return row;
  }

  private static Schema schema() {
    Map<String, SourceField> fields = new LinkedHashMap<>();
    fields.put("legacyId", new SourceField("id", null));
    fields.put("hue", new SourceField("hue", null, FieldType.TEXT, null, null, null));
    fields.put("size", new SourceField("size", null, FieldType.INTEGER, null, null, null));
    fields.put("labels", new SourceField("labels", null, FieldType.LIST, null, null, null));
    SourceEntity lists =
        new SourceEntity(
            LISTS,
            List.of(new SourceQuery(null, null, List.of("id"), fields, List.of())),
            Merge.BY_KEY,
            List.of("hue"));
    return RowSchema.of(
        new SourcePack("old", "", null, null, null, null, null, Map.of(LISTS, lists), null), lists);
  }

  private static Fields fields() {
    return new Fields(
        TestPack.declaring(
            Map.of(
                LISTS,
                Map.of(
                    "hue", new EntityField(FieldType.TEXT),
                    "size", new EntityField(FieldType.INTEGER),
                    "labels", new EntityField(FieldType.LIST))),
            TestPack.table(
                0,
                LISTS,
                "list",
                null,
                null,
                TestPack.column("id", "id", ColumnType.UUID, null, false),
                TestPack.column("hue", "hue", ColumnType.TEXT, null, true),
                TestPack.column("size", "size", ColumnType.LONG, null, true),
                TestPack.column("labels", "labels", ColumnType.JSONB, null, true))),
        LISTS);
  }
}
