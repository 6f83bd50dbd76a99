package dev.godwit.pack.draft;

import dev.godwit.records.Entity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The references between the entities of a draft. They form no cycle but that of an entity to
 * itself: where the database has one, the draft breaks it at a reference that may be NULL, and has
 * the id there as a plain value. Not thread-safe.
 */
final class References {
  /** A reference between two entities. */
  private record Edge(String from, String to, DraftTable table, DraftLink link, boolean fixed) {}

  private final Ids ids;
  private final Map<String, String> broken = new LinkedHashMap<>();

  References(Ids ids) {
    this.ids = ids;
    List<Edge> edges = new ArrayList<>();
    for (DraftTable table : ids.paths().catalogue().tables().values()) {
      for (DraftLink link : table.links()) {
        edge(table, link, edges);
      }
    }
    Roles roles = ids.roles();
    if (roles.campaigns() != null) {
      edges.add(new Edge("emails", "contacts", roles.campaigns(), null, true));
    }
    if (roles.emails() != null) {
      edges.add(new Edge("engagements", "emails", roles.emails(), null, true));
    }
    edges.add(new Edge("engagements", "contacts", roles.contacts(), null, true));
    breakCycles(edges);
  }

  private void edge(DraftTable table, DraftLink link, List<Edge> edges) {
    String from = ids.entity(table.id());
    String to = ids.entity(link.to());
    if (from == null || to == null || isToCustomer(link)) {
      return;
    }
    if (from.equals(to)) {
      String why = notToItself(table, link, from);
      if (why != null) {
        broken.put(place(table, link), why);
      }
      return;
    }
    boolean fixed =
        link.equals(contactLink(table))
            && (ids.roles().isEmails(table) || ids.roles().isEngagements(table));
    edges.add(new Edge(from, to, table, link, fixed));
  }

  /** Why a pack cannot have a reference of an entity to itself; null where it can. */
  private static String notToItself(DraftTable table, DraftLink link, String entity) {
    if (entity.equals(Entity.CONTACTS.text())) {
      return "guess: its reference to contacts themselves is broken, since contacts merge";
    }
    if (entity.equals(Entity.ENGAGEMENTS.text())) {
      return "guess: its reference to engagements themselves is broken, since live events have none";
    }
    DraftLink first =
        table.linksTo(table).stream().min(Comparator.comparing(DraftLink::guessed)).orElseThrow();
    return link.equals(first)
        ? null
        : "guess: its reference to the entity itself is broken, since a pack has one such reference";
  }

  private void breakCycles(List<Edge> edges) {
    while (true) {
      List<Edge> cycle = cycle(edges);
      if (cycle.isEmpty()) {
        return;
      }
      Edge weakest =
          cycle.stream()
              .filter(edge -> !edge.fixed())
              .min(
                  Comparator.comparing((Edge edge) -> edge.link().notNull())
                      .thenComparing(edge -> !edge.link().guessed())
                      .thenComparing(edge -> place(edge.table(), edge.link())))
              .orElse(null);
      if (weakest == null) {
        return;
      }
      String way =
          cycle.stream().map(Edge::from).reduce((a, b) -> a + " -> " + b).orElse("")
              + " -> "
              + cycle.getFirst().from();
      broken.put(
          place(weakest.table(), weakest.link()),
          "guess: its reference to %s is broken, since %s is a cycle%s"
              .formatted(
                  weakest.to(),
                  way,
                  weakest.link().notNull()
                      ? "; none of its columns may be NULL, so the target must accept it late"
                      : ""));
      edges.remove(weakest);
    }
  }

  private static List<Edge> cycle(List<Edge> all) {
    List<Edge> edges = core(all);
    for (Edge first : edges) {
      List<Edge> path = path(edges, first.to(), first.from(), new HashSet<>());
      if (path != null) {
        path.addFirst(first);
        return path;
      }
    }
    return List.of();
  }

  /** Without what leads to no cycle: an entity that refers to none ends every way. */
  private static List<Edge> core(List<Edge> all) {
    List<Edge> edges = all;
    while (true) {
      Set<String> onward = edges.stream().map(Edge::from).collect(Collectors.toSet());
      List<Edge> kept = edges.stream().filter(edge -> onward.contains(edge.to())).toList();
      if (kept.size() == edges.size()) {
        return kept;
      }
      edges = kept;
    }
  }

  private static List<Edge> path(List<Edge> edges, String from, String to, Set<String> seen) {
    if (from.equals(to)) {
      return new ArrayList<>();
    }
    if (!seen.add(from)) {
      return null;
    }
    for (Edge edge : edges) {
      if (edge.from().equals(from)) {
        List<Edge> rest = path(edges, edge.to(), to, seen);
        if (rest != null) {
          rest.addFirst(edge);
          return rest;
        }
      }
    }
    return null;
  }

  /** The reference to the contacts that fills contactId; null for none. */
  DraftLink contactLink(DraftTable table) {
    return ids.roles().contacts() == null
        ? null
        : table.linksTo(ids.roles().contacts()).stream()
            .filter(link -> !broken.containsKey(place(table, link)))
            .min(
                Comparator.comparing((DraftLink link) -> !link.notNull())
                    .thenComparing(DraftLink::guessed))
            .orElse(null);
  }

  /** Whether the column is one of such a reference. */
  boolean isReference(DraftTable table, String column) {
    return table.links().stream()
        .anyMatch(link -> link.columns().contains(column) && isWritten(table, link));
  }

  /** Whether the entity has the reference as a field. */
  boolean isWritten(DraftTable table, DraftLink link) {
    return ids.entity(link.to()) != null
        && !isToCustomer(link)
        && !broken.containsKey(place(table, link));
  }

  /** The note on a column whose reference the draft does not have; null for nothing. */
  String brokenNote(DraftTable table, String column) {
    for (DraftLink link : table.links()) {
      if (!link.columns().contains(column) || isToCustomer(link)) {
        continue;
      }
      String why = broken.get(place(table, link));
      if (why != null) {
        return why;
      }
      if (ids.entity(link.to()) == null) {
        return "refers to " + link.to() + ", which is no entity: kept as a value";
      }
    }
    return null;
  }

  /** Whether the reference was broken. */
  boolean isBroken(DraftTable table, DraftLink link) {
    return broken.containsKey(place(table, link));
  }

  /** Whether the column is one of a reference that was broken. */
  boolean isBroken(DraftTable table, String column) {
    return table.links().stream()
        .anyMatch(link -> link.columns().contains(column) && isBroken(table, link));
  }

  private boolean isToCustomer(DraftLink link) {
    Customer customer = ids.paths().customer();
    return customer.table() != null && customer.isKey() && link.to().equals(customer.table().id());
  }

  /** Adds the field of a reference, if the entity has it as one. */
  void add(EntityBuilder entity, DraftLink link) {
    DraftTable table = entity.table();
    if (!isWritten(table, link) || link.columns().stream().allMatch(c -> isDone(entity, c))) {
      return;
    }
    if (!entity.take(link)) {
      return;
    }
    String to = ids.entity(link.to());
    boolean contact = to.equals("contacts") && !entity.isTaken("contactId");
    List<String> own =
        link.columns().stream().filter(c -> !ids.paths().isCustomer(table, c)).toList();
    String expression = ids.ofReference(entity.query(), entity.query().alias(), link);
    boolean plain = own.size() == 1 && expression.equals(entity.query().column(own.getFirst()));
    String label =
        plain && !entity.query().selects(own.getFirst())
            ? entity.query().select(expression, own.getFirst())
            : plain
                ? own.getFirst()
                : entity.query().select(expression, String.join("_", own) + "_ref");
    String name =
        contact ? "contactId" : entity.fieldName(plain ? own.getFirst() : String.join("_", own));
    String note = link.guessed() ? "guess: by its name; no foreign key" : null;
    if (to.equals("contacts") && !contact) {
      note = "guess: a second reference to contacts";
    }
    entity.add(FieldLine.reference(name, label, to, note));
    if (plain) {
      entity.consume(own.getFirst());
    } else {
      link.columns().forEach(entity::consume);
    }
  }

  private static boolean isDone(EntityBuilder entity, String column) {
    return !entity.isFree(entity.table().column(column))
        && !entity.ids().key(entity.table()).contains(column);
  }

  private static String place(DraftTable table, DraftLink link) {
    return table.id() + "." + String.join("+", link.columns());
  }
}
