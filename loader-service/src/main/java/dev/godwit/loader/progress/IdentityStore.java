package dev.godwit.loader.progress;

import dev.godwit.common.v1.RunKind;
import dev.godwit.loader.progress.Statements.SqlArray;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.identity.IdentityKey;
import dev.godwit.records.Entity;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
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

  /** "iden" in ASCII; no other advisory lock of this schema has it. */
  private static final int LOCK_CLASS = 0x6964656e;

  private static final String UNIQUE_VIOLATION = "23505";

  private final TargetPack pack;
  private final RunKind kind;
  private final String schema;
  private final String customer;

  /**
   * @param pack completed from the catalogue
   * @param kind rehearsal or live, which decides the schema
   */
  public IdentityStore(TargetPack pack, RunKind kind, String customer) {
    this.pack = pack;
    this.kind = kind;
    this.schema = pack.schema(kind);
    this.customer = customer;
  }

  /** The ids of some records, and which of them are new. */
  public record Assigned(Map<String, String> ids, Set<String> added) {}

  /** Makes room for the customer's ids; changes nothing where there is. Waits for a purge. */
  public void open(Connection connection) throws SQLException {
    lock(connection);
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

  /**
   * Forgets all ids of the customer, and the room for them unless a run of the customer is open.
   * Waits for a run that is being opened.
   */
  public void purge(Connection connection) throws SQLException {
    lock(connection);
    Statements.update(
        connection,
        "DELETE FROM godwit.identity_row r USING godwit.identity_space s WHERE r.space = s.space AND s.target_schema = ? AND s.customer = ?",
        schema,
        customer);
    Statements.update(
        connection,
        """
        DELETE FROM godwit.identity_space s WHERE s.target_schema = ? AND s.customer = ?
          AND NOT EXISTS (SELECT FROM godwit.run r WHERE r.customer = s.customer AND r.kind = ? AND r.state <> 'CLOSED')
          AND NOT EXISTS (SELECT FROM godwit.identity_row i WHERE i.space = s.space)
        """,
        schema,
        customer,
        kind.name());
  }

  /** Openings and purges of one customer come one after the other, each with what is committed. */
  private void lock(Connection connection) throws SQLException {
    Statements.query(
        connection,
        "SELECT pg_advisory_xact_lock(?, hashtext(?))",
        row -> row.getString(1),
        LOCK_CLASS,
        schema + " " + customer);
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

  /** Inserts rows for some records, and notes which ones it did. */
  @FunctionalInterface
  private interface Insert {
    void run(Collection<String> sourceIds, String onConflict, Assigned assigned)
        throws SQLException;
  }

  /**
   * The ids of all records; those that have none get the next numbers of a sequence, in the order
   * given. A transaction that draws for one of the same records is waited for. A number that
   * another record has already is skipped, and numbers are lost where a record has an id already.
   *
   * @param sequence its name, quoted
   */
  public Assigned draw(
      Connection connection, Entity entity, Collection<String> sourceIds, String sequence)
      throws SQLException {
    String sql =
        """
        INSERT INTO godwit.identity_row (space, source_id, target_id)
        SELECT %s, s.source_id, nextval('%s')
        FROM (SELECT a.source_id FROM unnest(?) WITH ORDINALITY AS a (source_id, n) ORDER BY a.n) s
        %%s RETURNING source_id, target_id::text
        """
            .formatted(SPACE, sequence.replace("'", "''").replace("%", "%%"));
    return assign(
        connection,
        entity,
        sourceIds,
        (open, onConflict, assigned) ->
            Statements.query(
                connection,
                sql.formatted(onConflict),
                row -> added(row, assigned),
                schema,
                entity.text(),
                customer,
                texts(open)));
  }

  /**
   * Remembers ids; those of records that have one stay.
   *
   * @param ids the target's id by the source's
   * @return the ids that it now has, and which are new
   */
  public Assigned remember(Connection connection, Entity entity, Map<String, String> ids)
      throws SQLException {
    String sql =
        "INSERT INTO godwit.identity_row (space, source_id, target_key) SELECT %s, a.source_id, a.target_key FROM unnest(?, ?) AS a (source_id, target_key) %%s RETURNING source_id, target_key"
            .formatted(SPACE);
    return assign(
        connection,
        entity,
        ids.keySet(),
        (open, onConflict, assigned) ->
            Statements.query(
                connection,
                sql.formatted(onConflict),
                row -> added(row, assigned),
                schema,
                entity.text(),
                customer,
                texts(open),
                texts(open.stream().map(ids::get).toList())));
  }

  /**
   * Inserts all, without looking for ids that are there, which costs more than the rows: a record
   * is rarely loaded again. Where one has an id after all, finds those that are there and inserts
   * the others.
   */
  private Assigned assign(
      Connection connection, Entity entity, Collection<String> sourceIds, Insert insert)
      throws SQLException {
    Assigned assigned = new Assigned(new HashMap<>(), new LinkedHashSet<>());
    Set<String> open = new LinkedHashSet<>(sourceIds);
    if (!open.isEmpty() && !insertAll(connection, open, insert, assigned)) {
      findOpen(connection, entity, open, assigned);
      while (!open.isEmpty()) {
        insert.run(List.copyOf(open), "ON CONFLICT DO NOTHING", assigned);
        open.removeAll(assigned.ids().keySet());
        findOpen(connection, entity, open, assigned);
      }
    }
    return assigned;
  }

  private void findOpen(Connection connection, Entity entity, Set<String> open, Assigned assigned)
      throws SQLException {
    if (!open.isEmpty()) {
      assigned.ids().putAll(find(connection, entity, open));
      open.removeAll(assigned.ids().keySet());
    }
  }

  /** Inserts all or, where a record or a number is there after all, none; false for none. */
  private static boolean insertAll(
      Connection connection, Set<String> open, Insert insert, Assigned assigned)
      throws SQLException {
    Assigned inserted = new Assigned(new HashMap<>(), new LinkedHashSet<>());
    Savepoint before = connection.setSavepoint();
    try {
      insert.run(open, "", inserted);
    } catch (SQLException e) {
      if (!UNIQUE_VIOLATION.equals(e.getSQLState())) {
        throw e;
      }
      connection.rollback(before);
      return false;
    }
    connection.releaseSavepoint(before);
    assigned.ids().putAll(inserted.ids());
    assigned.added().addAll(inserted.added());
    return true;
  }

  private static Object added(ResultSet row, Assigned assigned) throws SQLException {
    assigned.added().add(row.getString(1));
    return assigned.ids().put(row.getString(1), row.getString(2));
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
