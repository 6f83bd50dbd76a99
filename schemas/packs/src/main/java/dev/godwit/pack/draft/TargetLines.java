package dev.godwit.pack.draft;

import dev.godwit.pack.draft.TargetColumns.Value;
import dev.godwit.pack.draft.TargetTableDraft.Line;
import dev.godwit.records.Entity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Drafts the columns of the main table of one entity of a target pack. For one use. */
final class TargetLines {
  private static final String ENGAGEMENTS = Entity.ENGAGEMENTS.text();

  /** What fills a column is the database. */
  static final String FILLED = "{filled-by: database}";

  private final String entity;
  private final DraftTable table;
  private final TargetTables tables;
  private final Ids ids;
  private final References references;
  private final CustomerPaths paths;
  private final DraftColumn id;
  private final TypePair pair;
  private final Map<String, String> fields = new LinkedHashMap<>();
  private final Map<String, String> pointing = new LinkedHashMap<>();
  private final List<Line> lines = new ArrayList<>();

  /** With the value of the column that holds the customer. */
  TargetLines(
      String entity,
      DraftTable table,
      TargetTables tables,
      Ids ids,
      References references,
      String customerValue) {
    this.entity = entity;
    this.table = table;
    this.tables = tables;
    this.ids = ids;
    this.references = references;
    this.paths = ids.paths();
    this.id = tables.ids().of(table);
    this.pair =
        EntityNames.isBuiltIn(entity)
            ? null
            : TypePair.of(
                    table,
                    paths.catalogue(),
                    tables.roles().contacts(),
                    to -> ids.entity(to.id()) != null && tables.ids().of(to) != null)
                .orElse(null);
    String customer = paths.column(table);
    for (DraftColumn column : table.columns().values()) {
      lines.add(
          column.name().equals(customer) && !column.equals(id)
              ? new Line(customer, customerValue, null)
              : line(column));
    }
  }

  /** Fields that the entity declares, with what stands behind them. */
  Map<String, String> fields() {
    return fields;
  }

  /** Columns that point to a row of another table, with the name of that table, in order. */
  Map<String, String> pointing() {
    return pointing;
  }

  List<Line> lines() {
    return lines;
  }

  private Line line(DraftColumn column) {
    String name = column.name();
    if (column.equals(id)) {
      return new Line(name, "id", null);
    }
    if (column.computed()) {
      return new Line(
          name,
          null,
          "left out: %s, which the database computes, %s".formatted(name, column.filled()));
    }
    if (pair != null && (column.equals(pair.type()) || column.equals(pair.id()))) {
      return ofPair(column);
    }
    Optional<Line> reference = reference(column);
    if (reference.isPresent()) {
      return reference.get();
    }
    if (references.isBroken(table, name)) {
      return broken(column);
    }
    Optional<Line> filled = filled(column);
    return filled.isPresent() ? filled.get() : valued(column);
  }

  private Line valued(DraftColumn column) {
    String name = column.name();
    Value value =
        EntityNames.isBuiltIn(entity)
            ? TargetColumns.canonical(entity, table, column).orElse(null)
            : TargetColumns.isWritable(column) ? declared(column) : null;
    if (value != null) {
      String note = note(value.note(), references.brokenNote(table, name));
      return isChanged(column)
          ? new Line(
              name,
              uncompared(value.yaml()),
              note(note, "guess: a trigger changes it, so it is not compared"))
          : new Line(name, value.yaml(), note);
    }
    if (column.isNeeded() && column.effect() == TriggerEffect.COMPLETES) {
      return new Line(name, FILLED, "guess: by a trigger");
    }
    if (column.isNeeded()) {
      declareFillIn();
      Value fillIn = TargetColumns.fillIn(column);
      return new Line(name, fillIn.yaml(), fillIn.note());
    }
    String filled = column.filled() == null ? "may be NULL" : column.filled();
    return new Line(name, null, "left out: %s, %s, %s".formatted(name, column.shown(), filled));
  }

  /** A value that the database gives every row, whatever the source has. */
  private Optional<Line> filled(DraftColumn column) {
    if (table.key().contains(column.name())) {
      return Optional.empty();
    }
    if (column.effect() == TriggerEffect.SETS) {
      return Optional.of(new Line(column.name(), FILLED, "guess: a trigger sets it"));
    }
    if (column.effect() == TriggerEffect.UPDATES && !column.isNeeded()) {
      return Optional.of(
          new Line(column.name(), FILLED, "guess: a trigger of another table keeps it"));
    }
    return column.isDrawn() || (column.isMade() && column.notNull())
        ? Optional.of(new Line(column.name(), FILLED, column.filled()))
        : Optional.empty();
  }

  private boolean isChanged(DraftColumn column) {
    return !tables.ids().key(table).contains(column.name())
        && (column.effect() == TriggerEffect.CHANGES || column.effect() == TriggerEffect.UPDATES);
  }

  private static String uncompared(String yaml) {
    return yaml.startsWith("{")
        ? yaml.substring(0, yaml.length() - 1) + ", compare: false}"
        : "{value: " + yaml + ", compare: false}";
  }

  private Line broken(DraftColumn column) {
    String name = column.name();
    String why = references.brokenNote(table, name).replace("guess: ", "");
    if (!column.notNull()) {
      return new Line(
          name,
          null,
          "guess: left out: %s stays NULL: %s; set it after the load".formatted(name, why));
    }
    declareFillIn();
    return new Line(name, TargetColumns.FILL_IN, "fill in: NOT NULL, but " + why);
  }

  private static String note(String one, String other) {
    return one == null || other == null ? (one == null ? other : one) : one + "; " + other;
  }

  /** Engagements declare no fields: there the reader of the pack reports the value itself. */
  private void declareFillIn() {
    if (!entity.equals(ENGAGEMENTS)) {
      fields.put(TargetColumns.FILL_IN, "bytes");
    }
  }

  private Value declared(DraftColumn column) {
    String field = FieldNames.of(entity, column.name(), fields::containsKey);
    fields.put(field, TargetColumns.type(column).text());
    return TargetColumns.declared(column, field);
  }

  private Line ofPair(DraftColumn column) {
    if (column.equals(pair.type())) {
      return new Line(
          column.name(), "{constant: " + PackText.scalar(pair.constant()) + "}", pair.note());
    }
    String parent = ids.entity(pair.to().id());
    boolean ofContact =
        parent.equals(Entity.CONTACTS.text()) && references.contactLink(table) == null;
    String field =
        ofContact
            ? FieldNames.CONTACT_ID
            : FieldNames.of(entity, column.name(), fields::containsKey);
    fields.put(field, "{references: " + parent + "}");
    pointing.put(column.name(), pair.to().id());
    return new Line(column.name(), "ref(" + parent + ", " + field + ")", null);
  }

  private Optional<Line> reference(DraftColumn column) {
    for (DraftLink link : table.links()) {
      if (!references.isWritten(table, link)) {
        continue;
      }
      DraftTable to = paths.catalogue().tables().get(link.to());
      DraftColumn toId = tables.ids().of(to);
      if (toId == null || !column.name().equals(link.columnFor(toId.name()))) {
        continue;
      }
      String parent = ids.entity(link.to());
      String field = referenceField(column, link);
      if (field != null) {
        if (!link.to().equals(table.id())) {
          pointing.put(column.name(), link.to());
        }
        return Optional.of(
            new Line(
                column.name(),
                "ref(" + parent + ", " + field + ")",
                link.guessed() ? "guess: by its name; no foreign key" : null));
      }
    }
    return Optional.empty();
  }

  /** The field of a reference; null for one that engagements cannot have. */
  private String referenceField(DraftColumn column, DraftLink link) {
    String parent = ids.entity(link.to());
    if (link.equals(references.contactLink(table))) {
      if (!EntityNames.isBuiltIn(entity)) {
        fields.put(FieldNames.CONTACT_ID, "{references: contacts}");
      }
      return FieldNames.CONTACT_ID;
    }
    if (entity.equals(ENGAGEMENTS)) {
      DraftTable emails = tables.roles().emails();
      return emails != null && link.equals(table.linksTo(emails).getFirst()) ? "emailId" : null;
    }
    String field = FieldNames.of(entity, column.name(), fields::containsKey);
    fields.put(field, "{references: " + parent + "}");
    return field;
  }
}
