package dev.godwit.loader.targetdb;

import dev.godwit.common.v1.RunKind;
import dev.godwit.loader.progress.Statements;
import dev.godwit.loader.progress.Statements.SqlArray;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.pack.identity.CustomerSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides which tables of the staging schema hold one customer's rows and nothing else that a
 * {@code TRUNCATE} would pass by: rows of others, rows that refer to them from another table, a
 * trigger, a rule or a subscriber that must see each deleted row. Reads only, in the connection's
 * transaction. Not thread-safe.
 */
final class StagingTables {
  /** The tables and all their partitions; {@code root} is the table that the pack names. */
  private static final String TREE =
      """
      WITH RECURSIVE tree (root, oid) AS (
        SELECT c.relname, c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = ? AND c.relname = ANY (?)
        UNION SELECT t.root, i.inhrelid FROM tree t JOIN pg_inherits i ON i.inhparent = t.oid)
      """;

  private static final String UNFIT =
      TREE
          + """
          SELECT t.root, CASE
            WHEN c.relkind NOT IN ('r', 'p') THEN 'it is not a plain table'
            WHEN EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = t.oid AND NOT g.tgisinternal
              AND g.tgenabled <> 'D' AND g.tgtype & 40 <> 0) THEN 'it has a trigger on DELETE or TRUNCATE'
            WHEN EXISTS (SELECT FROM pg_rewrite r WHERE r.ev_class = t.oid AND r.ev_type = '4')
              THEN 'it has a rule on DELETE'
            WHEN EXISTS (SELECT FROM pg_publication_tables p JOIN pg_namespace n ON n.nspname = p.schemaname
              WHERE n.oid = c.relnamespace AND p.tablename = c.relname) THEN 'it is published to subscribers'
            END AS reason
          FROM tree t JOIN pg_class c ON c.oid = t.oid""";

  /** Pairs of a table and one that refers to it; null for one that is none of the tables. */
  private static final String REFERENCES =
      TREE
          + """
          SELECT DISTINCT p.root, c.root FROM tree p JOIN pg_constraint f ON f.contype = 'f' AND f.confrelid = p.oid
          LEFT JOIN tree c ON c.oid = f.conrelid""";

  private final Connection connection;
  private final TargetPack pack;
  private final RunKind kind;
  private final Map<String, String> parameters;

  /**
   * Tables by name.
   *
   * @param fit tables that may be truncated, in the order of the pack
   * @param unfit why others may not
   */
  record Choice(List<String> fit, Map<String, String> unfit) {
    Choice {
      fit = List.copyOf(fit);
      unfit = Collections.unmodifiableMap(new LinkedHashMap<>(unfit));
    }
  }

  private record Reference(String parent, String child) {}

  /**
   * @param parameters of the pack's statements about the customer
   */
  StagingTables(
      Connection connection, TargetPack pack, RunKind kind, Map<String, String> parameters) {
    this.connection = connection;
    this.pack = pack;
    this.kind = kind;
    this.parameters = parameters;
  }

  /** Chooses the tables as they are now; without a lock on them that may change at once. */
  Choice choose() throws SQLException {
    Map<String, String> unfit = new LinkedHashMap<>();
    Map<String, TargetTable> candidates = candidates(unfit);
    Object[] names = {pack.schema(kind), new SqlArray("text", List.copyOf(candidates.keySet()))};
    Statements.query(
        connection,
        UNFIT,
        row ->
            row.getString(2) == null ? null : unfit.putIfAbsent(row.getString(1), row.getString(2)),
        names);
    List<Reference> references =
        Statements.query(
            connection,
            REFERENCES,
            row -> new Reference(row.getString(1), row.getString(2)),
            names);
    leaveOutReferenced(references, candidates, unfit);
    for (TargetTable table : candidates.values()) {
      if (!unfit.containsKey(table.name()) && hasOthers(table)) {
        unfit.put(table.name(), "rows of it are not the customer's");
      }
    }
    leaveOutReferenced(references, candidates, unfit);
    List<String> fit = new ArrayList<>(candidates.keySet());
    fit.removeAll(unfit.keySet());
    return new Choice(fit, unfit);
  }

  /** Tables that the pack writes alone, and whose rows name their customer. */
  private Map<String, TargetTable> candidates(Map<String, String> unfit) {
    Map<String, TargetTable> candidates = new LinkedHashMap<>();
    for (TargetTable table : pack.tables()) {
      String name = table.name();
      if (!pack.writes(table)) {
        unfit.put(name, "its rows are looked up");
      } else if (table.customerColumn() == null) {
        unfit.put(name, "its rows do not name their customer");
      } else if (owner(table) == null) {
        unfit.put(name, "the customer has no account");
      } else if (candidates.put(name, table) != null) {
        unfit.put(name, "several entities share it");
      }
    }
    candidates.keySet().removeAll(unfit.keySet());
    return candidates;
  }

  /** A table is truncated only together with all that refer to it. */
  private static void leaveOutReferenced(
      List<Reference> references, Map<String, TargetTable> candidates, Map<String, String> unfit) {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Reference one : references) {
        boolean stays = candidates.containsKey(one.child()) && !unfit.containsKey(one.child());
        if (!stays
            && unfit.putIfAbsent(
                    one.parent(), "a table that is not truncated refers to it by a foreign key")
                == null) {
          changed = true;
        }
      }
    }
  }

  /** The customer or the account, as the customer column holds it; null where there is none. */
  private String owner(TargetTable table) {
    String condition = CustomerSql.condition(pack, table, "t");
    List<String> names = new Sql(condition, "", 1).bind(pack.placeholders(kind)).parameters();
    return parameters.get(names.getFirst());
  }

  /** By three probes of an index, however many rows the customer has. */
  private boolean hasOthers(TargetTable table) throws SQLException {
    String rows =
        "EXISTS (SELECT FROM %s WHERE %s "
            .formatted(qualified(table.name()), Identifier.quote(table.customerColumn()));
    String sql = "SELECT " + rows + "< ?) OR " + rows + "> ?) OR " + rows + "IS NULL)";
    String owner = owner(table);
    return Statements.query(connection, sql, row -> row.getBoolean(1), owner, owner).getFirst();
  }

  /** Whether one of the tables has a row. */
  boolean haveRows(List<String> tables) throws SQLException {
    for (String table : tables) {
      String sql = "SELECT EXISTS (SELECT FROM " + qualified(table) + ")";
      if (Statements.query(connection, sql, row -> row.getBoolean(1)).getFirst()) {
        return true;
      }
    }
    return false;
  }

  /** Number of all rows of a table, whoever has them. */
  long total(String table) throws SQLException {
    String sql = "SELECT count(*) FROM " + qualified(table);
    return Statements.query(connection, sql, row -> row.getLong(1)).getFirst();
  }

  /** Name with schema, quoted. */
  String qualified(String table) {
    return Identifier.quote(pack.schema(kind)) + "." + Identifier.quote(table);
  }
}
