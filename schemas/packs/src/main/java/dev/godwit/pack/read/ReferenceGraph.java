package dev.godwit.pack.read;

import dev.godwit.pack.Position;
import dev.godwit.records.Entity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The references between a pack's entities. They must form a directed acyclic graph; only an entity
 * that refers to itself is a cycle that is allowed. Not thread-safe.
 */
final class ReferenceGraph {
  /** A field that refers to an entity, and its place. */
  private record Reference(Entity to, String field, Position at) {}

  private final Map<Entity, List<Reference>> references = new LinkedHashMap<>();

  /** Adds an entity; those that no reference orders stay in the order in which they are added. */
  void entity(Entity entity) {
    references.putIfAbsent(entity, new ArrayList<>());
  }

  /** Adds a reference from a field of an entity. */
  void reference(Entity from, Entity to, String field, Position at) {
    entity(from);
    if (!from.equals(to)) {
      references.get(from).add(new Reference(to, field, at));
    }
  }

  /**
   * The entities, each behind those that it refers to. A reference to an entity that was not added,
   * and a cycle, are findings; the order is then not to be used.
   */
  List<Entity> order(Findings findings) {
    references.forEach((from, all) -> all.forEach(one -> declared(one, findings)));
    List<Entity> ordered = new ArrayList<>();
    List<Entity> open = new ArrayList<>(references.keySet());
    while (!open.isEmpty()) {
      Entity next = open.stream().filter(entity -> isFree(entity, open)).findFirst().orElse(null);
      if (next == null) {
        cycle(open, findings);
        ordered.addAll(open);
        return ordered;
      }
      open.remove(next);
      ordered.add(next);
    }
    return ordered;
  }

  private void declared(Reference reference, Findings findings) {
    if (!references.containsKey(reference.to())) {
      findings.unknown(
          reference.at(),
          "an entity of the pack for '" + reference.field() + "' to refer to",
          references.keySet().stream().map(Entity::text).toList(),
          reference.to().text());
    }
  }

  private boolean isFree(Entity entity, List<Entity> open) {
    return references.get(entity).stream().noneMatch(one -> open.contains(one.to()));
  }

  /** Follows references among the entities that are left until one is met again. */
  private void cycle(List<Entity> open, Findings findings) {
    Map<Entity, Reference> path = new LinkedHashMap<>();
    Entity at = open.getFirst();
    while (!path.containsKey(at)) {
      Reference next =
          references.get(at).stream()
              .filter(one -> open.contains(one.to()))
              .findFirst()
              .orElseThrow();
      path.put(at, next);
      at = next.to();
    }
    Entity first = at;
    List<Entity> cycle = new ArrayList<>(path.keySet());
    cycle = cycle.subList(cycle.indexOf(first), cycle.size());
    String text =
        cycle.stream()
            .map(entity -> entity.text() + "." + path.get(entity).field())
            .collect(Collectors.joining(" -> ", "", " -> " + first.text()));
    findings.add(
        path.get(first).at(),
        "references between entities without a cycle",
        text,
        "remove one of these references: no entity of a cycle could be loaded first");
  }
}
