package dev.godwit.local.preview;

import dev.godwit.pack.Finding;
import dev.godwit.pack.PackCheck;
import dev.godwit.pack.PackException;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.check.PackPairCheck;
import dev.godwit.records.QuarantineReason;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.transformer.quarantine.ReplacedValue;
import dev.godwit.transformer.quarantine.Violation;
import dev.godwit.worker.failure.StageFailedException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Shows for a few rows of a source what each stage makes of them: the row, the extracted record,
 * and the rows of the target or the reason for quarantine. The extractor's and the transformer's
 * code makes them, with their default settings. It writes to no database. For one use.
 */
public final class Preview {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final SourcePack source;
  private final TargetPack target;
  private final String customer;
  private final PrintWriter out;
  private final Consumer<Finding> findings;
  private int problems;

  /**
   * With its packs.
   *
   * @param target null to show what is extracted only
   * @param out receives the rows
   * @param findings receives the findings of the source pack, and of the packs as a pair, with
   *     which a run would be refused; the rows are shown all the same
   */
  public Preview(
      SourcePack source,
      TargetPack target,
      String customer,
      PrintWriter out,
      Consumer<Finding> findings) {
    this.source = source;
    this.target = target;
    this.customer = customer;
    this.out = out;
    this.findings = findings;
  }

  /**
   * Prints it.
   *
   * @param entity name of the only entity to show; null for all
   * @param limit rows of each entity
   * @return number of findings, and of rows that would be quarantined or stop the run
   * @throws PackException where the target pack has findings, so that no row of it can be made
   * @throws StageFailedException where a column of the source pack is not in its query
   * @throws SQLException where a database is not reached, or refuses a query
   */
  public int show(String entity, int limit) throws SQLException, StageFailedException {
    TargetRows rows = target == null ? null : new TargetRows(source, checked(), customer);
    try (Connection connection = source.database().openForShortReads(LONGEST)) {
      check(connection);
      SourceRows reader = new SourceRows(source, connection, customer);
      for (SourceEntity each : source.entities().values()) {
        if (entity == null || each.entity().text().equals(entity)) {
          show(each, reader.read(each, limit), rows);
        }
      }
    }
    return problems;
  }

  private TargetPack checked() throws SQLException {
    try (Connection connection = target.database().openForShortReads(LONGEST)) {
      return PackCheck.againstCatalogue(target, connection);
    }
  }

  private void check(Connection connection) throws SQLException {
    try {
      PackCheck.againstCatalogue(source, connection);
    } catch (PackException e) {
      report(e);
    }
    if (target == null) {
      return;
    }
    try {
      PackPairCheck.require(source, target);
    } catch (PackException e) {
      report(e);
    }
  }

  private void report(PackException e) {
    problems += e.findings().size();
    e.findings().forEach(findings);
  }

  private void show(SourceEntity entity, List<SourceRows.Row> rows, TargetRows target) {
    boolean isTaken = target != null && target.has(entity.entity());
    out.println(
        entity.entity().text()
            + (rows.isEmpty() ? ": no row of customer " + customer : "")
            + (target != null && !isTaken
                ? ": not in the target pack, so a run of these packs is refused"
                : ""));
    List<String> translated =
        isTaken && !rows.isEmpty() ? target.translated(entity.entity()) : List.of();
    if (!translated.isEmpty()) {
      line(
          "note",
          String.join(", ", translated)
              + ": shown as in the source; the loader puts the target's id or account in its place");
    }
    for (SourceRows.Row row : rows) {
      line("source", pairs(row.columns()));
      if (row.record() == null) {
        problems++;
        line("no way", row.problem());
      } else {
        line("extracted", pairs(row.fields()));
        if (isTaken) {
          transformed(entity, row, target);
        }
      }
      out.println();
    }
  }

  private void transformed(SourceEntity entity, SourceRows.Row row, TargetRows target) {
    try {
      for (TargetRows.Row made : target.of(entity.entity(), row.record())) {
        line(made.isWritten() ? "target" : "looked up", made.table() + ": " + pairs(made.cells()));
      }
      for (ReplacedValue replaced : target.replaced()) {
        line("replaced", replaced.field() + ": " + replaced.reason());
      }
    } catch (QuarantinedException e) {
      problems++;
      violation(e.reason(), e.field(), e.getMessage());
      for (Violation other : e.others()) {
        violation(other.reason(), other.field(), other.detail());
      }
    } catch (IllegalArgumentException e) {
      problems++;
      line("no way", e.getMessage());
    }
  }

  private void violation(QuarantineReason reason, String field, String detail) {
    line("quarantine", reason + (field == null ? "" : " of " + field) + ": " + detail);
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
