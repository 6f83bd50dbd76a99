package dev.godwit.it;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A digest of each table of one schema of the desk, and the highest id that it has. Every id that
 * is drawn later is higher, so that the same rows are found again by their ids, whoever wrote rows
 * since.
 *
 * @param tables by name
 */
record DeskDigests(Map<String, Digest> tables) {
  /** The tables by the column that is read as the id: its own, or that of the row it belongs to. */
  private static final Map<String, String> IDS = ids();

  /**
   * One table.
   *
   * @param highest highest id; 0 without rows
   * @param rows number of rows up to that id
   * @param md5 of the rows' texts, in order
   */
  record Digest(long highest, long rows, String md5) {}

  /** All rows that are there now. */
  static DeskDigests of(Databases databases, String schema) {
    Map<String, Digest> all = new LinkedHashMap<>();
    IDS.forEach(
        (table, id) ->
            all.put(
                table,
                digest(
                    databases,
                    schema,
                    table,
                    databases.countTarget(
                        "select coalesce(max(%s), 0) from %s.%s".formatted(id, schema, table)))));
    return new DeskDigests(all);
  }

  /** The rows that are there now, and that could be there before: up to the ids of then. */
  static DeskDigests upTo(DeskDigests before, Databases databases, String schema) {
    Map<String, Digest> all = new LinkedHashMap<>();
    before.tables.forEach(
        (table, digest) -> all.put(table, digest(databases, schema, table, digest.highest())));
    return new DeskDigests(all);
  }

  private static Digest digest(Databases databases, String schema, String table, long highest) {
    List<String> row =
        databases
            .targetRows(
                "select count(*), md5(coalesce(string_agg(t::text, ';' order by t::text), '')) from %s.%s t where %s <= %d"
                    .formatted(schema, table, IDS.get(table), highest))
            .getFirst();
    return new Digest(highest, Long.parseLong(row.getFirst()), row.getLast());
  }

  private static Map<String, String> ids() {
    Map<String, String> ids = new LinkedHashMap<>();
    for (String table :
        List.of(
            "country",
            "channel",
            "account",
            "agent",
            "organisation",
            "person",
            "segment",
            "mailing",
            "message",
            "message_event",
            "opt_out",
            "note",
            "tag")) {
      ids.put(table, "id");
    }
    ids.put("person_profile", "person_id");
    ids.put("watched_person", "person_id");
    ids.put("segment_member", "person_id");
    ids.put("mailing_link", "mailing_id");
    ids.put("mailing_file", "mailing_id");
    ids.put("tagging", "tag_id");
    return ids;
  }
}
