package dev.godwit.pack.draft;

import dev.godwit.pack.draft.TargetTableDraft.Line;
import dev.godwit.records.Entity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Drafts the entities of a target pack from a catalogue. */
final class TargetDraft {
  private static final String ENGAGEMENTS = Entity.ENGAGEMENTS.text();

  private final CustomerPaths paths;
  private final TargetTables tables;
  private final Ids ids;
  private final String customerValue;
  private final List<LeftOut> leftOut = new ArrayList<>();
  private final List<TargetEntityDraft> entities = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();
  private final Map<String, TargetLines> lines = new LinkedHashMap<>();
  private final TargetCustomers customers;
  private final References references;

  /** With the value of the columns that hold the customer: {@code customer} or {@code account}. */
  TargetDraft(CustomerPaths paths, String customerValue) {
    this.paths = paths;
    this.customerValue = customerValue;
    this.tables = new TargetTables(paths);
    leftOut.addAll(tables.leftOut());
    Map<String, String> names = tables.entities();
    this.ids = new Ids(paths, tables.roles(), names);
    this.references = new References(ids);
    names.forEach(
        (id, name) -> {
          if (tables.lookup(table(id)) == null) {
            lines.put(id, new TargetLines(name, table(id), tables, ids, references, customerValue));
          }
        });
    this.customers = new TargetCustomers(paths, tables, lines);
    draft(names);
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

  References references() {
    return references;
  }

  /** Tables whose rows the pack writes, by name with schema. */
  Set<String> written() {
    Set<String> written = new TreeSet<>();
    for (DraftTable table : paths.catalogue().tables().values()) {
      boolean isMain = lines.containsKey(table.id()) && customers.of(table.id()) != null;
      boolean isList =
          tables.lists().field(table) != null && ids.entity(tables.roles().contacts().id()) != null;
      if (isMain || isList) {
        written.add(table.id());
      }
    }
    return written;
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

  /** Column that most tables have for the customer. */
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
    Roles roles = tables.roles();
    builtIn("contacts", roles.contacts());
    builtIn("emails", roles.emails());
    builtIn(
        ENGAGEMENTS, roles.engagements().isEmpty() ? null : roles.engagements().getFirst().table());
    names.entrySet().stream()
        .filter(entry -> !EntityNames.isBuiltIn(entry.getValue()))
        .sorted(Map.Entry.comparingByValue(Comparator.naturalOrder()))
        .forEach(entry -> other(entry.getValue(), table(entry.getKey())));
  }

  private void other(String name, DraftTable table) {
    if (tables.lookup(table) != null) {
      entities.add(lookup(name, tables.lookup(table)));
    } else if (customers.of(table.id()) == null) {
      leftOut.add(
          new LeftOut(
              table.id(), "nothing says whose its rows are, and it has no id of its own; add one"));
    } else {
      entities.add(entity(name, table));
    }
  }

  private void builtIn(String name, DraftTable table) {
    if (table != null && ids.entity(table.id()) != null) {
      entities.add(entity(name, table));
      return;
    }
    missing.add(name);
    boolean single = paths.customer().table() == null;
    String customerColumn = usualColumn();
    List<Line> columns = new ArrayList<>();
    columns.add(new Line("id", "id", null));
    if (!single) {
      columns.add(new Line(customerColumn, customerValue, null));
    }
    if (!name.equals("contacts")) {
      columns.add(new Line("contact_id", "ref(contacts, contactId)", null));
    }
    entities.add(
        new TargetEntityDraft(
            name,
            TargetIds.DERIVED,
            null,
            Map.of(),
            List.of(
                new TargetTableDraft(
                    "fill_in_" + name,
                    null,
                    List.of("id"),
                    single ? "identity" : PackText.scalar(customerColumn),
                    columns,
                    List.of(
                        "fill in: the table of the "
                            + name
                            + ", of which none was found"
                            + (table == null
                                ? ""
                                : " (" + table.name() + ": " + tables.reason(table) + ")"))))));
  }

  private TargetEntityDraft lookup(String name, Lookup lookup) {
    String field = FieldNames.of(name, lookup.key().name(), taken -> false);
    List<Line> columns =
        lookup.table().columns().values().stream()
            .filter(column -> column.equals(lookup.id()) || column.equals(lookup.key()))
            .map(
                column ->
                    new Line(
                        column.name(),
                        column.equals(lookup.id()) ? "id" : PackText.scalar(field),
                        null))
            .toList();
    return new TargetEntityDraft(
        name,
        TargetIds.LOOKED_UP,
        "guess: all customers share the rows; they are found, and none is written",
        Map.of(field, "text"),
        List.of(
            new TargetTableDraft(
                lookup.table().name(),
                null,
                List.of(lookup.key().name()),
                "identity",
                columns,
                List.of())));
  }

  private TargetEntityDraft entity(String name, DraftTable table) {
    TargetLines main = lines.get(table.id());
    TargetCustomers.Owner owner = customers.of(table.id());
    List<String> notes = new ArrayList<>();
    if (name.equals(ENGAGEMENTS) && tables.noteOfEngagements() != null) {
      notes.add(tables.noteOfEngagements());
    }
    if (owner.note() != null) {
      notes.add(owner.note());
    }
    List<TargetTableDraft> all = new ArrayList<>();
    all.add(
        new TargetTableDraft(
            table.name(), null, tables.ids().key(table), owner.yaml(), main.lines(), notes));
    if (name.equals("contacts")) {
      paths.catalogue().pointingTo(table).stream()
          .filter(child -> tables.lists().field(child) != null)
          .forEach(child -> all.add(tables.lists().draft(child, customerValue)));
    }
    DraftColumn id = tables.ids().of(table);
    return new TargetEntityDraft(name, TargetIds.kind(id), TargetIds.note(id), main.fields(), all);
  }
}
