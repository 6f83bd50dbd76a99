package dev.godwit.pack.draft;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Drafts the entities of a source pack from a catalogue. */
final class SourceDraft {
  private final CustomerPaths paths;
  private final Roles roles;
  private final EntityNames names;
  private final Ids ids;
  private final References references;
  private final List<EntityDraft> entities;

  SourceDraft(CustomerPaths paths) {
    this.paths = paths;
    this.roles = new RoleChoice(paths).choose();
    this.names = new EntityNames(paths, roles);
    this.ids = new Ids(paths, roles, names.entities());
    this.references = new References(ids);
    this.entities = draft();
  }

  /** The entities: the built-in ones first, then the others by name. */
  List<EntityDraft> entities() {
    return entities;
  }

  private List<EntityDraft> draft() {
    Map<String, EntityDraft> drafts = new LinkedHashMap<>();
    drafts.put("contacts", roles.contacts() == null ? Skeletons.contacts() : contacts());
    drafts.put("emails", emails());
    drafts.put(
        "engagements",
        roles.engagements().isEmpty()
            ? Skeletons.engagements()
            : new EngagementFields(ids, references).draft());
    names.entities().entrySet().stream()
        .filter(entry -> !EntityNames.isBuiltIn(entry.getValue()))
        .sorted(Map.Entry.comparingByValue(Comparator.naturalOrder()))
        .forEach(
            entry -> {
              EntityBuilder builder = builder(entry.getValue(), table(entry.getKey()));
              drafts.put(entry.getValue(), builder.finish());
            });
    return List.copyOf(drafts.values());
  }

  private EntityDraft contacts() {
    EntityBuilder builder = builder("contacts", roles.contacts());
    ContactFields.fill(builder);
    return builder.finish();
  }

  private EntityDraft emails() {
    if (roles.emails() != null) {
      EntityBuilder builder = builder("emails", roles.emails());
      EmailFields.fill(builder, references);
      return builder.finish();
    }
    return roles.campaigns() == null ? Skeletons.emails() : EmailFields.ofEvents(ids);
  }

  private EntityBuilder builder(String name, DraftTable table) {
    EntityBuilder builder = new EntityBuilder(name, table, ids, references);
    builder.begin();
    return builder;
  }

  private DraftTable table(String id) {
    return paths.catalogue().tables().get(id);
  }

  /** For people: each entity, and the tables that it comes from. */
  List<String> summary() {
    return entities.stream()
        .map(EntityDraft::name)
        .filter(name -> !missing().contains(name))
        .map(name -> name + " (" + String.join(", ", tables(name)) + ")")
        .toList();
  }

  private Set<String> tables(String entity) {
    Set<String> tables = new TreeSet<>();
    names
        .entities()
        .forEach(
            (id, name) -> {
              if (name.equals(entity)) {
                tables.add(table(id).name());
              }
            });
    if (tables.isEmpty()) {
      roles.engagements().forEach(part -> tables.add(part.table().name()));
    }
    return tables;
  }

  /** Built-in entities that were not found. */
  List<String> missing() {
    List<String> missing = new ArrayList<>();
    if (roles.contacts() == null) {
      missing.add("contacts");
    }
    if (roles.emails() == null && roles.campaigns() == null) {
      missing.add("emails");
    }
    if (roles.engagements().isEmpty()) {
      missing.add("engagements");
    }
    return missing;
  }

  /** The parts that the pack does not have, sorted. */
  List<LeftOut> leftOut() {
    List<LeftOut> all = new ArrayList<>(names.leftOut());
    if (roles.isUnion()) {
      roles.engagements().stream()
          .map(Roles.EngagementPart::table)
          .filter(table -> !roles.isEmails(table))
          .distinct()
          .forEach(
              table ->
                  all.add(
                      new LeftOut(
                          "columns of " + table.id(),
                          "an entity of several tables has the canonical fields only; it has the columns "
                              + String.join(", ", table.columns().keySet()))));
    }
    return all;
  }
}
