package dev.godwit.api.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.LiveAnswer;
import dev.godwit.api.MigrationAnswer;
import dev.godwit.api.Phase;
import dev.godwit.api.QuarantineAnswer;
import dev.godwit.api.ReportAnswer;
import dev.godwit.api.RunOutcome;
import dev.godwit.api.StoryLine;
import dev.godwit.api.VerdictAnswer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTextTest {
  private static final Instant AT = Instant.parse("2026-03-01T10:02:11Z");

  @Test
  void shouldPrintFailureToNextStepWhenTheRunWasRolledBack() {
    assertThat(ReportText.of(report(), ZoneOffset.UTC))
        .isEqualTo(
            """
            Migration of acme: rolled back
            Run 2, live: rolled back; begun 2026-03-01 10:02:11 by ann, ended 10:03:11
            From reference-legacy to reference-crm

            What went wrong first

              10:02:41  Stage load, table contact
              The column tag does not exist.
              What to do: Mend the pack.

            Reconciliation

              NOT RECONCILED at cut 1: 2 checks, 1 failed; keys missing 1, unexpected 0, changed 0

              entity    source  extracted  merged  quarantined  loaded  target  sum
              --------  ------  ---------  ------  -----------  ------  ------  -------------
              contacts   1,000      1,000       3            7     990     989  DOES NOT HOLD

              check                    on        expected  found
              -----------------------  --------  --------  -----  -------
              target-equals-loaded     CONTACTS  990       989    DIFFERS
              extracted-equals-source  CONTACTS  1000      1000   ok

              difference  table    key   columns
              ----------  -------  ----  -------
              MISSING     contact  id=7
              Every differing key is in crm.differences.v1.

            Quarantine

              entity    stage      reason       count  waived up to  example (source id)
              --------  ---------  -----------  -----  ------------  -------------------
              contacts  transform  BAD_ADDRESS      7             7  41: expected one @

            Waivers

              entity    reason       up to  in quarantine now  by   when                 why
              --------  -----------  -----  -----------------  ---  -------------------  --------------
              contacts  BAD_ADDRESS      7                  7  ben  2026-03-01 10:02:11  they are known

            Purge of the target

              PROVED EMPTY: The loader failed.

              table    deleted  left
              -------  -------  ----
              contact      990     0

            Durations

              phase    from      lasted
              -------  --------  ------
              copying  10:02:11     30s

            Who did what, and why

              10:02:11  ben              approved the live run — “they are known”

            What next

              Mend the pack, then godwit rehearse acme.
            """);
  }

  @Test
  void shouldPrintLastCutAndAlarmsWhenTheRunHasLiveEngagement() {
    LiveAnswer live =
        new LiveAnswer(
            true,
            1200,
            1100,
            60,
            30,
            10,
            0,
            0,
            200,
            7,
            new LiveAnswer.Cut(4, true, AT, 1000),
            5,
            "It differs.",
            12,
            List.of(new LiveAnswer.Alarm(3, AT, "It differs.", "Look.")),
            List.of(
                LiveAnswer.LedgerLine.ofReturn(5, AT, 1200, 20, 10, 1100, 70),
                new LiveAnswer.LedgerLine(
                    4, false, AT, true, 1000, 910, 60, 30, 0, 0, 1015, 5, true, 250),
                new LiveAnswer.LedgerLine(
                    3, false, AT, false, 900, 800, 60, 30, 0, 0, -1, -1, false, 200)));
    assertThat(ReportText.of(LivePresenter.section(live, ZoneOffset.UTC)))
        .isEqualTo(
            """
              OPEN: events that arrive now belong to this run. Cut 4 was reconciled at 2026-03-01 10:02:11, with 1,000 arrived before it. Cut 5 is under way.

              arrived  loaded  duplicate  quarantined  before the transformer  on its way  behind the cut
              -------  ------  ---------  -----------  ----------------------  ----------  --------------
                1,200   1,100         60           30                       7          10             200

              cut  when                 verdict         arrived before it  of them by machines  loaded  duplicate  quarantined  returned  kept by the source    target  since the cut  sum
              ---  -------------------  --------------  -----------------  -------------------  ------  ---------  -----------  --------  ------------------  --------  -------------  -------------
                5  2026-03-01 10:02:11  returned                    1,200                    0       0         20           10     1,100                  70  not read              -  holds
                4  2026-03-01 10:02:11  reconciled                  1,000                  250     910         60           30         0                   0     1,015              5  holds
                3  2026-03-01 10:02:11  NOT RECONCILED                900                  200     800         60           30         0                   0  not read              -  DOES NOT HOLD

              ALARM: It differs.

              alarm                cut  what         what to do
              -------------------  ---  -----------  ----------
              2026-03-01 10:02:11    3  It differs.  Look.
              11 earlier: godwit events.
            """);
  }

  @Test
  void shouldAddColumnsToTheLedgerWhenTheRunHasLiveEngagement() {
    VerdictAnswer.LedgerLine line =
        new VerdictAnswer.LedgerLine(
            "ENGAGEMENTS", 100, 100, 100, 0, 0, 90, 0, 142, 10, true, 60, 50, 8, 2, 12);
    VerdictAnswer.Check rows =
        new VerdictAnswer.Check(
            "target-equals-loaded", "engagements", "142 = 90 + 52", "142", true);
    VerdictAnswer verdict =
        new VerdictAnswer(2, true, AT, 0, 0, 0, List.of(line), List.of(rows), List.of());
    assertThat(ReportText.ledger(verdict))
        .isEqualTo(
            """
              entity       source  extracted  merged  quarantined  duplicate  loaded  live loaded  target  since the cut  sum
              -----------  ------  ---------  ------  -----------  ---------  ------  -----------  ------  -------------  -----
              engagements     100        100       0            0         10      90           50     142              2  holds
            """);
    VerdictAnswer.LedgerLine lost =
        new VerdictAnswer.LedgerLine(
            "ENGAGEMENTS", 100, 100, 100, 0, 0, 90, 0, 139, 10, true, 60, 50, 8, 2, 12);
    assertThat(lost.holds(List.of(rows))).isFalse();
  }

  @Test
  void shouldHoldRowsSinceTheCutOnlyWhenTheValidatorCountedThem() {
    VerdictAnswer.LedgerLine line =
        new VerdictAnswer.LedgerLine(
            "ENGAGEMENTS", 100, 100, 100, 0, 0, 90, 0, 142, 10, true, 60, 50, 8, 2, 12);
    VerdictAnswer.Check passed =
        new VerdictAnswer.Check("target-equals-loaded", "engagements", "", "142", true);
    VerdictAnswer.Check failed =
        new VerdictAnswer.Check("target-equals-loaded", "engagements", "", "142", false);
    VerdictAnswer.Check after =
        new VerdictAnswer.Check("target-holds-loaded", "engagements", "at least 140", "142", true);
    assertThat(line.holds(List.of(passed))).isTrue();
    assertThat(line.holds(List.of(after))).isTrue();
    assertThat(line.holds(List.of(failed))).isFalse();
    assertThat(line.holds(List.of())).isFalse();
    VerdictAnswer.LedgerLine exact =
        new VerdictAnswer.LedgerLine(
            "ENGAGEMENTS", 100, 100, 100, 0, 0, 90, 0, 140, 10, true, 60, 50, 8, 2, 12);
    assertThat(exact.holds(List.of())).isTrue();
    assertThat(exact.holds(List.of(failed))).isFalse();
  }

  @Test
  void shouldSayThatNoRunHasBegunWhenThereIsNone() {
    ReportAnswer none =
        new ReportAnswer(
            AT,
            migration(Phase.REQUESTED),
            null,
            null,
            null,
            null,
            null,
            null,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            0,
            0,
            0,
            List.of());
    assertThat(ReportText.of(none, ZoneOffset.UTC)).contains("No run has begun yet.");
  }

  @Test
  void shouldListTheValuesThatWereReplacedAndTheSqlThatWasRun() {
    ReportAnswer r = report();
    ReportAnswer replaced =
        new ReportAnswer(
            r.asOf(),
            r.migration(),
            r.run(),
            r.verdict(),
            r.live(),
            r.liveVerdict(),
            r.purge(),
            r.failure(),
            r.durations(),
            r.stages(),
            r.quarantine(),
            r.waivers(),
            r.replays(),
            r.mergeGroups(),
            r.mergedMembers(),
            r.chunks(),
            List.of(
                new ReportAnswer.Replaced(
                    "CONTACTS", "address", "BAD_ADDRESS", 12, "REPLACED.address.BAD_ADDRESS", 20)),
            List.of(),
            List.of(new ReportAnswer.Statement(AT, "after-load", "counters.sql", 1_234, 56)),
            null,
            r.decisions());
    assertThat(ReportText.of(r, ZoneOffset.UTC)).doesNotContain("Replaced values");
    assertThat(ReportText.of(r, ZoneOffset.UTC)).doesNotContain("SQL of the target pack");
    assertThat(ReportText.of(replaced, ZoneOffset.UTC))
        .contains("SQL of the target pack")
        .containsPattern("after-load +counters.sql +1,234 +56 ms")
        .contains("Replaced values")
        .containsPattern(
            "contacts +address +BAD_ADDRESS +12 +20 +REPLACED\\.address\\.BAD_ADDRESS");
  }

  @Test
  void shouldPrintOneLineWhenTheReasonHasSeveral() {
    StoryLine line =
        new StoryLine(
            1,
            Instant.EPOCH,
            "ann",
            2,
            "RollbackStarted",
            StoryLine.Tone.WARNING,
            "goes back: one\n two",
            "three\n\tfour\n");
    assertThat(ReportText.line(line, ZoneOffset.UTC))
        .endsWith("! goes back: one two — “three four”");
  }

  static ReportAnswer report() {
    MigrationAnswer.Run run =
        new MigrationAnswer.Run(
            2,
            "LIVE",
            Phase.ROLLED_BACK,
            RunOutcome.ROLLED_BACK,
            AT,
            AT.plusSeconds(60),
            "ann",
            "",
            1000,
            null,
            null);
    VerdictAnswer verdict =
        new VerdictAnswer(
            1,
            false,
            AT,
            1,
            0,
            0,
            List.of(
                new VerdictAnswer.LedgerLine(
                    "CONTACTS", 1000, 1000, 990, 3, 7, 990, 0, 989, 0, false, 0, 0, 0, 0, 0)),
            List.of(
                new VerdictAnswer.Check(
                    "extracted-equals-source", "CONTACTS", "1000", "1000", true),
                new VerdictAnswer.Check("target-equals-loaded", "CONTACTS", "990", "989", false)),
            List.of(new VerdictAnswer.Difference("contact", "id=7", "MISSING", List.of())));
    return new ReportAnswer(
        AT.plusSeconds(90),
        migration(Phase.ROLLED_BACK),
        run,
        verdict,
        null,
        null,
        new ReportAnswer.Purge(
            AT,
            "The loader failed.",
            true,
            List.of(new ReportAnswer.Purge.Table("contact", 990, 0))),
        new ReportAnswer.Failure(
            AT.plusSeconds(30),
            "Stage load, table contact",
            "The column tag does not exist.",
            "Mend the pack."),
        List.of(new ReportAnswer.PhaseDuration(Phase.COPYING, AT, AT.plusSeconds(30), 30_000)),
        List.of(),
        List.of(
            new QuarantineAnswer(
                2,
                "CONTACTS",
                "TRANSFORM",
                "BAD_ADDRESS",
                7,
                7,
                null,
                null,
                List.of(
                    new QuarantineAnswer.Example(
                        "41",
                        "address",
                        null,
                        null,
                        "expected one @",
                        "crm.contacts.extracted.v1",
                        3,
                        17)))),
        List.of(new ReportAnswer.Waiver("CONTACTS", "BAD_ADDRESS", 7, "ben", AT, "they are known")),
        List.of(),
        3,
        6,
        4,
        List.of(
            new StoryLine(
                15,
                AT,
                "ben",
                0,
                "MigrationApproved",
                StoryLine.Tone.STEP,
                "approved the live run",
                "they are known")));
  }

  private static MigrationAnswer migration(Phase phase) {
    return new MigrationAnswer(
        "acme",
        phase,
        false,
        false,
        2,
        "LIVE",
        "reference-legacy",
        "reference-crm",
        AT,
        AT,
        List.of(),
        null,
        null,
        null,
        null,
        "Mend the pack, then godwit rehearse acme.",
        null,
        null,
        List.of());
  }
}
