package dev.godwit.local.demo;

import dev.godwit.api.text.Figures;
import dev.godwit.api.text.TextTable;
import dev.godwit.sampledata.newsroom.DeskTarget;
import dev.godwit.sampledata.newsroom.OtherAccounts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of the desk that are not one newsroom's, in both schemas at one moment. Immutable.
 *
 * @param schemas by name, live first
 */
record NewsroomNeighbours(Map<String, OtherAccounts> schemas) {

  /** Reads them. */
  static NewsroomNeighbours read(LocalDatabases databases, String customer) {
    Map<String, OtherAccounts> schemas = new LinkedHashMap<>();
    databases.withTarget(
        desk -> {
          for (String schema : List.of(DeskTarget.LIVE, DeskTarget.STAGING)) {
            schemas.put(schema, OtherAccounts.read(desk, schema, customer));
          }
          return null;
        });
    return new NewsroomNeighbours(schemas);
  }

  /** Rows and digest of each schema, such as {@code 12,345 rows, 0f3a}. */
  Map<String, String> digests() {
    Map<String, String> digests = new LinkedHashMap<>();
    schemas.forEach(
        (name, others) ->
            digests.put(
                name, "%s rows, %s".formatted(Figures.count(others.count()), others.digest())));
    return digests;
  }

  /** The moment as text. */
  String table() {
    TextTable table = new TextTable("schema", "rows and digest");
    digests().forEach(table::row);
    return table.text();
  }

  /** This moment beside an earlier one, as text. */
  String table(NewsroomNeighbours before) {
    TextTable table = new TextTable("schema", "before", "after");
    digests().forEach((schema, now) -> table.row(schema, before.digests().get(schema), now));
    return table.text();
  }
}
