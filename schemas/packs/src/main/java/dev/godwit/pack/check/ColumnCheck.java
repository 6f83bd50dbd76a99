package dev.godwit.pack.check;

import dev.godwit.pack.CanonicalFields;
import dev.godwit.pack.ColumnType;
import dev.godwit.pack.FieldType;
import dev.godwit.pack.IdKind;
import dev.godwit.pack.Position;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.pack.read.Findings;
import dev.godwit.records.Entity;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Checks one column of a target pack against the catalogue, and completes it. */
final class ColumnCheck {
  private static final int UUID_CHARACTERS = 36;
  private static final Set<ColumnType> IDS =
      EnumSet.of(
          ColumnType.TEXT, ColumnType.SHORT, ColumnType.INTEGER, ColumnType.LONG, ColumnType.UUID);
  private static final Set<ColumnType> FROM_TEXT =
      EnumSet.copyOf(
          Arrays.stream(ColumnType.values())
              .filter(type -> type != ColumnType.BYTES && !type.isArray())
              .toList());
  private static final Set<ColumnType> LISTS =
      EnumSet.copyOf(
          Arrays.stream(ColumnType.values())
              .filter(
                  type ->
                      type.isText()
                          || type.isArray()
                          || type == ColumnType.JSON
                          || type == ColumnType.JSONB)
              .toList());
  private static final Set<ColumnType> LOOKED_UP =
      EnumSet.copyOf(
          Arrays.stream(ColumnType.values()).filter(ColumnType::isLookedUpByText).toList());

  private static final String MESSAGE_ID = "messageId";

  /** Canonical fields that a statement of Godwit compares with a text. */
  private static final Set<String> COMPARED = Set.of(MESSAGE_ID, "address");

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
    boolean takesId = shape.alwaysIdentity() && TargetColumn.ID.equals(column.value());
    if (shape.computed() && !takesId) {
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
    if (column.maxLength() != null
        && shape.maxLength() != null
        && column.maxLength() > shape.maxLength()) {
      findings.add(
          at,
          "a max-length of at most " + shape.maxLength() + ", the limit of " + shown,
          column.maxLength().toString(),
          "lower it, or leave it out: the limit is read from the catalogue");
    }
    boolean measured = shape.type().isText() || shape.type().isTextArray();
    if (column.maxLength() != null && !measured) {
      findings.add(
          at,
          "'max-length' with a text column only",
          shown + " of type " + shape.typeName(),
          "remove it");
    }
    checkLive(column, shape, at);
    if (isTranslated(column)) {
      checkTranslated(column, at);
      return column.translated(shape.type(), shape.nullable());
    }
    checkSeparator(column, shape, at);
    Long maxLength = smaller(column.maxLength(), shape.maxLength());
    List<String> allowed = allowed(column, shape);
    checkValues(column, shape, at);
    checkFixedTexts(column, shape, maxLength, allowed, at);
    return column.described(
        shape.type(), maxLength, shape.secondDigits(), shape.nullable(), allowed);
  }

  /**
   * Refuses an enumerated type where a statement of Godwit compares the column with a text, which
   * the database does not do.
   */
  void checkComparable(TargetColumn column, ColumnShape shape) {
    boolean key = table.entity().equals(Entity.ENGAGEMENTS) && table.key().contains(column.name());
    boolean compared =
        key
            || column.references() != null
            || column.value().equals("id")
            || column.value().equals(TargetColumn.CUSTOMER)
            || column.value().equals(TargetColumn.ACCOUNT)
            || (COMPARED.contains(column.value()) && isCanonical(column));
    if (compared && !shape.labels().isEmpty()) {
      findings.add(
          column.at() == null ? table.readBack().positionOf(0) : column.at(),
          "a column that can be compared with a text for the value '" + column.value() + "'",
          "'" + column.name() + "' of " + table.name() + " of the type " + shape.typeName(),
          "make it varchar, or take another column");
    }
  }

  private boolean isTranslated(TargetColumn column) {
    return pack.mapped(table, column) != null || TargetColumn.ACCOUNT.equals(column.value());
  }

  private void checkTranslated(TargetColumn column, Position at) {
    if (column.whenMissing() != null || column.maxLength() != null) {
      findings.add(
          at,
          "no 'when-missing' and no 'max-length' for an id or account of the target",
          "one with '" + column.name() + "' of " + table.name(),
          "remove it: the target makes the value");
    }
  }

  /** A live event need not carry a field that the pack declares. */
  private void checkLive(TargetColumn column, ColumnShape shape, Position at) {
    String field = column.references() == null ? column.value() : column.referenceField();
    boolean declared =
        table.entity().equals(Entity.ENGAGEMENTS)
            && pack.fields().getOrDefault(Entity.ENGAGEMENTS, Map.of()).containsKey(field);
    boolean takesNone = shape.nullable() || column.whenMissing() != null || shape.type().isArray();
    if (declared && !takesNone) {
      findings.add(
          at,
          "a column that takes NULL for '" + field + "', which a live event may come without",
          "'" + column.name() + "' of " + table.name() + ", which is NOT NULL",
          "add 'when-missing', or let the column take NULL");
    }
  }

  private void checkSeparator(TargetColumn column, ColumnShape shape, Position at) {
    boolean list = pack.fields(table.entity()).get(column.value()) == FieldType.LIST;
    boolean joined = shape.type().isText();
    if (list && joined == (column.separator() == null)) {
      findings.add(
          at,
          joined
              ? "'separator' for a list in a text column"
              : "no 'separator' for a list in a column of JSON or an array",
          joined ? "none" : "one",
          joined
              ? "write {value: "
                  + column.value()
                  + ", separator: \", \"}, or give the list a table with 'each'"
              : "remove it: the list becomes an array");
    }
  }

  private Set<ColumnType> types(TargetColumn column) {
    if (column.references() != null) {
      return idTypes(pack.idKind(column.references()));
    }
    if (table.each() != null && column.value().equals(TargetColumn.POSITION)) {
      return fieldTypes(FieldType.INTEGER);
    }
    switch (column.value()) {
      case "id" -> {
        return idTypes(pack.idKind(table.entity()));
      }
      case TargetColumn.CUSTOMER, TargetColumn.ACCOUNT -> {
        return IDS;
      }
      case "item" -> {
        return FROM_TEXT;
      }
      case TargetColumn.CONSTANT -> {
        return EnumSet.complementOf(EnumSet.of(ColumnType.BYTES));
      }
      default -> {
        return column.value().equals(MESSAGE_ID) && isCanonical(column)
            ? LOOKED_UP
            : fieldTypes(pack.fields(table.entity()).get(column.value()));
      }
    }
  }

  private boolean isCanonical(TargetColumn column) {
    return CanonicalFields.has(table.entity(), column.value());
  }

  private static Set<ColumnType> fieldTypes(FieldType type) {
    return switch (type) {
      case ID -> IDS;
      case TEXT -> FROM_TEXT;
      case LIST -> LISTS;
      case INSTANT ->
          EnumSet.of(
              ColumnType.TIMESTAMP, ColumnType.TIMESTAMPTZ, ColumnType.DATE, ColumnType.LONG);
      case JSON -> withText(ColumnType.JSON, ColumnType.JSONB);
      case DATE -> withText(ColumnType.DATE, ColumnType.TIMESTAMP, ColumnType.TIMESTAMPTZ);
      case INTEGER ->
          withText(
              ColumnType.SHORT,
              ColumnType.INTEGER,
              ColumnType.LONG,
              ColumnType.DOUBLE,
              ColumnType.FLOAT,
              ColumnType.NUMERIC);
      case DECIMAL -> withText(ColumnType.NUMERIC, ColumnType.DOUBLE, ColumnType.FLOAT);
      case BOOLEAN -> withText(ColumnType.BOOLEAN);
      case UUID -> withText(ColumnType.UUID);
      case BYTES -> EnumSet.of(ColumnType.BYTES);
    };
  }

  private static Set<ColumnType> withText(ColumnType... types) {
    Set<ColumnType> all = EnumSet.of(ColumnType.TEXT, ColumnType.CITEXT);
    all.addAll(List.of(types));
    return all;
  }

  private static Set<ColumnType> idTypes(IdKind kind) {
    return switch (kind) {
      case KEPT -> IDS;
      case DERIVED -> EnumSet.of(ColumnType.UUID, ColumnType.TEXT);
      case GENERATED -> EnumSet.of(ColumnType.SHORT, ColumnType.INTEGER, ColumnType.LONG);
      case LOOKED_UP ->
          EnumSet.of(ColumnType.SHORT, ColumnType.INTEGER, ColumnType.LONG, ColumnType.UUID);
    };
  }

  private List<String> allowed(TargetColumn column, ColumnShape shape) {
    return column.allowed().isEmpty() ? shape.labels() : column.allowed();
  }

  /** Texts that the pack fixes, each once: every one of them can be a value of the column. */
  static Set<String> fixedTexts(TargetColumn column) {
    Set<String> texts = new LinkedHashSet<>(column.allowed());
    texts.addAll(new TreeSet<>(column.spellings().values()));
    if (column.constant() != null) {
      texts.add(column.constant());
    }
    if (column.whenMissing() != null) {
      texts.add(column.whenMissing());
    }
    return texts;
  }

  /** A text that is no label, or no value of the type, would be refused in every row. */
  private void checkValues(TargetColumn column, ColumnShape shape, Position at) {
    for (String text : fixedTexts(column)) {
      if (!shape.labels().isEmpty()) {
        if (!shape.labels().contains(text)) {
          findings.unknown(at, "a label of the type " + shape.typeName(), shape.labels(), text);
        }
      } else if (!isWordInJson(column, shape, text) && !FixedText.fits(shape.type(), text)) {
        findings.add(
            at,
            (text.equals(column.constant()) ? "a constant" : "a value")
                + " of type "
                + shape.typeName(),
            "'" + text + "'",
            "write one that the type takes");
      }
    }
  }

  /** A word becomes a JSON string; a constant and a {@code when-missing} are JSON themselves. */
  private static boolean isWordInJson(TargetColumn column, ColumnShape shape, String text) {
    boolean json = shape.type() == ColumnType.JSON || shape.type() == ColumnType.JSONB;
    return json && !text.equals(column.constant()) && !text.equals(column.whenMissing());
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
    Set<String> texts = new LinkedHashSet<>(allowed);
    texts.addAll(fixedTexts(column));
    for (String text : texts) {
      int length = text.codePointCount(0, text.length());
      if (maxLength != null && length > maxLength && shape.type().isText()) {
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
