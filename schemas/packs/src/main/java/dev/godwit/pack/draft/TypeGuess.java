package dev.godwit.pack.draft;

import dev.godwit.pack.FieldType;
import dev.godwit.pack.check.SourceCheck;
import java.util.Set;

/**
 * Which type a field of a source pack has for a column.
 *
 * @param type the type of the field
 * @param cast type to which the query casts the column; null for no cast
 * @param note what to know about it; null for nothing
 */
record TypeGuess(FieldType type, String cast, String note) {
  /** The type of a column. */
  static TypeGuess of(DraftColumn column) {
    if (column.array()) {
      return new TypeGuess(
          FieldType.LIST,
          Set.of("text", "varchar").contains(column.base()) ? null : "text[]",
          column.base().equals("text") || column.base().equals("varchar")
              ? null
              : column.shown() + ", read as a list of texts");
    }
    if (column.enumerated()) {
      return new TypeGuess(FieldType.TEXT, null, "one of " + String.join(", ", column.labels()));
    }
    return switch (column.base()) {
      case "int2", "int4", "int8" -> new TypeGuess(FieldType.INTEGER, null, null);
      case "numeric", "float4", "float8" -> new TypeGuess(FieldType.DECIMAL, null, null);
      case "money" ->
          new TypeGuess(FieldType.DECIMAL, "numeric", "money, in the currency of the database");
      case "bool" -> new TypeGuess(FieldType.BOOLEAN, null, null);
      case "json", "jsonb" -> new TypeGuess(FieldType.JSON, null, null);
      case "uuid" -> new TypeGuess(FieldType.UUID, null, null);
      case "bytea" -> new TypeGuess(FieldType.BYTES, null, null);
      case "date" -> new TypeGuess(FieldType.DATE, null, null);
      case "timestamptz", "timestamp" -> new TypeGuess(FieldType.INSTANT, null, null);
      case "text", "varchar", "bpchar" -> new TypeGuess(FieldType.TEXT, null, null);
      case "name" -> new TypeGuess(FieldType.TEXT, "text", null);
      case "citext" -> new TypeGuess(FieldType.TEXT, "text", "citext, capitals are kept");
      default ->
          new TypeGuess(
              FieldType.TEXT,
              "text",
              column.shown()
                  + (column.base().startsWith("_") ? " of several dimensions" : "")
                  + ", which no field type has, read as text");
    };
  }

  /** Whether the column is derived from others and of no use elsewhere. */
  static boolean isIndexData(DraftColumn column) {
    return column.base().equals("tsvector");
  }

  /** Whether the key of an entity can have the column as it is. */
  static boolean isKey(DraftColumn column) {
    return !column.array() && !column.enumerated() && SourceCheck.isKeyType(column.base());
  }
}
