package dev.godwit.transformer.shape;

import dev.godwit.pack.FieldType;
import dev.godwit.pack.RowSchema;
import dev.godwit.records.QuarantineReason;
import dev.godwit.transformer.normalise.Micros;
import dev.godwit.transformer.normalise.StorableJson;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.transformer.quarantine.Violations;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/**
 * Takes the fields of rows of one schema that a target pack uses, so that nothing is looked up by
 * name for a row. A field that the source pack does not give is null. Not thread-safe.
 */
public final class RowReader {
  /** Takes one value; null stays null. */
  private interface Conversion {
    Object of(Object value) throws QuarantinedException;
  }

  private final Schema schema;
  private final int[] from;
  private final int[] to;
  private final Conversion[] conversions;
  private final Replacements replacements;

  private RowReader(
      Schema schema, List<int[]> places, List<Conversion> conversions, Replacements replacements) {
    this.replacements = replacements;
    this.schema = schema;
    this.from = places.stream().mapToInt(place -> place[0]).toArray();
    this.to = places.stream().mapToInt(place -> place[1]).toArray();
    this.conversions = conversions.toArray(Conversion[]::new);
  }

  /**
   * A reader of rows of a schema.
   *
   * @param schema of one row; of an entity that merges, that of a member
   * @throws QuarantinedException where the schema lacks a field that the pack declares, or has it
   *     with another type; every row of the schema meets it
   */
  public static RowReader of(Schema schema, Fields fields) throws QuarantinedException {
    return of(schema, fields, fields.names(), Replacements.of(schema, fields));
  }

  /**
   * As above, of some of the fields.
   *
   * @param names the fields to take
   * @param replacements what takes the place of invalid values
   */
  public static RowReader of(
      Schema schema, Fields fields, Collection<String> names, Replacements replacements)
      throws QuarantinedException {
    List<int[]> places = new ArrayList<>();
    List<Conversion> conversions = new ArrayList<>();
    Violations violations = new Violations();
    for (String name : names) {
      Schema.Field field = schema.getField(name);
      if (field == null) {
        requireUndeclared(fields, name, schema, violations);
      } else if (fields.uses(name) || name.equals(RowSchema.LEGACY_ID)) {
        requireType(field, fields.type(name), violations);
        places.add(new int[] {field.pos(), fields.position(name)});
        conversions.add(conversion(fields.type(name), name));
      }
    }
    violations.throwIfAny();
    return new RowReader(schema, places, conversions, replacements);
  }

  /** Whether it reads rows of that schema. */
  @SuppressWarnings(
      "ReferenceEquality") // A deep comparison for each record costs more than a new reader.
  public boolean reads(Schema of) {
    return schema == of;
  }

  /**
   * Puts the row's values in their places; the places of other fields become null. An invalid value
   * that nothing replaces becomes null, and {@link Replacements#violations()} has it.
   */
  public void into(IndexedRecord row, Object[] values) {
    Arrays.fill(values, null);
    for (int i = 0; i < from.length; i++) {
      Object value = row.get(from[i]);
      if (value != null) {
        values[to[i]] = converted(i, value);
      }
    }
  }

  private Object converted(int i, Object value) {
    try {
      return conversions[i].of(value);
    } catch (QuarantinedException e) {
      return replacements.instead(to[i], e);
    }
  }

  /** The replacements of invalid values; begun by the one that begins a record. */
  public Replacements replacements() {
    return replacements;
  }

  private static void requireUndeclared(
      Fields fields, String name, Schema schema, Violations violations) {
    if (fields.declared().contains(name) && fields.uses(name)) {
      violations.add(
          new QuarantinedException(
              QuarantineReason.REQUIRED_MISSING,
              name,
              "Expected the source pack to give the field %s, which the target pack declares, found records of %s without it."
                  .formatted(name, schema.getName())));
    }
  }

  /** Schemas that were derived from a pack name the type of each field. */
  private static void requireType(Schema.Field field, FieldType type, Violations violations) {
    String given = field.getProp(RowSchema.TYPE);
    if (given != null && !type.reads(given)) {
      violations.add(
          new QuarantinedException(
              QuarantineReason.WRONG_TYPE,
              field.name(),
              "Expected the source pack to give the field %s as %s, which the target pack declares, found %s."
                  .formatted(field.name(), type.text(), given)));
    }
  }

  private static Conversion conversion(FieldType type, String field) {
    return switch (type) {
      case ID, TEXT, DECIMAL, UUID, LIST, BOOLEAN -> value -> value;
      case JSON -> value -> StorableJson.of((String) value, field);
      case INSTANT -> value -> Micros.checked(micros(value), field);
      case DATE -> value -> day(value, field);
      case INTEGER -> value -> ((Number) value).longValue();
      case BYTES -> RowReader::bytes;
    };
  }

  /** A generated class gives an instant, a derived schema the number. */
  private static long micros(Object value) {
    return value instanceof Instant instant ? Micros.of(instant) : (Long) value;
  }

  private static Long day(Object value, String field) throws QuarantinedException {
    int day = value instanceof LocalDate date ? (int) date.toEpochDay() : (Integer) value;
    if (day == Integer.MAX_VALUE || day == Integer.MIN_VALUE) {
      throw new QuarantinedException(
          QuarantineReason.BAD_DATE, field, "Expected a date, but found infinity.");
    }
    return (long) day;
  }

  private static byte[] bytes(Object value) {
    ByteBuffer buffer = ((ByteBuffer) value).duplicate();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
