package dev.godwit.transformer.shape;

import dev.godwit.canonical.CanonicalJson;
import dev.godwit.canonical.DerivedId;
import dev.godwit.canonical.SecondDigits;
import dev.godwit.pack.ColumnType;
import dev.godwit.pack.FieldType;
import dev.godwit.pack.IdKind;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineReason;
import dev.godwit.transformer.normalise.TextForm;
import dev.godwit.transformer.normalise.Vocabulary;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.transformer.quarantine.StorableText;
import java.util.List;

/**
 * Compiles the columns of one entity's tables to cells, so that nothing is looked up by name while
 * records pass.
 *
 * <p>A missing value (null; for a list, one without items; for language, consent and kind, and
 * where the type is not text, also a text of white space only) becomes the pack's {@code
 * when-missing}, else NULL where the column allows it, else the empty array where it is an array,
 * else the record is quarantined. An empty text in a text column stays one, unless the pack has a
 * {@code when-missing}.
 */
final class ColumnCompiler {
  /** Stands for the entity in the derived id of a record with an event id. */

  /** An array without items. */
  private static final String NO_ITEMS = "[]";

  private final TargetPack pack;
  private final Entity entity;
  private final Fields fields;
  private final String customer;
  private final int derivedIds;

  ColumnCompiler(TargetPack pack, Entity entity, Fields fields, String customer, int derivedIds) {
    this.pack = pack;
    this.entity = entity;
    this.fields = fields;
    this.customer = customer;
    this.derivedIds = derivedIds;
  }

  /**
   * The cell of a column.
   *
   * @throws IllegalArgumentException where the pack asks for the impossible; fatal
   */
  Cell compile(TargetTable table, TargetColumn column) {
    String label = table.name() + "." + column.name();
    if (column.type() == null) {
      throw refused(label, "a type from the catalogue", "none", "check the pack against it first");
    }
    Cell missing = missing(column, label);
    if (column.references() != null) {
      int place = column.isOfItem() ? Texts.ITEM : fields.position(column.referenceField());
      return id(column.references(), place, column, label, missing);
    }
    if (table.each() != null && column.value().equals(TargetColumn.POSITION)) {
      TypedValue position = typedValue(FieldType.INTEGER, column, label);
      return row -> position.write(row.position, row);
    }
    return switch (column.value()) {
      case TargetColumn.ACCOUNT -> fixed(customer, column, label);
      case "id" -> id(entity, fields.position("legacyId"), column, label, missing);
      case "customer" -> fixed(customer, column, label);
      case TargetColumn.ITEM -> text(Texts.ITEM, column, label, missing, false);
      case TargetColumn.CONSTANT -> fixed(column.constant(), column, label);
      default -> field(column, label, missing);
    };
  }

  private Cell field(TargetColumn column, String label, Cell missing) {
    if (!fields.has(column.value())) {
      throw refused(
          label, "a field of " + entity, column.value(), "correct the column's value in the pack");
    }
    int position = fields.position(column.value());
    return switch (fields.type(column.value())) {
      case ID, TEXT, DECIMAL, UUID -> text(position, column, label, missing, false);
      case JSON -> text(position, column, label, missing, true);
      case LIST -> list(position, column, label, missing);
      case INSTANT -> instant(position, column, label, missing);
      case DATE, INTEGER, BOOLEAN, BYTES -> typed(position, column, label, missing);
    };
  }

  private Cell typed(int position, TargetColumn column, String label, Cell missing) {
    TypedValue value = typedValue(fields.type(column.value()), column, label);
    return row -> {
      Object of = row.values[position];
      if (of == null) {
        missing.write(row);
      } else {
        value.write(of, row);
      }
    };
  }

  private TypedValue typedValue(FieldType type, TargetColumn column, String label) {
    try {
      return TypedValue.of(type, column, label);
    } catch (IllegalArgumentException e) {
      throw refused(label, "a type that takes the field", e.getMessage(), "change the column");
    }
  }

  private Cell text(int position, TargetColumn column, String label, Cell missing, boolean isJson) {
    Vocabulary words = Vocabularies.of(entity, column);
    TypedText typed = TypedText.of(column, label, isJson, words == null && isOfOwnLength(column));
    boolean keepEmpty = words == null && column.type().isText() && column.whenMissing() == null;
    if (words == null) {
      return row -> {
        String text = Texts.of(row, position);
        if (text == null || (!keepEmpty && isBlank(text))) {
          missing.write(row);
        } else {
          typed.write(text, row);
        }
      };
    }
    QuarantineReason reason = Vocabularies.reason(entity, column.value());
    String field = reason == QuarantineReason.UNKNOWN_VALUE ? label : column.value();
    return row -> {
      String text = Texts.of(row, position);
      if (text == null || isBlank(text)) {
        missing.write(row);
        return;
      }
      String word = words.of(text);
      if (word == null) {
        throw new QuarantinedException(
            reason,
            field,
            null,
            (long) text.codePointCount(0, text.length()),
            "Expected a value that the pack " + pack.name() + " knows, but found another.");
      }
      typed.write(word, row);
    };
  }

  /** Whether the source decides how long the value is: a UUID always has the same length. */
  private boolean isOfOwnLength(TargetColumn column) {
    return !fields.has(column.value()) || fields.type(column.value()) != FieldType.UUID;
  }

  private Cell list(int position, TargetColumn column, String label, Cell missing) {
    boolean isJson = column.type() == ColumnType.JSON || column.type() == ColumnType.JSONB;
    if (column.type().isArray()) {
      return array(position, column, label, missing);
    }
    if (!isJson && !column.type().isText()) {
      throw refused(
          label, "a text, JSON or array column for a list", column.type().name(), "change it");
    }
    TypedText typed = TypedText.of(column, label, isJson, true);
    String separator = column.separator() == null ? ", " : column.separator();
    Integer maxItems = column.maxItems();
    return row -> {
      List<String> items = Texts.list(row, position);
      if (items == null || items.isEmpty()) {
        missing.write(row);
        return;
      }
      ItemLimit.checkAndWrite(
          items,
          maxItems,
          label,
          () -> typed.write(isJson ? json(items, label) : String.join(separator, items), row));
    };
  }

  private static String json(List<String> items, String label) throws QuarantinedException {
    for (String item : items) {
      StorableText.checked(item, label);
    }
    return CanonicalJson.write(items);
  }

  private static Cell array(int position, TargetColumn column, String label, Cell missing) {
    ArrayText array = new ArrayText(column, label, true);
    Integer maxItems = column.maxItems();
    return row -> {
      List<String> items = Texts.list(row, position);
      if (items == null || items.isEmpty()) {
        missing.write(row);
        return;
      }
      ItemLimit.checkAndWrite(items, maxItems, label, () -> array.write(items, row));
    };
  }

  private Cell instant(int position, TargetColumn column, String label, Cell missing) {
    long unit =
        switch (column.type()) {
          case TIMESTAMP, TIMESTAMPTZ, LONG -> 1L;
          case DATE -> 86_400_000_000L;
          default ->
              throw refused(
                  label, "a column of times, dates or bigint", column.type().name(), "change it");
        };
    Integer digits = column.secondDigits();
    if (digits != null && digits < SecondDigits.MOST) {
      return rounded(position, digits, missing);
    }
    return row -> {
      Long micros = (Long) row.values[position];
      if (micros == null) {
        missing.write(row);
      } else {
        CellForm.writeLong(Math.floorDiv(micros, unit), row.out);
      }
    };
  }

  /** As the database would round it, so that what is read back is what was written. */
  private static Cell rounded(int position, int digits, Cell missing) {
    return row -> {
      Long micros = (Long) row.values[position];
      if (micros == null) {
        missing.write(row);
      } else {
        CellForm.writeLong(SecondDigits.roundInstant(micros, digits), row.out);
      }
    };
  }

  private Cell id(Entity of, int position, TargetColumn column, String label, Cell missing) {
    boolean isKept = pack.idKind(of) == IdKind.KEPT;
    TypedText kept = TypedText.of(column, label, false, isKept);
    if (isKept) {
      return row -> {
        String legacyId = Texts.of(row, position);
        if (legacyId == null || legacyId.isEmpty()) {
          missing.write(row);
        } else {
          kept.write(legacyId, row);
        }
      };
    }
    if (pack.idKind(of).isMapped()) {
      boolean own = of.equals(entity) && position == fields.position("legacyId");
      return row -> {
        String sourceId = SourceId.of(of, Texts.of(row, position), own ? row.eventId : null);
        if (sourceId == null) {
          missing.write(row);
        } else {
          kept.write(sourceId, row);
        }
      };
    }
    DerivedId ids = DerivedId.of(derivedIds, customer, of.name());
    DerivedId events = DerivedId.of(derivedIds, customer, SourceId.EVENTS);
    boolean own = of.equals(entity) && position == fields.position("legacyId");
    Cell write =
        switch (column.type()) {
          case UUID -> row -> CellForm.writeBytes(row.id, row.out);
          case TEXT -> row -> kept.write(Texts.uuid(row.id), row);
          default ->
              throw refused(
                  label,
                  "a uuid or text column for derived ids",
                  column.type().name(),
                  "change it");
        };
    return row -> {
      String legacyId = Texts.of(row, position);
      String eventId = own ? row.eventId : null;
      if (eventId == null && (legacyId == null || legacyId.isEmpty())) {
        missing.write(row);
        return;
      }
      byte[] ownId = row.id;
      if (!own || ownId == null) {
        row.id = eventId == null ? ids.bytes(legacyId) : events.bytes(eventId);
      }
      write.write(row);
      if (!own) {
        row.id = ownId;
      }
    };
  }

  private Cell missing(TargetColumn column, String label) {
    Cell missing = missingForGood(column, label);
    return !Entity.EMAILS.equals(column.references())
        ? missing
        : row -> {
          if (row.messageId != null) {
            CellForm.writeNull(row.out);
          } else {
            missing.write(row);
          }
        };
  }

  private Cell missingForGood(TargetColumn column, String label) {
    if (column.whenMissing() != null) {
      return fixed(column.whenMissing(), column, label);
    }
    if (column.nullable()) {
      return row -> CellForm.writeNull(row.out);
    }
    if (column.type().isArray()) {
      return fixed(NO_ITEMS, column, label);
    }
    String field = column.references() == null ? column.value() : column.referenceField();
    return row -> {
      throw new QuarantinedException(
          QuarantineReason.REQUIRED_MISSING,
          field,
          "Expected a value for " + label + ", which does not take NULL, but found none.");
    };
  }

  private Cell fixed(String text, TargetColumn column, String label) {
    boolean isJson = column.type() == ColumnType.JSON || column.type() == ColumnType.JSONB;
    TypedText typed = TypedText.of(column, label, isJson);
    try {
      String canonical = isJson ? CanonicalJson.of(text) : text;
      return Cell.constant(row -> typed.write(canonical, row));
    } catch (QuarantinedException | IllegalArgumentException e) {
      throw refused(
          label, "a fixed value that the column takes", e.getMessage(), "correct it in the pack");
    }
  }

  private static boolean isBlank(String text) {
    return TextForm.strip(text).isEmpty();
  }

  private IllegalArgumentException refused(
      String label, String expected, String found, String action) {
    return new IllegalArgumentException(
        "Pack "
            + pack.name()
            + ", column "
            + label
            + ": expected "
            + expected
            + ", found "
            + found
            + "; "
            + action
            + ".");
  }

  /** Where a cell's text comes from. */
  private static final class Texts {
    static final int ITEM = -1;

    private Texts() {}

    static String of(Shaping row, int position) {
      return position == ITEM ? row.item : (String) row.values[position];
    }

    @SuppressWarnings("unchecked")
    static List<String> list(Shaping row, int position) {
      return (List<String>) row.values[position];
    }

    static String uuid(byte[] id) {
      java.nio.ByteBuffer bytes = java.nio.ByteBuffer.wrap(id);
      return new java.util.UUID(bytes.getLong(), bytes.getLong()).toString();
    }
  }
}
