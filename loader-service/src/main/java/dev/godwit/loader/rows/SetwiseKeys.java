package dev.godwit.loader.rows;

import dev.godwit.loader.targetdb.LoadTable;
import dev.godwit.loader.targetdb.RunTarget;
import dev.godwit.pack.ForeignKeyChecks;
import dev.godwit.pack.TargetTable;
import dev.godwit.pack.foreignkey.Coverage;
import dev.godwit.pack.foreignkey.Coverage.CustomerRow;
import dev.godwit.pack.foreignkey.Obstacle;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Decides for a batch whether its look-up of parents stands for the foreign keys of the tables that
 * it writes, as its pack may ask for. The catalogue is read under a lock that no change of the
 * tables passes, so that the answer holds until the transaction ends. Where it is no, the database
 * checks each row as ever, and a warning says why, once a customer and reason. Not thread-safe.
 */
public final class SetwiseKeys {
  private static final Logger LOG = Logger.getLogger(SetwiseKeys.class);

  private final Set<String> warned = new HashSet<>();

  /**
   * Decides, and locks the rows that stand for the customer. Where the answer is yes, the caller
   * locks all parents as it looks them up, and writes only records whose parents it found.
   *
   * @param connection without auto-commit, in the transaction that writes the batch
   * @throws SQLException retriable or fatal by its class; the transaction cannot go on
   */
  public boolean mayReplace(Connection connection, EncodedBatch batch) throws SQLException {
    RunTarget target = batch.target();
    List<LoadTable> tables = written(batch);
    if (target.pack().foreignKeys() != ForeignKeyChecks.BY_GODWIT || tables.isEmpty()) {
      return false;
    }
    if (!batch.hasMainRows()) {
      warn(target, "a record has no main row, or rows with another id than that");
      return false;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "LOCK TABLE %s IN ROW EXCLUSIVE MODE"
              .formatted(
                  tables.stream()
                      .map(LoadTable::name)
                      .distinct()
                      .collect(Collectors.joining(", "))));
      Coverage coverage = Coverage.of(connection, target.pack(), target.kind(), described(tables));
      if (!coverage.obstacles().isEmpty()) {
        coverage.obstacles().forEach(one -> warn(target, text(one)));
        return false;
      }
      for (CustomerRow row : coverage.rows()) {
        if (!isLocked(statement, target, row)) {
          warn(target, "%s has no row of the customer".formatted(row.table()));
          return false;
        }
      }
    }
    return true;
  }

  private static List<LoadTable> written(EncodedBatch batch) {
    List<LoadTable> tables = new ArrayList<>();
    for (int table = 0; table < batch.target().tableCount(); table++) {
      if (batch.hasRows(table) && batch.target().table(table).isWritten()) {
        tables.add(batch.target().table(table));
      }
    }
    return tables;
  }

  private static List<TargetTable> described(List<LoadTable> tables) {
    return tables.stream().map(LoadTable::table).toList();
  }

  private static boolean isLocked(Statement statement, RunTarget target, CustomerRow row)
      throws SQLException {
    String owner = row.account() ? target.account() : target.customer();
    String sql =
        "SELECT 1 FROM %s p WHERE p.%s = %s FOR KEY SHARE"
            .formatted(row.table(), row.column(), statement.enquoteLiteral(owner));
    try (ResultSet found = statement.executeQuery(sql)) {
      return found.next();
    }
  }

  private static String text(Obstacle one) {
    return "expected %s, found %s; %s".formatted(one.expected(), one.found(), one.action());
  }

  private void warn(RunTarget target, String why) {
    if (warned.add(target.customer() + " " + why)) {
      LOG.warnf(
          "customer=%s: the database checks the foreign keys of each row, although the pack %s has Godwit check them: %s.",
          target.customer(), target.pack().name(), why);
    }
  }
}
