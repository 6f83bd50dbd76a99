package dev.godwit.pack.draft;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tables of the schemas of a draft, sorted by name, and what cannot be one. Immutable.
 *
 * @param database name of the database
 * @param schemas names of the schemas
 * @param searchPath search path that role or database set; null where it is PostgreSQL's
 * @param allSchemas all schemas that the user can see
 * @param tables tables by name with schema
 * @param leftOut relations that are no tables to move
 */
record DraftCatalogue(
    String database,
    List<String> schemas,
    String searchPath,
    List<String> allSchemas,
    Map<String, DraftTable> tables,
    List<LeftOut> leftOut) {

  /** Tables that point to a table, sorted by name. */
  List<DraftTable> pointingTo(DraftTable table) {
    return tables.values().stream()
        .filter(other -> !other.id().equals(table.id()) && !other.linksTo(table).isEmpty())
        .toList();
  }

  /** The same with further links of tables. */
  DraftCatalogue with(Map<String, List<DraftLink>> links) {
    Map<String, DraftTable> all = new LinkedHashMap<>();
    tables.forEach((id, table) -> all.put(id, table.with(links.getOrDefault(id, List.of()))));
    return new DraftCatalogue(database, schemas, searchPath, allSchemas, all, leftOut);
  }
}
