package dev.godwit.validator.verdict;

import dev.godwit.common.v1.Check;
import dev.godwit.common.v1.QuarantineCount;
import dev.godwit.common.v1.Stage;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.records.Entity;
import dev.godwit.validator.ledger.CheckNames;
import dev.godwit.validator.ledger.Checks;
import dev.godwit.validator.readback.TargetRows;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The demands of the live schema on the rows that a rehearsal loaded into staging. A unique value
 * that a live row has already fails the rehearsal. A difference between the schemas is a finding:
 * whoever approves the live run accepts it by name. Immutable.
 *
 * @param checks one for each unique key and each table
 * @param findings number of differences between the schemas, by entity
 */
record LiveDemands(List<Check> checks, List<QuarantineCount> findings) {
  /** Reason of the finding that staging demands something else than live. */
  static final String STAGING_DIFFERS = "STAGING_DIFFERS";

  /** Of a live run: the database itself demands it. */
  static final LiveDemands NONE = new LiveDemands(List.of(), List.of());

  private static final int MOST_NAMED = 5;

  LiveDemands {
    checks = List.copyOf(checks);
    findings = List.copyOf(findings);
  }

  /**
   * Reads them while the rehearsed rows stand in staging.
   *
   * @throws SQLException retriable where the database went away, else fatal
   */
  static LiveDemands read(TargetPack pack, TargetRows rows) throws SQLException {
    List<Check> checks = new ArrayList<>();
    Map<Entity, Long> differences = new TreeMap<>();
    for (TargetTable table : pack.tables()) {
      for (Map.Entry<String, Long> key : rows.collisions(table).entrySet()) {
        checks.add(
            Checks.counts(
                CheckNames.KEYS_FREE_IN_LIVE,
                table.name() + " by " + key.getKey(),
                0,
                key.getValue()));
      }
      List<String> different = rows.schemaDifferences(table);
      if (!different.isEmpty()) {
        checks.add(
            new Check(
                CheckNames.STAGING_LIKE_LIVE,
                table.name(),
                "no difference",
                text(different),
                true));
        differences.merge(table.entity(), (long) different.size(), Long::sum);
      }
    }
    List<QuarantineCount> findings = new ArrayList<>();
    differences.forEach(
        (entity, count) ->
            findings.add(
                new QuarantineCount(
                    entity.symbol(),
                    Stage.VALIDATE,
                    STAGING_DIFFERS,
                    count,
                    entity.declaredName())));
    return new LiveDemands(checks, findings);
  }

  private static String text(List<String> different) {
    String named = String.join("; ", different.subList(0, Math.min(MOST_NAMED, different.size())));
    return different.size() > MOST_NAMED
        ? named + "; and %d more".formatted(different.size() - MOST_NAMED)
        : named;
  }
}
