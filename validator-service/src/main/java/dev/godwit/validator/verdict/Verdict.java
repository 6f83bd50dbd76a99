package dev.godwit.validator.verdict;

import dev.godwit.common.v1.Check;
import dev.godwit.common.v1.LedgerLine;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetTable;
import dev.godwit.receipt.v1.Ledger;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.report.v1.ReportEnvelope;
import dev.godwit.report.v1.VerdictReport;
import dev.godwit.validator.differences.DifferenceSink.Kind;
import dev.godwit.validator.ledger.CheckNames;
import dev.godwit.validator.ledger.Checks;
import dev.godwit.validator.readback.OrphanRows.Orphans;
import dev.godwit.validator.readback.SequencesBehind.Behind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The answer at a cut; a pure function of ledger and read-back. Reconciled only where every check
 * passed and no key differs.
 *
 * @param ledger the sums of the receipts
 * @param tables comparison of each table; empty after the commit
 * @param differences keys that differ
 * @param live live engagement in the target; null where the ledger has none
 * @param engagementRows rows of engagement, counted after the commit instead of read back
 * @param demands rehearsal: what the live schema demands of the rows
 * @param behind sequences that stand below an id that the source gave
 * @param orphans rows whose foreign key leads to no row, by foreign key, where Godwit checks them
 */
public record Verdict(
    Ledger ledger,
    List<TableComparison> tables,
    DifferenceCounts differences,
    LiveComparison live,
    long engagementRows,
    LiveDemands demands,
    List<Behind> behind,
    List<Orphans> orphans) {
  /** Stands for "not counted by itself": the tables were read back. */
  static final long NOT_COUNTED = -1;

  /** A verdict on a target whose foreign keys the database checks; it names no sequence. */
  public Verdict(
      Ledger ledger,
      List<TableComparison> tables,
      DifferenceCounts differences,
      LiveComparison live,
      long engagementRows,
      LiveDemands demands) {
    this(ledger, tables, differences, live, engagementRows, demands, List.of(), List.of());
  }

  /** All checks, those of the ledger first. */
  public List<Check> checks() {
    List<Check> checks = new ArrayList<>(ledger.getHops());
    for (LedgerLine line : ledger.getLines()) {
      if (live != null && Entities.of(line).equals(Entity.ENGAGEMENTS)) {
        checks.addAll(live.checks(line));
        checks.add(engagements(line));
      } else if (engagementRows == NOT_COUNTED) {
        checks.add(
            Checks.counts(
                CheckNames.TARGET_EQUALS_LOADED,
                Checks.subject(Entities.of(line)),
                line.getLoaded(),
                targetRows(Entities.of(line))));
      }
    }
    for (TableComparison table : tables) {
      checks.add(
          Checks.counts(
              CheckNames.TABLE_ROWS_EQUAL_LOADED,
              table.table().name(),
              table.expected().rows(),
              table.found().rows()));
      checks.add(
          Checks.counts(
              CheckNames.TABLE_DIGEST_EQUALS_LOADED,
              table.table().name(),
              0,
              table.expected().differing(table.found()).size()));
      if (!table.table().uncompared().isEmpty()) {
        checks.add(notCompared(table.table()));
      }
    }
    for (Orphans one : orphans) {
      checks.add(
          Checks.counts(
              CheckNames.REFERENCES_LEAD_TO_ROWS,
              one.reference() + " to " + one.parent(),
              0,
              one.rows()));
    }
    checks.addAll(demands.checks());
    behind.forEach(one -> checks.add(isBehind(one)));
    return checks;
  }

  /**
   * The pack decides it, so it is no failure; whoever reads the verdict sees what it leaves out.
   */
  private static Check notCompared(TargetTable table) {
    List<String> names = table.uncompared().stream().map(TargetColumn::name).toList();
    return new Check(
        CheckNames.COLUMNS_NOT_COMPARED,
        table.name(),
        "columns that the pack leaves out of the comparison",
        names.size() + ": " + String.join(", ", names),
        true);
  }

  /** No row is wrong, so it is no failure; a later insert of the target can fail. */
  private static Check isBehind(Behind one) {
    return new Check(
        CheckNames.SEQUENCES_ABOVE_IDS,
        one.column(),
        "sequence %s at or above %d".formatted(one.sequence(), one.highest()),
        "at %d: the target's next row gets the id of a loaded one; advance it in after-load"
            .formatted(one.position()),
        true);
  }

  /** After the commit the target holds engagement of its own too, so that more rows are right. */
  private Check engagements(LedgerLine line) {
    long expected = line.getLoaded() + live.totals().loaded();
    long found = targetRows(Entity.ENGAGEMENTS);
    boolean counted = engagementRows != NOT_COUNTED;
    return new Check(
        counted ? CheckNames.TARGET_HOLDS_LOADED : CheckNames.TARGET_EQUALS_LOADED,
        Checks.subject(Entity.ENGAGEMENTS),
        (counted ? "at least " : "") + live.expected(line),
        Long.toString(found),
        counted ? found >= expected : found == expected);
  }

  /** True where nothing differs. */
  public boolean reconciled() {
    return differences.all() == 0 && checks().stream().allMatch(Check::getPassed);
  }

  /** The report. */
  public VerdictReport toReport(ReportEnvelope envelope) {
    return VerdictReport.newBuilder()
        .setEnvelope(envelope)
        .setCut(ledger.getCut())
        .setReconciled(reconciled())
        .setLedger(lines())
        .setChecks(checks())
        .setQuarantine(
            Stream.concat(ledger.getQuarantine().stream(), demands.findings().stream()).toList())
        .setMissing(differences.of(Kind.MISSING))
        .setUnexpected(differences.of(Kind.UNEXPECTED))
        .setChanged(differences.of(Kind.CHANGED))
        .build();
  }

  private List<LedgerLine> lines() {
    return ledger.getLines().stream()
        .map(
            line ->
                LedgerLine.newBuilder(line).setTargetRows(targetRows(Entities.of(line))).build())
        .toList();
  }

  /** Rows of the entity's main table: the first of its tables that has every record. */
  private long targetRows(Entity entity) {
    if (engagementRows != NOT_COUNTED) {
      return entity.equals(Entity.ENGAGEMENTS) ? engagementRows : NOT_COUNTED;
    }
    return tables.stream()
        .filter(t -> t.table().entity().equals(entity) && t.table().hasEveryRecord())
        .min(Comparator.comparingInt(t -> t.table().index()))
        .map(main -> main.found().rows())
        .orElse(0L);
  }
}
