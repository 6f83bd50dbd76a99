package dev.godwit.traffic;

import dev.godwit.sampledata.SampleEngagements;
import dev.godwit.sampledata.SampleSpec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The opens and clicks that a sample customer was made with. The tail sends them again where it
 * begins at the first row, since a transaction of the source is open when a run starts. Not
 * thread-safe.
 */
final class SampleRows {
  private final SampleEngagements rows;
  private final long firstId;

  /**
   * @param firstId id of the first row
   */
  SampleRows(SampleEngagements rows, long firstId) {
    this.rows = rows;
    this.firstId = firstId;
  }

  /** Those of a customer in the source; rows that came later have higher ids. */
  static SampleRows of(Connection source, SampleSpec spec) throws SQLException {
    try (PreparedStatement statement =
        source.prepareStatement(
            "select coalesce(min(id), 0) from engagement where customer_id = ?")) {
      statement.setString(1, spec.customer());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new SampleRows(new SampleEngagements(spec), row.getLong(1));
      }
    }
  }

  /**
   * Whether it is one that must be quarantined.
   *
   * @param legacyId its id in the source; null where an event has none
   */
  boolean isBroken(String legacyId) {
    if (legacyId == null) {
      return false;
    }
    long index = Long.parseLong(legacyId) - firstId;
    return index >= 0 && index < rows.count() && !rows.isMigratable(index);
  }
}
