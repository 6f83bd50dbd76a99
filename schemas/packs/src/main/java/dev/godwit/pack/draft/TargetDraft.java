package dev.godwit.pack.draft;

import dev.godwit.pack.Identifiers;
import dev.godwit.pack.draft.Roles.EngagementPart;
import dev.godwit.pack.draft.TargetColumns.Value;
import dev.godwit.pack.draft.TargetTableDraft.Line;
import dev.godwit.records.Entity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Drafts the entities of a target pack from a catalogue. */
final class TargetDraft {
  private static final String ENGAGEMENTS = Entity.ENGAGEMENTS.text();

  private final CustomerPaths paths;
  private final Roles roles;
  private final Ids ids;
  private final References references;
  private final List<LeftOut> leftOut = new ArrayList<>();
  private final List<TargetEntityDraft> entities = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();
  private final String customerColumn;
  private final TargetLists lists;
  private final List<EngagementPart> otherParts;

  TargetDraft(CustomerPaths paths) {
    this.paths = paths;
    Roles all = new RoleChoice(paths).choose();
    this.roles = withFirstPart(all);
    this.otherParts = otherParts(all, roles);
    this.lists = new TargetLists(paths, roles);
    EntityNames names = new EntityNames(paths, roles);
    Map<String, String> kept = new LinkedHashMap<>(names.entities());
    leftOut.addAll(names.leftOut());
    names
        .entities()
        .forEach(
            (id, name) -> {
              String reason =
                  otherParts.stream().anyMatch(part -> part.table().id().equals(id))
                      ? "opens and clicks go to one table, " + eventTable()
                      : reason(table(id));
              if (reason != null) {
                kept.remove(id);
                if (lists.field(table(id)) == null) {
                  leftOut.add(new LeftOut(id, reason));
                }
              }
            });
    this.ids = new Ids(paths, roles, kept);
    this.references = new References(ids);
    this.customerColumn = usualColumn();
    draft(kept);
  }

  /** A target has one table for engagements: a row of it is found again by one key. */
  private static Roles withFirstPart(Roles all) {
    return new Roles(
        all.contacts(),
        all.emails(),
        null,
        all.campaigns() != null
                || all.engagements().isEmpty()
                || all.engagements().getFirst().conditional()
            ? List.of()
            : List.of(all.engagements().getFirst()));
  }

  private static List<EngagementPart> otherParts(Roles all, Roles roles) {
    return roles.engagements().isEmpty()
        ? List.of()
        : all.engagements().stream().filter(part -> !roles.engagements().contains(part)).toList();
  }

  private String eventTable() {
    return roles.engagements().getFirst().table().name();
  }

  List<TargetEntityDraft> entities() {
    return entities;
  }

  List<String> missing() {
    return missing;
  }

  List<LeftOut> leftOut() {
    return leftOut.stream().sorted(Comparator.comparing(LeftOut::name)).toList();
  }

  List<String> summary() {
    return entities.stream()
        .filter(entity -> !missing.contains(entity.name()))
        .map(
            entity ->
                entity.name()
                    + " ("
                    + String.join(
                        ", ", entity.tables().stream().map(TargetTableDraft::name).toList())
                    + ")")
        .toList();
  }

  private DraftTable table(String id) {
    return paths.catalogue().tables().get(id);
  }

  /** Why a table cannot have a row for each record: it needs one column with the id. */
  private String reason(DraftTable table) {
    if (!Identifiers.isSimple(table.name())) {
      return "a pack cannot name it: its name has other characters than letters, digits and _";
    }
    List<String> key = table.key().stream().filter(c -> !paths.isCustomer(table, c)).toList();
    if (key.isEmpty()) {
      return "its key is the customer: let 'prepare' make its row";
    }
    if (key.size() > 1) {
      return "its key has several columns ("
          + String.join(", ", key)
          + ") and no column with an id of its own; add one";
    }
    boolean reference =
        table.links().stream().anyMatch(link -> !link.guessed() && link.columns().equals(key));
    return reference
        ? "its key " + key.getFirst() + " is a reference: it has no id of its own"
        : null;
  }

  /** Column that tables without a customer have to be given. */
  String customerColumn() {
    return customerColumn;
  }

  private String usualColumn() {
    Map<String, Integer> counts = new TreeMap<>();
    paths.catalogue().tables().values().stream()
        .filter(table -> !paths.customer().is(table) && paths.column(table) != null)
        .forEach(table -> counts.merge(paths.column(table), 1, Integer::sum));
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse("customer_id");
  }

  private void draft(Map<String, String> names) {
    builtIn("contacts", roles.contacts());
    builtIn("emails", roles.emails());
    builtIn(
        "engagements",
        roles.engagements().isEmpty() ? null : roles.engagements().getFirst().table());
    names.entrySet().stream()
        .filter(entry -> !EntityNames.isBuiltIn(entry.getValue()))
        .sorted(Map.Entry.comparingByValue(Comparator.naturalOrder()))
        .forEach(entry -> entities.add(entity(entry.getValue(), table(entry.getKey()))));
  }

  private void builtIn(String name, DraftTable table) {
    if (table != null && ids.entity(table.id()) != null) {
      entities.add(entity(name, table));
      return;
    }
    missing.add(name);
    List<Line> columns = new ArrayList<>();
    columns.add(new Line("id", "id", null));
    columns.add(new Line(customerColumn, "customer", null));
    if (!name.equals("contacts")) {
      columns.add(new Line("contact_id", "ref(contacts, contactId)", null));
    }
    entities.add(
        new TargetEntityDraft(
            name,
            "derived",
            null,
            Map.of(),
            List.of(
                new TargetTableDraft(
                    "fill_in_" + name,
                    null,
                    List.of("id"),
                    customerColumn,
                    columns,
                    List.of(
                        "fill in: the table of the "
                            + name
                            + ", of which none was found"
                            + (table == null
                                ? ""
                                : " (" + table.name() + ": " + reason(table) + ")"))))));
  }

  private TargetEntityDraft entity(String name, DraftTable table) {
    Map<String, String> fields = new LinkedHashMap<>();
    List<TargetTableDraft> tables = new ArrayList<>();
    tables.add(main(name, table, fields));
    if (name.equals("contacts")) {
      paths.catalogue().pointingTo(table).stream()
          .filter(child -> lists.field(child) != null)
          .forEach(child -> tables.add(lists.draft(child, customerColumn)));
    }
    DraftColumn id = table.column(id(table));
    boolean derived = id.isUuid() || (id.isText() && !id.enumerated());
    String note =
        derived
            ? null
            : "guess: the id of the source, as %s; ids that the target generates are to come"
                .formatted(id.shown());
    return new TargetEntityDraft(name, derived ? "derived" : "kept", note, fields, tables);
  }

  private String id(DraftTable table) {
    return ids.key(table).getFirst();
  }

  private TargetTableDraft main(String entity, DraftTable table, Map<String, String> fields) {
    List<Line> lines = new ArrayList<>();
    String customer = paths.column(table);
    for (DraftColumn column : table.columns().values()) {
      lines.add(line(entity, table, column, customer, fields));
    }
    if (customer == null) {
      String name = customerColumn;
      while (table.column(name) != null) {
        name = name + "_2";
      }
      customer = name;
      lines.add(
          new Line(
              customer,
              "customer",
              "fill in: the table has no column with the customer"
                  + way(table)
                  + ". Add one to the table; without it Godwit cannot count and purge one customer"));
    }
    return new TargetTableDraft(table.name(), null, table.key(), customer, lines, notes(entity));
  }

  private List<String> notes(String entity) {
    if (!entity.equals(ENGAGEMENTS) || otherParts.isEmpty()) {
      return List.of();
    }
    String others =
        String.join(", ", otherParts.stream().map(part -> part.table().name()).toList());
    return List.of(
        "fill in: a target pack has one table for opens and clicks, so all of them go to %s, and none to %s. Make one table for both, with a column for the kind"
            .formatted(eventTable(), others));
  }

  private String way(DraftTable table) {
    List<String> way =
        paths.of(table).stream().map(link -> String.join("+", link.columns())).toList();
    return way.isEmpty() ? "" : ", only the way over " + String.join(", then ", way);
  }

  private Line line(
      String entity,
      DraftTable table,
      DraftColumn column,
      String customer,
      Map<String, String> fields) {
    String name = column.name();
    if (name.equals(id(table))) {
      return new Line(
          name,
          "id",
          column.computed()
              ? "fill in: " + column.filled() + " refuses a value; make it 'by default'"
              : null);
    }
    if (name.equals(customer)) {
      return new Line(name, "customer", null);
    }
    if (column.computed()) {
      return new Line(
          name,
          null,
          "left out: %s, which the database computes, %s".formatted(name, column.filled()));
    }
    Optional<Line> reference = reference(entity, table, column, fields);
    if (reference.isPresent()) {
      return reference.get();
    }
    boolean needed = column.notNull() && column.filled() == null;
    if (references.isBroken(table, name)) {
      String why = references.brokenNote(table, name).replace("guess: ", "");
      if (!column.notNull()) {
        return new Line(
            name,
            null,
            "guess: left out: %s stays NULL: %s; set it after the load".formatted(name, why));
      }
      declareFillIn(entity, fields);
      return new Line(name, TargetColumns.FILL_IN, "fill in: NOT NULL, but " + why);
    }
    boolean builtIn = EntityNames.isBuiltIn(entity);
    Value value =
        builtIn
            ? TargetColumns.canonical(entity, table, column).orElse(null)
            : TargetColumns.isWritable(column) ? declared(entity, column, fields) : null;
    if (value != null) {
      return new Line(name, value.yaml(), note(value.note(), references.brokenNote(table, name)));
    }
    if (needed) {
      declareFillIn(entity, fields);
      Value fillIn = TargetColumns.fillIn(column);
      return new Line(name, fillIn.yaml(), fillIn.note());
    }
    String filled = column.filled() == null ? "may be NULL" : column.filled();
    return new Line(name, null, "left out: %s, %s, %s".formatted(name, column.shown(), filled));
  }

  private static String note(String one, String other) {
    return one == null || other == null ? (one == null ? other : one) : one + "; " + other;
  }

  /** Engagements declare no fields: there the reader of the pack reports the value itself. */
  private static void declareFillIn(String entity, Map<String, String> fields) {
    if (!entity.equals(ENGAGEMENTS)) {
      fields.put(TargetColumns.FILL_IN, "bytes");
    }
  }

  private static Value declared(String entity, DraftColumn column, Map<String, String> fields) {
    String field = FieldNames.of(entity, column.name(), fields::containsKey);
    fields.put(field, TargetColumns.type(column).text());
    return TargetColumns.declared(column, field);
  }

  private Optional<Line> reference(
      String entity, DraftTable table, DraftColumn column, Map<String, String> fields) {
    for (DraftLink link : table.links()) {
      if (!references.isWritten(table, link)
          || !column.name().equals(link.columnFor(id(table(link.to()))))) {
        continue;
      }
      String parent = ids.entity(link.to());
      String field = referenceField(entity, table, column, link, fields);
      if (field != null) {
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
  private String referenceField(
      String entity,
      DraftTable table,
      DraftColumn column,
      DraftLink link,
      Map<String, String> fields) {
    String parent = ids.entity(link.to());
    if (link.equals(references.contactLink(table))) {
      if (!EntityNames.isBuiltIn(entity)) {
        fields.put(FieldNames.CONTACT_ID, "{references: contacts}");
      }
      return FieldNames.CONTACT_ID;
    }
    if (entity.equals(ENGAGEMENTS)) {
      return roles.emails() != null && link.equals(table.linksTo(roles.emails()).getFirst())
          ? "emailId"
          : null;
    }
    String field = FieldNames.of(entity, column.name(), fields::containsKey);
    fields.put(field, "{references: " + parent + "}");
    return field;
  }
}
