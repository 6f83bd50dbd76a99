package dev.godwit.transformer.merge;

import dev.godwit.pack.RowSchema;
import dev.godwit.records.QuarantineReason;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.transformer.shape.Fields;
import dev.godwit.transformer.shape.Replacements;
import dev.godwit.transformer.shape.RowReader;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/**
 * The values of records of one schema whose entity has no meaning of its own: those of the row, or
 * of several rows that are one. Then the id is the survivor's, and each other field has the value
 * of the first member that has one, the survivor before the others. Not thread-safe.
 */
public final class RowMerge {
  private final Schema schema;
  private final int members;
  private final int idInRecord;
  private final int legacyId;
  private final RowReader reader;
  private final FirstValues values;

  private RowMerge(Schema schema, Fields fields) throws QuarantinedException {
    Schema.Field of = schema.getField(RowSchema.MEMBERS);
    this.schema = schema;
    this.members = of == null ? -1 : of.pos();
    this.idInRecord = schema.getField(RowSchema.LEGACY_ID).pos();
    this.legacyId = fields.position(RowSchema.LEGACY_ID);
    this.reader = RowReader.of(of == null ? schema : of.schema().getElementType(), fields);
    this.values =
        new FirstValues(
            reader,
            fields.names().stream().mapToInt(fields::position).toArray(),
            List.copyOf(fields.names()),
            of == null ? schema : of.schema().getElementType(),
            fields.size());
  }

  /**
   * For records of a schema.
   *
   * @throws QuarantinedException where the schema lacks a field that the target pack declares, or
   *     has it with another type; every record of the schema meets it
   */
  public static RowMerge of(Schema schema, Fields fields) throws QuarantinedException {
    return new RowMerge(schema, fields);
  }

  /** Whether it is for records of that schema. */
  @SuppressWarnings(
      "ReferenceEquality") // A deep comparison for each record costs more than a new reader.
  public boolean reads(Schema of) {
    return schema == of;
  }

  /** Puts the record's values in their places; a missing value is null. */
  @SuppressWarnings("unchecked")
  public void into(IndexedRecord record, Object[] into) throws QuarantinedException {
    reader.replacements().begin();
    if (members < 0) {
      reader.into(record, into);
      return;
    }
    List<IndexedRecord> rows = (List<IndexedRecord>) record.get(members);
    if (rows.isEmpty()) {
      throw new QuarantinedException(
          QuarantineReason.UNREADABLE,
          null,
          "Expected a record with at least one member, but found none.");
    }
    if (rows.size() == 1) {
      reader.into(rows.getFirst(), into);
    } else {
      values.into(rows, into);
    }
    into[legacyId] = record.get(idInRecord);
  }

  /** The replacements of invalid values of the record that was read last. */
  public Replacements replacements() {
    return reader.replacements();
  }
}
