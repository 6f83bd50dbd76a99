package dev.godwit.pack.check;

import dev.godwit.pack.ColumnType;
import dev.godwit.pack.FieldType;
import dev.godwit.pack.IdKind;
import dev.godwit.pack.Position;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.pack.read.Findings;
import dev.godwit.records.Entity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Checks one column of a target pack against the catalogue, and completes it. */
final class ColumnCheck {
  private static final int UUID_CHARACTERS = 36;
  private static final int MICROSECOND_DIGITS = 6;
  private static final Set<ColumnType> IDS =
      EnumSet.of(
          ColumnType.TEXT, ColumnType.SHORT, ColumnType.INTEGER, ColumnType.LONG, ColumnType.UUID);
  private static final Set<ColumnType> FROM_TEXT =
      EnumSet.complementOf(EnumSet.of(ColumnType.BYTES));
  private static final Set<ColumnType> LOOKED_UP =
      EnumSet.copyOf(
          Arrays.stream(ColumnType.values()).filter(ColumnType::isLookedUpByText).toList());

  /** Values that a statement of Godwit compares with a text. */
  private static final Set<String> COMPARED = Set.of("id", "customer", "messageId", "address");

  private final TargetPack pack;
  private final TargetTable table;
  private final Findings findings;

  ColumnCheck(TargetPack pack, TargetTable table, Findings findings) {
    this.pack = pack;
    this.table = table;
    this.findings = findings;
  }

  TargetColumn check(TargetColumn column, ColumnShape shape) {
    Position at = column.at() == null ? table.readBack().positionOf(0) : column.at();
    String shown = "'" + column.name() + "' of " + table.name();
    if (shape.computed()) {
      findings.add(
          at,
          "a column that takes a value",
          shown + ", which the database computes",
          "remove it from the pack");
      return column;
    }
    Set<ColumnType> types = types(column);
    if (shape.type() == null || !types.contains(shape.type())) {
      findings.add(
          at,
          "a column of type " + names(types) + " for the value '" + column.value() + "'",
          shown + " of type " + shape.typeName(),
          "take another value or column");
      return column;
    }
    if (shape.secondDigits() != null && shape.secondDigits() < MICROSECOND_DIGITS) {
      findings.add(
          at,
          "a timestamp that keeps microseconds",
          shown + " of type " + shape.typeName(),
          "widen the column: what it rounds away would be a difference when it is read back");
    }
    if (column.maxLength() != null
        && shape.maxLength() != null
        && column.maxLength() > shape.maxLength()) {
      findings.add(
          at,
          "a max-length of at most " + shape.maxLength() + ", the limit of " + shown,
          column.maxLength().toString(),
          "lower it, or leave it out: the limit is read from the catalogue");
    }
    if (column.maxLength() != null && shape.type() != ColumnType.TEXT) {
      findings.add(
          at,
          "'max-length' with a text column only",
          shown + " of type " + shape.typeName(),
          "remove it");
    }
    checkSeparator(column, shape, at);
    Long maxLength = smaller(column.maxLength(), shape.maxLength());
    List<String> allowed = allowed(column, shape, at);
    checkFixedTexts(column, shape, maxLength, allowed, at);
    return column.described(shape.type(), maxLength, shape.nullable(), allowed);
  }

  /**
   * Refuses an enumerated type where a statement of Godwit compares the column with a text, which
   * the database does not do.
   */
  void checkComparable(TargetColumn column, ColumnShape shape) {
    boolean key = table.entity().equals(Entity.ENGAGEMENTS) && table.key().contains(column.name());
    boolean compared = key || column.references() != null || COMPARED.contains(column.value());
    if (compared && !shape.labels().isEmpty()) {
      findings.add(
          column.at() == null ? table.readBack().positionOf(0) : column.at(),
          "a column that can be compared with a text for the value '" + column.value() + "'",
          "'" + column.name() + "' of " + table.name() + " of the type " + shape.typeName(),
          "make it varchar, or take another column");
    }
  }

  private void checkSeparator(TargetColumn column, ColumnShape shape, Position at) {
    boolean list = pack.fields(table.entity()).get(column.value()) == FieldType.LIST;
    boolean joined = shape.type() == ColumnType.TEXT;
    if (list && joined == (column.separator() == null)) {
      findings.add(
          at,
          joined
              ? "'separator' for a list in a text column"
              : "no 'separator' for a list in a JSON column",
          joined ? "none" : "one",
          joined
              ? "write {value: "
                  + column.value()
                  + ", separator: \", \"}, or give the list a table with 'each'"
              : "remove it: the list becomes a JSON array");
    }
  }

  private Set<ColumnType> types(TargetColumn column) {
    if (column.references() != null) {
      return idTypes(pack.idKind(column.references()));
    }
    switch (column.value()) {
      case "id" -> {
        return idTypes(pack.idKind(table.entity()));
      }
      case "customer" -> {
        return IDS;
      }
      case "messageId" -> {
        return LOOKED_UP;
      }
      case "item", TargetColumn.CONSTANT -> {
        return FROM_TEXT;
      }
      default -> {
        return fieldTypes(pack.fields(table.entity()).get(column.value()));
      }
    }
  }

  private static Set<ColumnType> fieldTypes(FieldType type) {
    return switch (type) {
      case ID -> IDS;
      case TEXT -> FROM_TEXT;
      case LIST -> EnumSet.of(ColumnType.TEXT, ColumnType.JSON, ColumnType.JSONB);
      case INSTANT ->
          EnumSet.of(
              ColumnType.TIMESTAMP, ColumnType.TIMESTAMPTZ, ColumnType.DATE, ColumnType.LONG);
      case JSON -> EnumSet.of(ColumnType.JSON, ColumnType.JSONB, ColumnType.TEXT);
      case DATE ->
          EnumSet.of(
              ColumnType.DATE, ColumnType.TIMESTAMP, ColumnType.TIMESTAMPTZ, ColumnType.TEXT);
      case INTEGER ->
          EnumSet.of(
              ColumnType.SHORT,
              ColumnType.INTEGER,
              ColumnType.LONG,
              ColumnType.DOUBLE,
              ColumnType.NUMERIC,
              ColumnType.TEXT);
      case DECIMAL -> EnumSet.of(ColumnType.NUMERIC, ColumnType.DOUBLE, ColumnType.TEXT);
      case BOOLEAN -> EnumSet.of(ColumnType.BOOLEAN, ColumnType.TEXT);
      case UUID -> EnumSet.of(ColumnType.UUID, ColumnType.TEXT);
      case BYTES -> EnumSet.of(ColumnType.BYTES);
    };
  }

  private static Set<ColumnType> idTypes(IdKind kind) {
    return kind == IdKind.KEPT ? IDS : EnumSet.of(ColumnType.UUID, ColumnType.TEXT);
  }

  private List<String> allowed(TargetColumn column, ColumnShape shape, Position at) {
    if (shape.labels().isEmpty()) {
      return column.allowed();
    }
    for (String value : column.allowed()) {
      if (!shape.labels().contains(value)) {
        findings.unknown(at, "a label of the type " + shape.typeName(), shape.labels(), value);
      }
    }
    return column.allowed().isEmpty() ? shape.labels() : column.allowed();
  }

  private void checkFixedTexts(
      TargetColumn column, ColumnShape shape, Long maxLength, List<String> allowed, Position at) {
    String shown = "'" + column.name() + "' of " + table.name();
    boolean derived =
        (column.value().equals("id") && pack.idKind(table.entity()) == IdKind.DERIVED)
            || (column.references() != null && pack.idKind(column.references()) == IdKind.DERIVED);
    if (derived && maxLength != null && maxLength < UUID_CHARACTERS) {
      findings.add(
          at,
          "room for the 36 characters of a derived id",
          shown + " with " + maxLength,
          "widen the column");
    }
    List<String> texts = new ArrayList<>(allowed);
    if (column.constant() != null) {
      texts.add(column.constant());
      constant(column, shape, at);
    }
    if (column.whenMissing() != null) {
      texts.add(column.whenMissing());
    }
    for (String text : texts) {
      int length = text.codePointCount(0, text.length());
      if (maxLength != null && length > maxLength) {
        findings.add(
            at,
            "values of at most " + maxLength + " characters for " + shown,
            "'" + text + "'",
            "shorten it");
      }
    }
    boolean fits =
        !allowed.isEmpty()
            && allowed.stream()
                .allMatch(v -> maxLength != null && v.length() == maxLength.intValue());
    if (shape.padded()
        && !fits
        && !(derived && maxLength != null && maxLength == UUID_CHARACTERS)) {
      findings.add(
          at,
          "a column that keeps a text as it is",
          shown + " of type " + shape.typeName() + ", which pads it with spaces",
          "make it varchar, or state 'allowed' values of exactly that length");
    }
  }

  private void constant(TargetColumn column, ColumnShape shape, Position at) {
    String text = column.constant();
    String pattern =
        switch (shape.type()) {
          case BOOLEAN -> "true|false";
          case SHORT, INTEGER, LONG -> "-?[0-9]{1,18}";
          case UUID -> "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
          default -> "(?s).*";
        };
    if (!text.matches(pattern)) {
      findings.add(
          at,
          "a constant of type " + shape.typeName(),
          "'" + text + "'",
          "write one that the type takes");
    }
  }

  private static Long smaller(Long a, Long b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return Math.min(a, b);
  }

  private static String names(Set<ColumnType> types) {
    return String.join(" or ", types.stream().map(t -> t.name().toLowerCase(Locale.ROOT)).toList());
  }
}
