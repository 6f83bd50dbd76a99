package dev.godwit.it.open;

import dev.godwit.pack.FieldType;

/**
 * A declared field of an entity, and the column that takes it.
 *
 * @param number its place in the entity, from 0
 * @param kind its type
 * @param column the column of the main table
 * @param used whether the target pack takes it
 * @param notNull whether the column is NOT NULL
 * @param whenMissing whether the column has a value for a missing one
 * @param invalid what becomes of an invalid value
 */
record OpenField(
    int number,
    FieldKind kind,
    ColumnKind column,
    boolean used,
    boolean notNull,
    boolean whenMissing,
    Invalid invalid) {

  /** The part of a source pack about invalid values. */
  enum Invalid {
    QUARANTINE,
    NULL,
    VALUE
  }

  /** A record without the value would be quarantined for each invalid one; no pair of packs may. */
  OpenField {
    if (column.fixed() == null) {
      whenMissing = false;
    }
    if (invalid == Invalid.VALUE && kind.instead() == null) {
      invalid = Invalid.QUARANTINE;
    }
    if (invalid == Invalid.NULL && notNull && !whenMissing) {
      notNull = false;
    }
  }

  String name() {
    return "f" + number;
  }

  boolean isList() {
    return kind.type() == FieldType.LIST;
  }

  /** Entry of the source pack. */
  String ofSource() {
    String when =
        switch (invalid) {
          case QUARANTINE -> "";
          case NULL -> ", when-invalid: null";
          case VALUE -> ", when-invalid: " + quoted(kind.instead());
        };
    return "      %s: {column: c%d, type: %s%s}\n"
        .formatted(name(), number, kind.type().text(), when);
  }

  /** Entry of the columns of the target pack. */
  String ofTarget() {
    String missing = whenMissing ? ", when-missing: " + quoted(column.fixed()) : "";
    String separator = isList() && column.isText() ? ", separator: \"; \"" : "";
    return "          c%d: {value: %s%s%s}\n".formatted(number, name(), missing, separator);
  }

  /** Definition of the column. */
  String sql() {
    return ", c" + number + " " + column.sqlType() + (notNull ? " not null" : "");
  }

  @Override
  public String toString() {
    return "%s %s -> %s%s%s%s %s"
        .formatted(
            name(),
            kind.type().text(),
            used ? column.sqlType() : "nothing",
            notNull ? " not null" : "",
            whenMissing ? " when-missing " + column.fixed() : "",
            ", when-invalid",
            invalid);
  }

  static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
