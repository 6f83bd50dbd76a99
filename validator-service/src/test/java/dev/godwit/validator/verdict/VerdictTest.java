package dev.godwit.validator.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.godwit.canonical.BucketDigest;
import dev.godwit.common.v1.Check;
import dev.godwit.common.v1.LedgerLine;
import dev.godwit.common.v1.Stage;
import dev.godwit.pack.ColumnType;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetTable;
import dev.godwit.receipt.v1.Ledger;
import dev.godwit.records.Entity;
import dev.godwit.report.v1.ReportEnvelope;
import dev.godwit.validator.ledger.CheckNames;
import dev.godwit.validator.readback.LiveTotals;
import dev.godwit.validator.readback.OrphanRows;
import dev.godwit.validator.readback.SequencesBehind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final TargetTable ENGAGEMENT =
      new TargetTable(
          0,
          Entity.ENGAGEMENTS,
          "engagement",
          null,
          List.of(),
          List.of(),
          "customer",
          new Sql("select 1", "pack.yaml", 1),
          new Sql("select 1", "pack.yaml", 1));

  @Test
  void shouldExpectTheLoadedRowsWhenThereIsNoLiveEngagement() {
    Verdict verdict = verdict(line(100, 0, 0), 100, null);

    assertThat(verdict.reconciled()).isTrue();
    assertThat(failed(verdict(line(100, 0, 0), 99, null)))
        .contains(CheckNames.TARGET_EQUALS_LOADED);
  }

  @Test
  void shouldNameTheColumnsThatAreNotComparedWhenThePackLeavesSomeOut() {
    TargetColumn opens =
        new TargetColumn(
            "opens",
            "machine",
            ColumnType.INTEGER,
            null,
            true,
            null,
            new TargetColumn.Extras(List.of(), Map.of(), null, null, null, null, false, null),
            null);
    TableComparison table =
        new TableComparison(ENGAGEMENT.withColumns(List.of(opens)), rows(100), rows(100));
    Verdict verdict =
        new Verdict(
            ledger(line(100, 0, 0)),
            List.of(table),
            new DifferenceCounts(),
            null,
            Verdict.NOT_COUNTED,
            LiveDemands.NONE);

    assertThat(verdict.reconciled()).isTrue();
    Check left = check(verdict, CheckNames.COLUMNS_NOT_COMPARED);
    assertThat(left.getSubject()).isEqualTo("engagement");
    assertThat(left.getFound()).isEqualTo("1: opens");
  }

  @Test
  void shouldNameASequenceBelowAKeptIdAndReconcileAllTheSame() {
    Verdict verdict =
        new Verdict(
            ledger(line(100, 0, 0)),
            List.of(new TableComparison(ENGAGEMENT, rows(100), rows(100))),
            new DifferenceCounts(),
            null,
            Verdict.NOT_COUNTED,
            LiveDemands.NONE,
            List.of(new SequencesBehind.Behind("engagement.id", "crm.engagement_id_seq", 5, 900)),
            List.of());
    assertThat(verdict.reconciled()).isTrue();
    Check behind = check(verdict, CheckNames.SEQUENCES_ABOVE_IDS);
    assertThat(behind.getSubject()).isEqualTo("engagement.id");
    assertThat(behind.getExpected()).isEqualTo("sequence crm.engagement_id_seq at or above 900");
    assertThat(behind.getFound()).startsWith("at 5: ").endsWith("advance it in after-load");
  }

  @Test
  void shouldNotReconcileWhenARowRefersToNone() {
    OrphanRows.Orphans none = new OrphanRows.Orphans("tag (contact)", "contact (id)", 0);
    OrphanRows.Orphans one = new OrphanRows.Orphans("email (contact)", "contact (id)", 1);
    assertThat(withOrphans(none).reconciled()).isTrue();
    Verdict verdict = withOrphans(none, one);
    assertThat(failed(verdict)).containsExactly(CheckNames.REFERENCES_LEAD_TO_ROWS);
    assertThat(verdict.checks())
        .filteredOn(check -> check.getName().equals(CheckNames.REFERENCES_LEAD_TO_ROWS))
        .extracting(Check::getSubject, Check::getExpected, Check::getFound)
        .containsExactly(
            tuple("tag (contact) to contact (id)", "0", "0"),
            tuple("email (contact) to contact (id)", "0", "1"));
  }

  private static Verdict withOrphans(OrphanRows.Orphans... orphans) {
    return new Verdict(
        ledger(line(100, 0, 0)),
        List.of(new TableComparison(ENGAGEMENT, rows(100), rows(100))),
        new DifferenceCounts(),
        null,
        Verdict.NOT_COUNTED,
        LiveDemands.NONE,
        List.of(),
        List.of(orphans));
  }

  @Test
  void shouldCountRecordsInTheMainTableWhenAnEntityHasSeveral() {
    TargetTable companion =
        new TargetTable(
            1,
            Entity.ENGAGEMENTS,
            "agent",
            null,
            List.of(),
            List.of(),
            "customer",
            ENGAGEMENT.count(),
            ENGAGEMENT.readBack());
    TableComparison main = new TableComparison(ENGAGEMENT, rows(100), rows(100));
    Verdict verdict =
        new Verdict(
            ledger(line(100, 0, 0)),
            List.of(new TableComparison(companion, rows(100), rows(100)), main),
            new DifferenceCounts(),
            null,
            Verdict.NOT_COUNTED,
            LiveDemands.NONE);

    assertThat(verdict.reconciled()).isTrue();
    assertThat(check(verdict, CheckNames.TARGET_EQUALS_LOADED).getFound()).isEqualTo("100");
    Verdict lacking =
        new Verdict(
            ledger(line(100, 0, 0)),
            List.of(new TableComparison(companion, rows(100), rows(99)), main),
            new DifferenceCounts(),
            null,
            Verdict.NOT_COUNTED,
            LiveDemands.NONE);
    assertThat(failed(lacking)).containsExactly(CheckNames.TABLE_ROWS_EQUAL_LOADED);
  }

  @Test
  void shouldReconcileWhenEventsArriveAfterTheCut() {
    Verdict verdict = verdict(line(100, 20, 3), 125, totals(30, 25, 5));

    assertThat(verdict.reconciled()).isTrue();
    Check rows = check(verdict, CheckNames.TARGET_EQUALS_LOADED);
    assertThat(rows.getExpected())
        .isEqualTo("125 = 100 of the snapshot + 25 live by the read-back (20 by the cut)");
    assertThat(rows.getFound()).isEqualTo("125");
  }

  @Test
  void shouldFailWhenTheTargetHoldsARowThatWasNotLoaded() {
    assertThat(failed(verdict(line(100, 20, 3), 126, totals(30, 25, 5))))
        .containsExactlyInAnyOrder(
            CheckNames.TARGET_EQUALS_LOADED, CheckNames.TABLE_ROWS_EQUAL_LOADED);
  }

  @Test
  void shouldFailWhenTheTotalsAreLessThanAtTheCut() {
    assertThat(failed(verdict(line(100, 20, 3), 119, totals(24, 19, 5))))
        .containsExactly(CheckNames.LIVE_TOTALS_INCLUDE_CUT);
  }

  @Test
  void shouldFailWhenTheTotalsDoNotAddUp() {
    assertThat(failed(verdict(line(100, 20, 3), 125, totals(31, 25, 5))))
        .containsExactly(CheckNames.LIVE_TOTALS_ADD_UP);
  }

  @Test
  void shouldAcceptTheTargetsOwnEngagementWhenTheRunIsCommitted() {
    LiveComparison live = new LiveComparison(totals(30, 25, 5));
    Ledger ledger = ledger(line(100, 20, 3));

    assertThat(committed(ledger, live, 125).reconciled()).isTrue();
    assertThat(committed(ledger, live, 500).reconciled()).isTrue();
    assertThat(failed(committed(ledger, live, 124)))
        .containsExactly(CheckNames.TARGET_HOLDS_LOADED);
  }

  @Test
  void shouldCompareEngagementAloneWhenTheCommitCameBetweenCutAndReadBack() {
    LedgerLine contacts =
        LedgerLine.newBuilder(line(10, 0, 0))
            .setEntity(Entity.CONTACTS.symbol())
            .setEntityName(Entity.CONTACTS.declaredName())
            .build();
    Ledger ledger = ledger(line(100, 20, 3));
    ledger.setLines(List.of(contacts, ledger.getLines().getFirst()));

    assertThat(committed(ledger, new LiveComparison(totals(30, 25, 5)), 125).reconciled()).isTrue();
  }

  @Test
  void shouldShowTheCutsFiguresAndTheReadBacksRowsWhenALineIsMade() {
    var report =
        verdict(line(100, 20, 3), 125, totals(30, 25, 5))
            .toReport(new ReportEnvelope("r", "t", "c", 1, Stage.VALIDATE, "i", Instant.EPOCH));

    LedgerLine line = report.getLedger().getFirst();
    assertThat(line.getTargetRows()).isEqualTo(125);
    assertThat(line.getLiveLoaded()).isEqualTo(20);
    assertThat(line.getLiveDuplicates()).isEqualTo(3);
  }

  private static Verdict committed(Ledger ledger, LiveComparison live, long rows) {
    return new Verdict(ledger, List.of(), new DifferenceCounts(), live, rows, LiveDemands.NONE);
  }

  private static Verdict verdict(LedgerLine line, long rows, LiveTotals live) {
    BucketDigest expected = rows(line.getLoaded() + (live == null ? 0 : live.loaded()));
    TableComparison table = new TableComparison(ENGAGEMENT, expected, rows(rows));
    return new Verdict(
        ledger(line),
        List.of(table),
        new DifferenceCounts(),
        live == null ? null : new LiveComparison(live),
        Verdict.NOT_COUNTED,
        LiveDemands.NONE);
  }

  private static BucketDigest rows(long rows) {
    return BucketDigest.fromBytes(new BucketDigest().toBytes(), rows);
  }

  private static LiveTotals totals(long received, long loaded, long duplicates) {
    return new LiveTotals(received, loaded, duplicates, 0, Map.of(), Map.of());
  }

  private static Ledger ledger(LedgerLine line) {
    return Ledger.newBuilder()
        .setRunId("c/1")
        .setCustomer("c")
        .setCut(1)
        .setLines(List.of(line))
        .setHops(List.of())
        .setQuarantine(List.of())
        .setTables(List.of())
        .build();
  }

  private static LedgerLine line(long loaded, long liveLoaded, long liveDuplicates) {
    return LedgerLine.newBuilder()
        .setEntity(Entity.ENGAGEMENTS.symbol())
        .setEntityName(Entity.ENGAGEMENTS.declaredName())
        .setSourceRows(loaded)
        .setExtracted(loaded)
        .setTransformed(loaded)
        .setMergedAway(0)
        .setQuarantinedByTransformer(0)
        .setLoaded(loaded)
        .setQuarantinedByLoader(0)
        .setTargetRows(-1)
        .setLiveLoaded(liveLoaded)
        .setLiveDuplicates(liveDuplicates)
        .build();
  }

  private static List<String> failed(Verdict verdict) {
    return verdict.checks().stream().filter(c -> !c.getPassed()).map(Check::getName).toList();
  }

  private static Check check(Verdict verdict, String name) {
    return verdict.checks().stream()
        .filter(c -> c.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
