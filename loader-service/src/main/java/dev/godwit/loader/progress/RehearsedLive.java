package dev.godwit.loader.progress;

import dev.godwit.loader.progress.Statements.SqlArray;
import dev.godwit.records.QuarantineLimits;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The fate of each synthetic live event of a rehearsal: table {@code godwit.rehearsed_live}. A row
 * is written with the batch that loads, recognises or quarantines the event, so that the validator
 * sees the outcome exactly where the target has it. An event that is sent again keeps its first
 * outcome. Stateless; all methods run in the connection's transaction.
 */
public final class RehearsedLive {
  /** Outcome of an event whose rows were written. */
  public static final String LOADED = "LOADED";

  /** Outcome of an event whose rows the target had already. */
  public static final String DUPLICATE = "DUPLICATE";

  /**
   * An event with its outcome.
   *
   * @param identity its event id, else its primary key in the source
   * @param outcome {@link #LOADED}, {@link #DUPLICATE}, or the name of the reason for which it is
   *     in quarantine
   */
  public record Outcome(String identity, String outcome) {
    private String storedIdentity() {
      return QuarantineLimits.text(identity).replace('\0', ' ');
    }
  }

  private RehearsedLive() {}

  /** Adds the outcomes of a batch. */
  public static void add(Connection connection, String runId, List<Outcome> outcomes)
      throws SQLException {
    if (!outcomes.isEmpty()) {
      Statements.update(
          connection,
          "INSERT INTO godwit.rehearsed_live (run_id, event_id, outcome)"
              + " SELECT ?, o.* FROM unnest(?::text[], ?::text[]) o ON CONFLICT DO NOTHING",
          runId,
          new SqlArray("text", outcomes.stream().map(Outcome::storedIdentity).toList()),
          new SqlArray("text", outcomes.stream().map(Outcome::outcome).toList()));
    }
  }

  /** Deletes the outcomes of a run whose rows are purged. */
  public static void remove(Connection connection, String runId) throws SQLException {
    Statements.update(connection, "DELETE FROM godwit.rehearsed_live WHERE run_id = ?", runId);
  }
}
