package dev.godwit.transformer.shape;

import dev.godwit.pack.FieldType;
import dev.godwit.pack.RowSchema;
import dev.godwit.pack.WhenInvalid;
import dev.godwit.records.QuarantineReason;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.transformer.quarantine.ReplacedValue;
import dev.godwit.transformer.quarantine.SourceFieldName;
import dev.godwit.transformer.quarantine.Violations;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * The replacements of invalid values in the records of one schema, as the source pack says with
 * {@code when-invalid}, and the values of the current record that were replaced. A value that is
 * missing or longer than its column is not invalid. A field without {@code when-invalid} has its
 * record quarantined. Not thread-safe.
 */
public final class Replacements {
  private static final Set<QuarantineReason> INVALID =
      EnumSet.of(
          QuarantineReason.BAD_ADDRESS,
          QuarantineReason.UNKNOWN_LANGUAGE,
          QuarantineReason.UNKNOWN_CONSENT,
          QuarantineReason.UNKNOWN_KIND,
          QuarantineReason.UNKNOWN_VALUE,
          QuarantineReason.WRONG_TYPE,
          QuarantineReason.BAD_DATE,
          QuarantineReason.IMPLAUSIBLE_TIME,
          QuarantineReason.BAD_CUSTOM_FIELDS,
          QuarantineReason.BAD_CHARACTER);

  /** A field of the source, and the value in place of an invalid one; null for NULL. */
  private record Replacement(String field, Object value) {}

  private final Fields fields;
  private final Replacement[] byPlace;
  private final BitSet shaped = new BitSet();
  private final List<ReplacedValue> replaced = new ArrayList<>();
  private final Violations violations = new Violations();

  private Replacements(Fields fields, Replacement[] byPlace) {
    this.fields = fields;
    this.byPlace = byPlace;
  }

  /**
   * The replacements of a schema.
   *
   * @param schema of one row; of an entity that merges, that of a member
   * @throws IllegalArgumentException where a value is none of the field's type; fatal
   */
  public static Replacements of(Schema schema, Fields fields) {
    Replacement[] byPlace = new Replacement[fields.size()];
    for (String name : fields.names()) {
      Schema.Field field = schema.getField(SourceFieldName.of(fields.entity(), name));
      WhenInvalid given =
          field == null ? null : WhenInvalid.of(field.getProp(RowSchema.WHEN_INVALID));
      if (given != null) {
        byPlace[fields.position(name)] =
            new Replacement(field.name(), value(given, fields.type(name)));
      }
    }
    return new Replacements(fields, byPlace);
  }

  private static Object value(WhenInvalid given, FieldType type) {
    if (type != FieldType.LIST) {
      return given.value(type);
    }
    return given.text() == null ? null : List.of(given.text());
  }

  /** Begins a record. */
  public void begin() {
    shaped.clear();
    replaced.clear();
    violations.begin();
  }

  /** The violations of the current record that were found and not replaced. */
  public Violations violations() {
    return violations;
  }

  /**
   * Replaces a value that is being read. Where nothing takes its place, the record violates what
   * {@code why} says, and reading goes on.
   *
   * @param place place of its field
   * @param why why it is invalid
   * @return what takes its place; null for NULL, and for nothing
   */
  public Object instead(int place, QuarantinedException why) {
    if (!isReplaced(place, why)) {
      violations.add(place, why);
      return null;
    }
    Replacement replacement = byPlace[place];
    replaced.add(new ReplacedValue(replacement.field(), why.reason().name()));
    return replacement.value();
  }

  private boolean isReplaced(int place, QuarantinedException why) {
    return byPlace[place] != null && INVALID.contains(why.reason());
  }

  /**
   * The value for Kafka of a record whose values were read; a value that a column cannot take is
   * replaced in all columns, once.
   *
   * @param values in the places of the shaper's fields; invalid ones are replaced there
   * @param eventId as {@link EntityShaper#shape} has it
   * @throws QuarantinedException where the target cannot take the record even so; with all that it
   *     violates
   */
  public byte[] shaped(EntityShaper shaper, Object[] values, String eventId)
      throws QuarantinedException {
    QuarantinedException first = null;
    while (violations.isEmpty()) {
      try {
        byte[] value = shaper.shape(values, eventId);
        replaced.addAll(shaper.repeated());
        return value;
      } catch (QuarantinedException e) {
        if (!replace(values, e)) {
          first = e;
          violations.add(e);
        }
      }
    }
    List<QuarantinedException> found = shaper.violations(values, eventId, null);
    while (replaceAny(values, found)) {
      found = shaper.violations(values, eventId, null);
    }
    ColumnViolations.add(found, first, violations, fields, values);
    throw violations.all();
  }

  private boolean replaceAny(Object[] values, List<QuarantinedException> found) {
    boolean any = false;
    for (QuarantinedException why : found) {
      any |= replace(values, why);
    }
    return any;
  }

  /** False where nothing takes its place, or has taken it. */
  private boolean replace(Object[] values, QuarantinedException why) {
    int place = fields.placeOf(why);
    if (place < 0 || shaped.get(place) || violations.has(place) || !isReplaced(place, why)) {
      return false;
    }
    values[place] = instead(place, why);
    shaped.set(place);
    return true;
  }

  /** The values of the current record that were replaced; valid until the next record begins. */
  public List<ReplacedValue> replaced() {
    return replaced;
  }
}
