package dev.godwit.it.open;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.canonical.DerivedId;
import dev.godwit.common.v1.RunKind;
import dev.godwit.it.open.OpenDeclarations.Version;
import dev.godwit.it.open.OpenDeclarations.Written;
import dev.godwit.pack.FieldType;
import dev.godwit.pack.RowSchema;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourceField;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.SourceQuery;
import dev.godwit.pack.TargetPack;
import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineReason;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.TransformedRecord;
import dev.godwit.transformer.entity.RunTransform;
import dev.godwit.transformer.normalise.TextForm;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.wire.WireDecoder;
import dev.godwit.wire.WireEncoder;
import dev.godwit.worker.run.RunSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.IndexedRecord;

/**
 * Writes records of the entity in the wire format, reads them and transforms them, and holds each
 * step against the values. Not thread-safe.
 */
final class OpenRecords implements AutoCloseable {
  private static final RunSpec RUN =
      new RunSpec(
          RunSpec.idOf(OpenTarget.CUSTOMER, 1),
          OpenTarget.CUSTOMER,
          1,
          RunKind.LIVE,
          "open-source",
          "open-target",
          DerivedId.ORDERED);

  private final SourcePack source;
  private final TargetPack target;
  private final RunTransform transform;
  private final WireEncoder encoder = new WireEncoder(MemoryRegistry.settings());
  private final WireDecoder decoder = new WireDecoder(MemoryRegistry.settings());

  OpenRecords(SourcePack source, TargetPack target) {
    this.source = source;
    this.target = target;
    this.transform = new RunTransform(RUN, target);
  }

  /** Transformed labels. */
  List<TransformedRecord> labels(String... ids) throws Exception {
    Entity labels = Entity.valueOf("labels");
    List<TransformedRecord> records = new ArrayList<>();
    for (String id : ids) {
      GenericData.Record record =
          new GenericData.Record(RowSchema.of(source, source.entities().get(labels)));
      record.put(RowSchema.RUN_ID, RUN.runId());
      record.put(RowSchema.LEGACY_ID, id);
      records.add(transformed(labels, record));
    }
    return records;
  }

  /** A transformed record; null where it is in quarantine for a reason that can be. */
  TransformedRecord transformed(OpenEntity entity, Written written) throws Exception {
    Entity things = Entity.valueOf("things");
    Schema schema = RowSchema.of(source, version(entity, written.version()));
    GenericData.Record record = new GenericData.Record(schema);
    record.put(RowSchema.RUN_ID, RUN.runId());
    record.put(RowSchema.LEGACY_ID, written.id());
    record.put("labelIds", written.labels());
    for (OpenField field : entity.fields()) {
      if (schema.getField(field.name()) != null) {
        record.put(field.name(), written.values().get(field.number()));
      }
    }
    OpenField last = entity.fields().getLast();
    boolean lacks = written.version() == Version.FEWER && last.used();
    try {
      TransformedRecord transformed = transformed(things, record);
      assertThat(lacks).as("a record without a field that the target takes").isFalse();
      assertThat(transformed.getLegacyId()).isEqualTo(written.id());
      if (transform.replaced().isEmpty()) {
        requireSame(entity, written, transformed.getRows().getFirst().getCells());
      }
      return transformed;
    } catch (QuarantinedException e) {
      assertThat(e.reason()).isNotIn(QuarantineReason.UNREADABLE);
      assertThat(e.getMessage()).isNotBlank();
      if (lacks) {
        assertThat(e.reason()).isEqualTo(QuarantineReason.REQUIRED_MISSING);
      }
      return null;
    }
  }

  private TransformedRecord transformed(Entity entity, GenericData.Record record) throws Exception {
    IndexedRecord read = decoder.decodeRow(Topics.extracted(entity), MemoryRegistry.value(record));
    for (Schema.Field field : record.getSchema().getFields()) {
      assertThat(read.get(field.pos())).as(field.name()).isEqualTo(record.get(field.pos()));
    }
    byte[] value = transform.transform(entity, read);
    String topic = Topics.transformed(entity);
    encoder.complete(topic, TransformedRecord.getClassSchema(), value);
    return (TransformedRecord) decoder.decode(topic, value);
  }

  /** Holds the cells of the main table against the values, where it is plain what they must be. */
  private void requireSame(OpenEntity entity, Written written, List<Object> cells) {
    for (OpenField field : entity.used()) {
      int position = target.main(Entity.valueOf("things")).position("c" + field.number());
      Object value = written.values().get(field.number());
      Object cell = cells.get(position);
      if (isMissing(value)) {
        if (!field.whenMissing() && !field.notNull() && !(value instanceof String)) {
          assertThat(cell).as(field.name()).isNull();
        }
      } else if (field.column().same() != null) {
        assertThat(field.column().same().test(value, cell))
            .as("%s %s: %s as %s", field.name(), field.column().sqlType(), value, cell)
            .isTrue();
      }
    }
  }

  private static boolean isMissing(Object value) {
    return value == null
        || (value instanceof List<?> list && list.isEmpty())
        || (value instanceof String text && TextForm.strip(text).isEmpty());
  }

  /** The entity as the source pack had it when the record was written. */
  private SourceEntity version(OpenEntity entity, Version version) {
    SourceEntity now = source.entities().get(Entity.valueOf("things"));
    if (version == Version.SAME) {
      return now;
    }
    SourceQuery query = now.only();
    Map<String, SourceField> fields = new LinkedHashMap<>();
    if (version == Version.MORE) {
      fields.put("before", new SourceField("c", null, FieldType.TEXT, null, null, null));
    }
    fields.putAll(query.fields());
    if (version == Version.FEWER) {
      fields.remove(entity.fields().getLast().name());
    }
    return new SourceEntity(
        now.entity(),
        List.of(new SourceQuery(null, query.sql(), query.key(), fields, query.keyAt())),
        now.merge());
  }

  @Override
  public void close() {
    encoder.close();
    decoder.close();
  }
}
