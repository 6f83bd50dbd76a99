package dev.godwit.local.preview;

import dev.godwit.pack.PackCheck;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.TargetPack;
import dev.godwit.transformer.quarantine.QuarantinedException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Shows for a few rows of a source what each stage makes of them: the row, the extracted record,
 * and the rows of the target or the reason for quarantine. It writes to no database. For one use.
 */
public final class Preview {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final SourcePack source;
  private final TargetPack target;
  private final String customer;
  private final PrintWriter out;
  private int quarantined;

  /**
   * With its packs.
   *
   * @param target null to show what is extracted only
   */
  public Preview(SourcePack source, TargetPack target, String customer, PrintWriter out) {
    this.source = source;
    this.target = target;
    this.customer = customer;
    this.out = out;
  }

  /**
   * Prints it.
   *
   * @param entity name of the only entity to show; null for all
   * @param limit rows of each entity
   * @return number of rows that would be quarantined, or that the packs give no way for
   * @throws dev.godwit.pack.PackException where the target pack has findings
   * @throws SQLException where a database is not reached, or refuses a query
   */
  public int show(String entity, int limit) throws SQLException {
    TargetRows rows = target == null ? null : new TargetRows(source, checked(), customer);
    try (Connection connection = source.database().openForShortReads(LONGEST)) {
      SourceRows reader = new SourceRows(source, connection, customer);
      for (SourceEntity each : source.entities().values()) {
        if (entity == null || each.entity().text().equals(entity)) {
          show(each, reader.read(each, limit), rows);
        }
      }
    }
    return quarantined;
  }

  private TargetPack checked() throws SQLException {
    try (Connection connection = target.database().openForShortReads(LONGEST)) {
      return PackCheck.againstCatalogue(target, connection);
    }
  }

  private void show(SourceEntity entity, List<SourceRows.Row> rows, TargetRows target) {
    out.println(
        entity.entity().text()
            + (rows.isEmpty() ? ": no row of customer " + customer : "")
            + (target != null && !target.has(entity.entity())
                ? ": not in the target pack, so it is not moved"
                : ""));
    for (SourceRows.Row row : rows) {
      line("source", pairs(row.columns()));
      line("extracted", pairs(row.fields()));
      if (target != null && target.has(entity.entity())) {
        transformed(entity, row, target);
      }
      out.println();
    }
  }

  private void transformed(SourceEntity entity, SourceRows.Row row, TargetRows target) {
    try {
      for (TargetRows.Row made : target.of(entity.entity(), row.record())) {
        line("target", made.table() + ": " + pairs(made.cells()));
      }
    } catch (QuarantinedException e) {
      quarantined++;
      line(
          "quarantine",
          e.reason() + (e.field() == null ? "" : " of " + e.field()) + ": " + e.getMessage());
    } catch (IllegalArgumentException e) {
      quarantined++;
      line("no way", e.getMessage());
    }
  }

  private void line(String stage, String text) {
    out.println("  %-10s %s".formatted(stage, text));
  }

  private static String pairs(Map<String, String> values) {
    return values.entrySet().stream()
        .map(
            entry ->
                entry.getKey() + " = " + (entry.getValue() == null ? "NULL" : entry.getValue()))
        .collect(Collectors.joining(", "));
  }
}
