package dev.godwit.loader.progress;

import dev.godwit.loader.progress.Statements.SqlArray;
import dev.godwit.records.Entity;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The records whose dependants a redrive reads: table {@code godwit.redriven}. They are those that
 * left the quarantine, by the ids under which other rows may refer to them. A redrive that is
 * killed finds them again, and memory does not grow with their number. Stateless; all methods run
 * in the connection's transaction.
 */
public final class RedrivenStore {

  /**
   * A record by an id that others may refer to it by.
   *
   * @param entity its entity
   * @param id the id as text: that of the source, or a derived one
   */
  public record Parent(Entity entity, String id) {
    /** As a column of type text can hold it, without NUL. */
    private String storedId() {
      return id.replace('\0', ' ');
    }
  }

  private RedrivenStore() {}

  /** Adds records of a replay; one that is there already stays. */
  public static void add(
      Connection connection, String runId, int replay, Collection<Parent> parents)
      throws SQLException {
    if (!parents.isEmpty()) {
      Statements.update(
          connection,
          "INSERT INTO godwit.redriven (run_id, number, entity, id)"
              + " SELECT DISTINCT ?::text, ?::int4, p.* FROM unnest(?::text[], ?::text[]) p"
              + " ON CONFLICT DO NOTHING",
          runId,
          replay,
          entities(parents),
          ids(parents));
    }
  }

  /** Those of some records that the replay has; a new set. */
  public static Set<Parent> among(
      Connection connection, String runId, int replay, Collection<Parent> asked)
      throws SQLException {
    if (asked.isEmpty()) {
      return new HashSet<>();
    }
    return new HashSet<>(
        Statements.query(
            connection,
            "SELECT r.entity, r.id FROM godwit.redriven r"
                + " JOIN (SELECT DISTINCT a.* FROM unnest(?::text[], ?::text[]) a (entity, id)) a"
                + " USING (entity, id) WHERE r.run_id = ? AND r.number = ?",
            row -> new Parent(Entity.valueOf(row.getString(1)), row.getString(2)),
            entities(asked),
            ids(asked),
            runId,
            replay));
  }

  private static SqlArray entities(Collection<Parent> parents) {
    return new SqlArray("text", parents.stream().map(parent -> parent.entity().name()).toList());
  }

  private static SqlArray ids(Collection<Parent> parents) {
    List<String> ids = parents.stream().map(Parent::storedId).toList();
    return new SqlArray("text", ids);
  }

  /** Deletes the records of a replay that has ended. */
  public static void remove(Connection connection, String runId, int replay) throws SQLException {
    Statements.update(
        connection, "DELETE FROM godwit.redriven WHERE run_id = ? AND number = ?", runId, replay);
  }

  /** Deletes those of a run whose rows are purged. */
  public static void remove(Connection connection, String runId) throws SQLException {
    Statements.update(connection, "DELETE FROM godwit.redriven WHERE run_id = ?", runId);
  }
}
