package dev.godwit.transformer.entity;

import dev.godwit.pack.CanonicalFields;
import dev.godwit.pack.RowSchema;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourceField;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.WhenInvalid;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.TransformedRecord;
import dev.godwit.transformer.TestPack;
import dev.godwit.wire.WireEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;

/** Records as a source pack with all canonical fields gives them. Stateless. */
final class SourceRecords {
  private SourceRecords() {}

  static Schema contacts(Map<String, String> whenInvalid) {
    return schema(Entity.CONTACTS, whenInvalid);
  }

  static Schema schema(Entity entity, Map<String, String> whenInvalid) {
    Map<String, SourceField> fields = new LinkedHashMap<>();
    CanonicalFields.ofSource(entity)
        .keySet()
        .forEach(
            name ->
                fields.put(
                    name,
                    new SourceField(
                        name, null, null, null, WhenInvalid.of(whenInvalid.get(name)), null)));
    SourceEntity source = new SourceEntity(entity, null, List.of("id"), fields);
    return RowSchema.of(
        new SourcePack("old", "", null, null, null, null, null, Map.of(entity, source), null),
        source);
  }

  @SafeVarargs
  static IndexedRecord contact(Schema schema, Map<String, Object>... members) {
    List<GenericData.Record> rows = new ArrayList<>();
    for (Map<String, Object> values : members) {
      GenericData.Record row =
          record(schema.getField(RowSchema.MEMBERS).schema().getElementType(), "7");
      Map<String, Object> all =
          new LinkedHashMap<>(Map.of("address", "ann@cnn.com", "language", "en", "consent", "yes"));
      all.putAll(values);
      row.put("tags", List.of());
      all.forEach(row::put);
      rows.add(row);
    }
    GenericData.Record contact = record(schema, "7");
    contact.put(RowSchema.MEMBERS, rows);
    return contact;
  }

  static GenericData.Record record(Schema schema, String legacyId) {
    GenericData.Record record = new GenericData.Record(schema);
    if (schema.getField(RowSchema.RUN_ID) != null) {
      record.put(RowSchema.RUN_ID, TestPack.RUN.runId());
    }
    record.put(RowSchema.LEGACY_ID, legacyId);
    return record;
  }

  static TransformedRecord transform(RunTransform run, Entity entity, IndexedRecord record)
      throws Exception {
    byte[] value = run.transform(entity, record);
    byte[] body = Arrays.copyOfRange(value, WireEncoder.PREFIX_BYTES, value.length);
    return new SpecificDatumReader<>(TransformedRecord.class)
        .read(null, DecoderFactory.get().binaryDecoder(body, null));
  }
}
