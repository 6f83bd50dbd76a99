package dev.godwit.loader.progress;

import dev.godwit.common.v1.RunKind;
import dev.godwit.loader.progress.Statements.SqlArray;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.identity.IdentityKey;
import dev.godwit.records.Entity;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code godwit.identity}: the target's id of each record whose id the target makes, of one
 * customer in one schema. A row is written in the transaction of the record's rows, so that a
 * record that is loaded again, by any route, gets the id that it has. Runs in the connection's
 * transaction; errors are those of the driver. Stateless but for its customer.
 */
public final class IdentityStore {
  private static final String SPACE =
      "(SELECT space FROM godwit.identity_space WHERE target_schema = ? AND entity = ? AND customer = ?)";

  private final TargetPack pack;
  private final String schema;
  private final String customer;

  /**
   * @param pack completed from the catalogue
   * @param kind rehearsal or live, which decides the schema
   */
  public IdentityStore(TargetPack pack, RunKind kind, String customer) {
    this.pack = pack;
    this.schema = pack.schema(kind);
    this.customer = customer;
  }

  /** The ids of some records, and which of them are new. */
  public record Assigned(Map<String, String> ids, Set<String> added) {}

  /** Makes room for the customer's ids; changes nothing where there is. */
  public void open(Connection connection) throws SQLException {
    for (Entity entity : pack.entities()) {
      if (pack.isRemembered(entity)) {
        Statements.update(
            connection,
            "INSERT INTO godwit.identity_space (target_schema, entity, customer) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            schema,
            entity.text(),
            customer);
      }
    }
  }

  /** Number of ids that it remembers of the customer. */
  public long count(Connection connection) throws SQLException {
    return Statements.query(
            connection,
            "SELECT count(*) FROM godwit.identity WHERE target_schema = ? AND customer = ?",
            row -> row.getLong(1),
            schema,
            customer)
        .getFirst();
  }

  /** Forgets all ids of the customer. */
  public void purge(Connection connection) throws SQLException {
    Statements.update(
        connection,
        "DELETE FROM godwit.identity_row r USING godwit.identity_space s WHERE r.space = s.space AND s.target_schema = ? AND s.customer = ?",
        schema,
        customer);
  }

  /**
   * The ids of those records that have one.
   *
   * @param sourceIds ids in the source, each once
   */
  public Map<String, String> find(
      Connection connection, Entity entity, Collection<String> sourceIds) throws SQLException {
    Map<String, String> ids = new HashMap<>();
    Statements.query(
        connection,
        "SELECT r.source_id, r.%s::text FROM godwit.identity_row r WHERE r.space = %s AND r.source_id = ANY (?)"
            .formatted(IdentityKey.of(pack, entity).column(), SPACE),
        row -> ids.put(row.getString(1), row.getString(2)),
        schema,
        entity.text(),
        customer,
        texts(sourceIds));
    return ids;
  }

  /**
   * The ids of all records; those that have none get the next numbers of a sequence, in the order
   * given. A transaction that draws for one of the same records is waited for.
   *
   * @param sequence its name, quoted
   */
  public Assigned draw(
      Connection connection, Entity entity, Collection<String> sourceIds, String sequence)
      throws SQLException {
    String sql =
        """
        WITH asked AS (SELECT * FROM unnest(?) WITH ORDINALITY AS a (source_id, n)),
        drawn AS (
          INSERT INTO godwit.identity_row (space, source_id, target_id)
          SELECT %s, s.source_id, nextval('%s')
          FROM (SELECT a.source_id FROM asked a
                WHERE NOT EXISTS (SELECT FROM godwit.identity_row r WHERE r.space = %s AND r.source_id = a.source_id)
                ORDER BY a.n) s
          ON CONFLICT DO NOTHING
          RETURNING source_id, target_id)
        SELECT source_id, target_id::text FROM drawn
        """
            .formatted(SPACE, sequence.replace("'", "''"), SPACE);
    Assigned assigned = new Assigned(new HashMap<>(), new LinkedHashSet<>());
    Set<String> open = new LinkedHashSet<>(sourceIds);
    assigned.ids().putAll(find(connection, entity, open));
    open.removeAll(assigned.ids().keySet());
    while (!open.isEmpty()) {
      Statements.query(
          connection,
          sql,
          row -> added(row, assigned),
          texts(open),
          schema,
          entity.text(),
          customer,
          schema,
          entity.text(),
          customer);
      open.removeAll(assigned.ids().keySet());
      if (!open.isEmpty()) {
        assigned.ids().putAll(find(connection, entity, open));
        open.removeAll(assigned.ids().keySet());
      }
    }
    return assigned;
  }

  private static Object added(ResultSet row, Assigned assigned) throws SQLException {
    assigned.added().add(row.getString(1));
    return assigned.ids().put(row.getString(1), row.getString(2));
  }

  /**
   * Remembers ids; those of records that have one stay.
   *
   * @param ids the target's id by the source's
   * @return the ids that it now has, and which are new
   */
  public Assigned remember(Connection connection, Entity entity, Map<String, String> ids)
      throws SQLException {
    Assigned assigned = new Assigned(new HashMap<>(), new LinkedHashSet<>());
    List<String> sources = List.copyOf(ids.keySet());
    Statements.query(
        connection,
        "INSERT INTO godwit.identity_row (space, source_id, target_key) SELECT %s, a.source_id, a.target_key FROM unnest(?, ?) AS a (source_id, target_key) ON CONFLICT DO NOTHING RETURNING source_id, target_key"
            .formatted(SPACE),
        row -> added(row, assigned),
        schema,
        entity.text(),
        customer,
        texts(sources),
        texts(sources.stream().map(ids::get).toList()));
    Set<String> others = new LinkedHashSet<>(sources);
    others.removeAll(assigned.added());
    if (!others.isEmpty()) {
      assigned.ids().putAll(find(connection, entity, others));
    }
    return assigned;
  }

  /** Forgets the ids of records that the target does not take. */
  public void forget(Connection connection, Entity entity, Collection<String> sourceIds)
      throws SQLException {
    Statements.update(
        connection,
        "DELETE FROM godwit.identity_row WHERE space = " + SPACE + " AND source_id = ANY (?)",
        schema,
        entity.text(),
        customer,
        texts(sourceIds));
  }

  private static SqlArray texts(Collection<String> values) {
    return new SqlArray("text", List.copyOf(values));
  }
}
