package dev.godwit.pack.draft;

import dev.godwit.pack.CanonicalFields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Writes the entity of one table. Not thread-safe. */
final class EntityBuilder {
  private final String name;
  private final DraftTable table;
  private final Ids ids;
  private final References references;
  private final DraftQuery query;
  private final List<String> notes = new ArrayList<>();
  private final List<FieldLine> fields = new ArrayList<>();
  private final Set<String> consumed = new HashSet<>();
  private final Set<DraftLink> taken = new HashSet<>();
  private final List<String> key = new ArrayList<>();

  EntityBuilder(String name, DraftTable table, Ids ids, References references) {
    this.name = name;
    this.table = table;
    this.ids = ids;
    this.references = references;
    this.query = new DraftQuery(ids.paths(), table);
  }

  DraftTable table() {
    return table;
  }

  DraftQuery query() {
    return query;
  }

  Ids ids() {
    return ids;
  }

  void note(String text) {
    notes.add(text);
  }

  /** Selects the key, the id, and the customer. */
  void begin() {
    notes.add(
        "table "
            + table.name()
            + (table.rows() <= 0
                ? ""
                : ", about %,d rows of all customers".formatted(table.rows())));
    for (String column : ids.key(table)) {
      DraftColumn described = table.column(column);
      String expression = query.column(column);
      if (!TypeGuess.isKey(described)) {
        expression += "::text";
        note(
            "key column %s is %s, read as text: the database cannot use an index for it"
                .formatted(column, described.shown()));
      }
      key.add(query.select(expression, column));
      consumed.add(column);
    }
    List<String> expressions = ids.key(table).stream().map(this::keyExpression).toList();
    String id = ids.text(table, expressions);
    String label = key.getFirst();
    if (expressions.size() > 1 || !id.equals(expressions.getFirst())) {
      label = query.select(id, "legacy_id");
      ids.key(table).stream()
          .filter(column -> !references.isReference(table, column))
          .forEach(column -> typed(table.column(column), key.get(ids.key(table).indexOf(column))));
    }
    fields.addFirst(FieldLine.canonical(CanonicalFields.LEGACY_ID, label, null));
    query.whereCustomer();
    String customer = ids.paths().column(table);
    if (customer != null) {
      consumed.add(customer);
      if (ids.paths().of(table).stream().anyMatch(DraftLink::guessed)) {
        note("guess: " + customer + " is the customer; no foreign key says so");
      }
      if (!table.column(customer).notNull()) {
        note("guess: rows without " + customer + " belong to no customer and stay behind");
      }
    } else {
      way();
    }
  }

  private String keyExpression(String column) {
    return TypeGuess.isKey(table.column(column))
        ? query.column(column)
        : query.column(column) + "::text";
  }

  private void way() {
    List<DraftLink> path = ids.paths().of(table);
    String shown =
        String.join(
            ", then ", path.stream().map(link -> String.join("+", link.columns())).toList());
    if (path.isEmpty()) {
      return;
    }
    note("the customer is found by " + shown);
    if (path.stream().anyMatch(DraftLink::guessed)) {
      note("guess: that way, since no foreign key declares all of it");
    }
    path.stream()
        .filter(link -> !link.notNull())
        .findFirst()
        .ifPresent(
            link ->
                note(
                    "guess: rows without %s belong to no customer and stay behind"
                        .formatted(String.join("+", link.columns()))));
  }

  /** Fills a canonical field from a column. */
  void canonical(String field, DraftColumn column, String note) {
    consumed.add(column.name());
    fields.add(FieldLine.canonical(field, selected(column), note));
  }

  /** Fills a canonical field from an expression. */
  void canonical(String field, String expression, String label, String note) {
    fields.add(FieldLine.canonical(field, query.select(expression, label), note));
  }

  void add(FieldLine field) {
    fields.add(field);
  }

  /** Puts another line in the place of a field's. */
  void replace(String field, UnaryOperator<FieldLine> by) {
    fields.replaceAll(line -> line.name().equals(field) ? by.apply(line) : line);
  }

  void consume(String column) {
    consumed.add(column);
  }

  /** Takes a reference as done; false where it was before. */
  boolean take(DraftLink link) {
    return taken.add(link);
  }

  boolean isFree(DraftColumn column) {
    return !consumed.contains(column.name());
  }

  /** A time that a canonical field can have: a number is seconds, or milliseconds, since 1970. */
  void instant(String field, DraftColumn column) {
    if (column.isTime()) {
      canonical(field, column, "guess: by its name");
      return;
    }
    consumed.add(column.name());
    canonical(
        field,
        query.instant(column),
        column.name() + "_time",
        "guess: %s since 1970".formatted(Columns.unit(column)));
  }

  /** Adds references, and every other column as a field of its own. */
  EntityDraft finish() {
    for (DraftLink link : table.links()) {
      references.add(this, link);
    }
    for (DraftColumn column : table.columns().values()) {
      if (isFree(column)) {
        rest(column);
      }
    }
    return new EntityDraft(name, notes, query.lines(), key, fields);
  }

  private void rest(DraftColumn column) {
    if (TypeGuess.isIndexData(column)) {
      note(
          "left out: column "
              + column.name()
              + ", an index for searching that the target makes itself");
    } else if (!Names.isPrintable(column.name())) {
      note("left out: a column whose name has a control character; rename it");
    } else if (Columns.isSecret(column.name())) {
      note("guess: column " + column.name() + " is a secret by its name, and left out");
    } else {
      typed(column, selected(column));
    }
  }

  String selected(DraftColumn column) {
    String cast = TypeGuess.of(column).cast();
    return query.select(
        query.column(column.name()) + (cast == null ? "" : "::" + cast), column.name());
  }

  private void typed(DraftColumn column, String label) {
    TypeGuess type = TypeGuess.of(column);
    String note = type.note() == null ? references.brokenNote(table, column.name()) : type.note();
    fields.add(FieldLine.typed(fieldName(column.name()), label, type.type().text(), note));
  }

  /** A name for a field that no other field has and that means nothing else. */
  String fieldName(String column) {
    return FieldNames.of(name, column, this::isTaken);
  }

  boolean isTaken(String field) {
    return fields.stream().anyMatch(line -> line.name().equals(field));
  }
}
