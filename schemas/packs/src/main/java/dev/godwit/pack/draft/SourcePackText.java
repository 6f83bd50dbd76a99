package dev.godwit.pack.draft;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes a source pack. */
final class SourcePackText {
  private final CustomerPaths paths;
  private final SourceDraft draft;
  private final DatabaseText database;
  private final List<String> missing = new ArrayList<>();

  SourcePackText(CustomerPaths paths, DatabaseText database) {
    this.paths = paths;
    this.draft = new SourceDraft(paths);
    this.database = database;
  }

  PackDraft write(String name) {
    PackText text = new PackText();
    List<EntityDraft> entities = draft.entities();
    missing.addAll(draft.missing());
    DatabaseText.head(text, "source", name, paths.catalogue());
    database.write(text);
    customers(text);
    freeze(text);
    text.blank();
    text.line(0, "entities:");
    for (int i = 0; i < entities.size(); i++) {
      if (i > 0) {
        text.blank();
      }
      entity(text, entities.get(i));
    }
    text.blank();
    text.comment(
        0,
        "Live engagement is not drafted: without the section 'live', the freeze must stop opens and clicks,"
            + " too. See \"Add live engagement\" in making-a-pack.md.");
    DatabaseText.leftOut(text, draft.leftOut());
    return new PackDraft(
        text.toString(),
        paths.customer().text(),
        draft.summary(),
        missing,
        null,
        draft.leftOut().stream().map(LeftOut::name).toList());
  }

  private void customers(PackText text) {
    Customer customer = paths.customer();
    text.blank();
    text.comment(
        0,
        (customer.guessed() ? "guess: " : "")
            + customer.reason()
            + (customer.guessed() ? "; another one: --customer TABLE" : ""));
    if (customer.table() == null) {
      text.sql(
          0,
          "customers:",
          List.of(
              "select 'all' as id, " + Names.literal(paths.catalogue().database()) + " as name"));
      return;
    }
    String id = Names.sql(customer.column());
    String name = customer.name() == null ? id + "::text" : Names.sql(customer.name());
    text.sql(
        0,
        "customers:",
        List.of(
            "select %s%s, %s from %s order by 1"
                .formatted(
                    customer.isKey() ? "" : "distinct ",
                    id.equals("id") ? id : id + " as id",
                    name.equals("name") ? name : name + " as name",
                    table())));
  }

  private String table() {
    return DraftQuery.name(paths.catalogue(), paths.customer().table());
  }

  private void freeze(PackText text) {
    Customer customer = paths.customer();
    Optional<SwitchGuess> found =
        customer.table() == null || !customer.isKey()
            ? Optional.empty()
            : SwitchGuess.of(customer.table());
    text.blank();
    if (found.isEmpty()) {
      missing.add("freeze");
      text.comment(
          0,
          "fill in: statements that make one customer read-only and writable again, and a query that says which;"
              + (customer.table() == null
                  ? " the database is one customer, so revoke the rights of its users, or stop its programs"
                  : " the customer's table has no column that says it (frozen, locked, active, status, …)"));
      text.sql(
          0, "freeze:", List.of("update fill_in_freeze set frozen = true where id = :customer"));
      text.sql(
          0, "thaw:", List.of("update fill_in_freeze set frozen = false where id = :customer"));
      text.sql(0, "is-frozen:", List.of("select frozen from fill_in_freeze where id = :customer"));
      return;
    }
    SwitchGuess guess = found.get();
    text.comment(
        0,
        "guess: the column %s says whether a customer is frozen. Does it stop every writer of the customer's rows, not"
                .formatted(guess.column().name())
            + " only the web pages? Triggers that refuse the write are safer"
            + (guess.isInvented()
                ? ". Its values here are examples: the database knows none"
                : ""));
    String where = " where " + Names.sql(customer.column()) + " = :customer";
    text.comment(
        0,
        "guess: no customer is closed in this way before the freeze: the column remembers nothing, so 'thaw' (%s) would"
                .formatted(guess.on())
            + " reopen that one, too. Where there are such, freeze by a value or column that nothing else uses");
    text.sql(0, "freeze:", List.of("update " + table() + " set " + guess.off() + where));
    text.sql(
        0,
        "thaw:",
        List.of("update " + table() + " set " + guess.on() + where + " and " + guess.isOff()));
    text.sql(0, "is-frozen:", List.of("select " + guess.isOff() + " from " + table() + where));
  }

  private static void entity(PackText text, EntityDraft entity) {
    text.line(2, PackText.scalar(entity.name()) + ":");
    entity.notes().forEach(note -> text.comment(4, note));
    text.sql(4, "query:", entity.query());
    text.line(4, "key: " + PackText.list(entity.key()));
    text.line(4, "fields:");
    for (FieldLine field : entity.fields()) {
      text.commented(6, PackText.scalar(field.name()) + ": " + value(field), field.note());
    }
  }

  private static String value(FieldLine field) {
    String column = PackText.scalar(field.column());
    if (field.references() != null) {
      return "{column: " + column + ", references: " + PackText.scalar(field.references()) + "}";
    }
    if (field.split() != null) {
      return "{column: " + column + ", split: \"" + field.split() + "\"}";
    }
    return field.type() == null ? column : "{column: " + column + ", type: " + field.type() + "}";
  }
}
