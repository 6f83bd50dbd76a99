package dev.godwit.pack.draft;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How the id of a row is written as one text, alike in its entity and in references to it. */
final class Ids {
  private final CustomerPaths paths;
  private final Roles roles;
  private final Map<String, String> entities;
  private final Map<Roles.EngagementPart, String> prefixes;

  /** With the name of the entity of each table that is one. */
  Ids(CustomerPaths paths, Roles roles, Map<String, String> entities) {
    this.paths = paths;
    this.roles = roles;
    this.entities = entities;
    this.prefixes = prefixes(roles.engagements());
  }

  /** The kind of a part where it tells the part from the others, else its table. */
  private static Map<Roles.EngagementPart, String> prefixes(List<Roles.EngagementPart> parts) {
    Map<Roles.EngagementPart, String> prefixes = new LinkedHashMap<>();
    for (Roles.EngagementPart part : parts) {
      boolean tells =
          part.kind() != null
              && parts.stream().filter(other -> part.kind().equals(other.kind())).count() == 1;
      String wished = tells ? part.kind() : Names.singular(part.table().name());
      String chosen = wished;
      for (int i = 2; prefixes.containsValue(chosen + "-"); i++) {
        chosen = wished + i;
      }
      prefixes.put(part, chosen + "-");
    }
    return prefixes;
  }

  /** Name of the entity of a table; null where it is none. */
  String entity(String table) {
    return entities.get(table);
  }

  CustomerPaths paths() {
    return paths;
  }

  Roles roles() {
    return roles;
  }

  /** Key within one customer, as {@link CustomerPaths#key}. */
  List<String> key(DraftTable table) {
    return paths.key(table);
  }

  /** The id, from an expression for each column of the key. */
  String text(DraftTable table, List<String> expressions) {
    String prefix = prefix(table);
    if (expressions.size() == 1 && prefix.isEmpty()) {
      return expressions.getFirst();
    }
    String joined =
        expressions.stream().map(Ids::asText).collect(Collectors.joining(" || '/' || "));
    return prefix.isEmpty() ? joined : Names.literal(prefix) + " || " + joined;
  }

  /** The expression as a text, which one of several parts is anyway. */
  static String asText(String expression) {
    return expression.endsWith("::text") || expression.contains(" || ")
        ? expression
        : expression + "::text";
  }

  /** The text before the id where an entity has rows of several tables. */
  private String prefix(DraftTable table) {
    if (!roles.isEngagements(table) || !roles.isUnion()) {
      return "";
    }
    return prefix(
        roles.engagements().stream()
            .filter(part -> part.table().id().equals(table.id()))
            .findFirst()
            .orElseThrow());
  }

  /** Begins the ids of a part; no other part's ids begin with it. */
  String prefix(Roles.EngagementPart part) {
    return prefixes.get(part);
  }

  /** Id of the row to which a reference leads, as an expression of the query. */
  String ofReference(DraftQuery query, String from, DraftLink link) {
    DraftTable to = paths.catalogue().tables().get(link.to());
    List<String> own = new ArrayList<>();
    for (String column : key(to)) {
      String pointing = link.columnFor(column);
      if (pointing == null) {
        String joined = query.join(from, link, !link.notNull());
        return text(to, key(to).stream().map(c -> DraftQuery.of(joined, c)).toList());
      }
      own.add(DraftQuery.of(from, pointing));
    }
    return text(to, own);
  }
}
