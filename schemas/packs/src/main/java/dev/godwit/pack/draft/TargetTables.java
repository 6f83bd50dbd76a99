package dev.godwit.pack.draft;

import dev.godwit.pack.Identifiers;
import dev.godwit.pack.draft.Roles.EngagementPart;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Decides which tables of a target are entities of its pack, and why others are none. */
final class TargetTables {
  private final CustomerPaths paths;
  private final Roles roles;
  private final TargetIds ids;
  private final TargetLists lists;
  private final List<EngagementPart> otherParts;
  private final Map<String, Lookup> lookups = new LinkedHashMap<>();
  private final Map<String, String> entities = new LinkedHashMap<>();
  private final List<LeftOut> leftOut = new ArrayList<>();

  TargetTables(CustomerPaths paths) {
    this.paths = paths;
    Roles all = new RoleChoice(paths).choose();
    this.roles = withFirstPart(all);
    this.otherParts = otherParts(all, roles);
    this.ids = new TargetIds(paths);
    this.lists = new TargetLists(paths, roles, ids);
    EntityNames names = new EntityNames(paths, roles, withoutWay());
    entities.putAll(names.entities());
    leftOut.addAll(names.leftOut());
    names.entities().keySet().forEach(this::keepIfPossible);
  }

  private void keepIfPossible(String id) {
    DraftTable table = paths.catalogue().tables().get(id);
    String reason =
        otherParts.stream().anyMatch(part -> part.table().id().equals(id))
            ? "opens and clicks go to one table, " + eventTable()
            : reason(table);
    boolean isList = lists.field(table) != null;
    if (reason != null || isList) {
      entities.remove(id);
      if (!isList) {
        leftOut.add(new LeftOut(id, reason));
      }
    }
  }

  /** Lookups that can be found by a name, and tables of which nothing says whose their rows are. */
  private Set<String> withoutWay() {
    Set<String> more = new HashSet<>();
    for (DraftTable table : paths.catalogue().tables().values()) {
      Lookup.of(paths, table).ifPresent(lookup -> lookups.put(table.id(), lookup));
      boolean used = paths.catalogue().pointingTo(table).stream().anyMatch(paths::leads);
      if (lookups.containsKey(table.id()) || !(paths.leads(table) || used)) {
        more.add(table.id());
      }
    }
    return more;
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

  /** Why a table cannot have rows of an entity; null where it can. */
  String reason(DraftTable table) {
    if (!Identifiers.isSimple(table.name())) {
      return "a pack cannot name it: its name has other characters than letters, digits and _";
    }
    if (ids.of(table) != null) {
      return null;
    }
    List<String> key = table.key().stream().filter(c -> !paths.isCustomer(table, c)).toList();
    if (key.isEmpty()) {
      return "its key is the customer: let 'prepare' make its row";
    }
    boolean builtIn =
        roles.isContacts(table) || roles.isEmails(table) || roles.isEngagements(table);
    if (!builtIn && paths.catalogue().pointingTo(table).isEmpty()) {
      return null;
    }
    String needed =
        builtIn
            ? "needs one column with an id of its own"
            : "needs one, since "
                + paths.catalogue().pointingTo(table).getFirst().name()
                + " refers to it";
    return "its key ("
        + String.join(", ", key)
        + ") has no id of its own, and it "
        + needed
        + "; add one";
  }

  /** What engagements of several tables become; null where there is one. */
  String noteOfEngagements() {
    if (otherParts.isEmpty()) {
      return null;
    }
    String others =
        String.join(", ", otherParts.stream().map(part -> part.table().name()).toList());
    return "fill in: a target pack has one table for opens and clicks, so all of them go to %s, and none to %s. Make one table for both, with a column for the kind"
        .formatted(eventTable(), others);
  }

  /** Name of the entity of each table that is one. */
  Map<String, String> entities() {
    return entities;
  }

  /** The lookup that a table is; null where it is none. */
  Lookup lookup(DraftTable table) {
    return lookups.get(table.id());
  }

  List<LeftOut> leftOut() {
    return leftOut;
  }

  Roles roles() {
    return roles;
  }

  TargetIds ids() {
    return ids;
  }

  TargetLists lists() {
    return lists;
  }
}
