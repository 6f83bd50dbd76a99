package dev.godwit.orchestrator.rest;

import dev.godwit.api.FreezeAnswer;
import dev.godwit.api.HoldAnswer;
import dev.godwit.api.LiveAnswer;
import dev.godwit.api.MigrationAnswer;
import dev.godwit.api.Phase;
import dev.godwit.api.QuarantineAnswer;
import dev.godwit.api.ReplayAnswer;
import dev.godwit.api.ReportAnswer;
import dev.godwit.api.RunOutcome;
import dev.godwit.api.StoryLine;
import dev.godwit.api.StoryLine.Tone;
import dev.godwit.api.VerdictAnswer;
import java.time.Instant;
import java.util.List;

/** Reports with something in every part. */
final class SampleReport {
  private static final Instant T = Instant.parse("2026-03-01T10:00:00Z");

  private SampleReport() {}

  static ReportAnswer requested() {
    return new ReportAnswer(
        T,
        migration(Phase.REQUESTED, List.of()),
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
  }

  static ReportAnswer rolledBack() {
    MigrationAnswer.Run rehearsal =
        new MigrationAnswer.Run(
            1,
            "REHEARSAL",
            Phase.REHEARSED,
            RunOutcome.PASSED,
            T.minusSeconds(9000),
            T.minusSeconds(7000),
            "ann",
            "first look",
            29_600_000,
            null,
            null);
    MigrationAnswer.Run live =
        new MigrationAnswer.Run(
            2,
            "LIVE",
            Phase.ROLLED_BACK,
            RunOutcome.ROLLED_BACK,
            T,
            T.plusSeconds(1800),
            "ann",
            "window of Sunday",
            29_600_000,
            null,
            null);
    return new ReportAnswer(
        T.plusSeconds(3600),
        migration(Phase.ROLLED_BACK, List.of(rehearsal, live)),
        live,
        verdict(),
        liveEngagement(),
        null,
        new ReportAnswer.Purge(
            T.plusSeconds(1700),
            "The verdict lists differences.",
            true,
            List.of(
                new ReportAnswer.Purge.Table("contact", 99_620, 0),
                new ReportAnswer.Purge.Table("email", 27_000_000, 0))),
        new ReportAnswer.Failure(
            T.plusSeconds(1500),
            "Reconciliation at cut 1",
            "the column \"tag\" does not exist",
            "Mend the pack."),
        List.of(
            span(Phase.ASSESSING, 0, 4),
            span(Phase.FREEZING, 4, 5),
            span(Phase.COPYING, 5, 1400),
            span(Phase.RECONCILING, 1400, 1500),
            span(Phase.ROLLING_BACK, 1500, 1800)),
        List.of(),
        List.of(
            new QuarantineAnswer(
                2,
                "CONTACTS",
                "TRANSFORM",
                "BAD_ADDRESS",
                12,
                12,
                null,
                null,
                List.of(
                    new QuarantineAnswer.Example(
                        "4711",
                        "address",
                        null,
                        null,
                        "expected one @, found none",
                        "crm.contacts.extracted.v1",
                        3,
                        1742))),
            new QuarantineAnswer(
                2,
                "CONTACTS",
                "TRANSFORM",
                "LIMIT_EXCEEDED",
                1,
                Long.MAX_VALUE,
                94L,
                64L,
                List.of(
                    new QuarantineAnswer.Example(
                        "815",
                        "tags",
                        64L,
                        94L,
                        "expected at most 64 tags, found 94",
                        "crm.contacts.extracted.v1",
                        0,
                        12)))),
        List.of(
            new ReportAnswer.Waiver(
                "CONTACTS", "BAD_ADDRESS", 12, "ben", T.minusSeconds(60), "<b>known</b>")),
        List.of(),
        380,
        790,
        1100,
        List.of(
            line(
                1,
                "ann",
                Tone.STEP,
                "asked for acme to be moved from reference-legacy to reference-crm",
                "first look"),
            line(
                90,
                "ben",
                Tone.STEP,
                "approved the live run (waived 1 finding: up to 12 contacts with BAD_ADDRESS)",
                "the 12 bad addresses are known"),
            line(
                91,
                "ann",
                Tone.WARNING,
                "StartMigration was rejected: expected an approval, found none. Approve it.",
                ""),
            line(
                140,
                "validator",
                Tone.BAD,
                "began to roll back: the verdict lists differences.",
                "")));
  }

  /** A live run that a failure holds, after a replay that failed and one that is paused. */
  static ReportAnswer held() {
    MigrationAnswer.Run live =
        new MigrationAnswer.Run(
            2, "LIVE", Phase.HELD, RunOutcome.HELD, T, null, "ann", "", 29_600_000, null, null);
    ReplayAnswer paused = replay(2, ReplayAnswer.State.PAUSED, 3_000, 10_000, "");
    MigrationAnswer migration =
        new MigrationAnswer(
            "acme",
            Phase.HELD,
            false,
            false,
            2,
            "LIVE",
            "reference-legacy",
            "reference-crm",
            T,
            T,
            List.of(),
            null,
            new HoldAnswer(
                T.plusSeconds(900),
                "LOAD",
                "table contact",
                "value too long for <i>tag</i>",
                3,
                "4711",
                List.of("godwit resume acme", "godwit rollback acme"),
                false),
            new FreezeAnswer(T.plusSeconds(60), null, 9_000, 14_400),
            paused,
            "Mend that, then godwit resume acme.",
            null,
            null,
            List.of(live));
    return new ReportAnswer(
        T.plusSeconds(9_060),
        migration,
        live,
        null,
        null,
        null,
        null,
        null,
        List.of(span(Phase.COPYING, 0, 900)),
        List.of(),
        List.of(),
        List.of(),
        List.of(paused, replay(1, ReplayAnswer.State.FAILED, 10, 10_000, "the target refused it")),
        0,
        0,
        12,
        List.of());
  }

  private static ReplayAnswer replay(
      int number, ReplayAnswer.State state, long read, long total, String error) {
    return new ReplayAnswer(
        number,
        2,
        "LOAD",
        state,
        "everything in quarantine",
        500,
        "ben",
        "the column is wider",
        T.plusSeconds(1_000),
        state.open() ? null : T.plusSeconds(1_100),
        read,
        total,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        List.of(),
        error,
        error.isEmpty() ? "" : "Grant it.");
  }

  private static VerdictAnswer verdict() {
    return new VerdictAnswer(
        1,
        false,
        T.plusSeconds(1500),
        1,
        0,
        2,
        List.of(
            new VerdictAnswer.LedgerLine(
                "CONTACTS",
                100_043,
                100_043,
                99_620,
                410,
                13,
                99_620,
                0,
                99_619,
                0,
                false,
                0,
                0,
                0,
                0,
                0),
            new VerdictAnswer.LedgerLine(
                "EMAILS",
                27_000_000,
                27_000_000,
                27_000_000,
                0,
                0,
                27_000_000,
                0,
                27_000_000,
                0,
                false,
                0,
                0,
                0,
                0,
                0),
            new VerdictAnswer.LedgerLine(
                "ENGAGEMENTS",
                2_500_000,
                2_500_000,
                2_500_000,
                0,
                0,
                2_499_690,
                300,
                2_511_690,
                10,
                true,
                12_345,
                12_000,
                300,
                45,
                2_100)),
        List.of(
            new VerdictAnswer.Check(
                "extracted-equals-source", "CONTACTS", "100043", "100043", true),
            new VerdictAnswer.Check("target-equals-loaded", "contact", "99620", "99619", false),
            new VerdictAnswer.Check(
                "digest-equals-loaded", "email", "9c1e5b7d0a4e2f66", "9c1e5b7d0a4e2f66", true)),
        List.of(
            new VerdictAnswer.Difference(
                "contact", "id=5f0c8a1e-9d1b-5c56-8a54-0cf16f1a3f0b", "MISSING", List.of()),
            new VerdictAnswer.Difference(
                "contact",
                "id=0b6b1c7e-7c35-5b7a-a8f3-6fa0a3e3d6d1",
                "CHANGED",
                List.of("language", "consent"))));
  }

  private static MigrationAnswer migration(Phase phase, List<MigrationAnswer.Run> runs) {
    return new MigrationAnswer(
        "acme",
        phase,
        false,
        false,
        runs.size(),
        runs.isEmpty() ? null : "LIVE",
        "reference-legacy",
        "reference-crm",
        T,
        T,
        List.of(),
        null,
        null,
        null,
        null,
        "Mend the pack, then rehearse again with godwit rehearse acme.",
        new LiveAnswer.Cut(1, false, T.plusSeconds(1500), 12_345),
        "An <i>alarm</i>",
        runs);
  }

  private static LiveAnswer liveEngagement() {
    return new LiveAnswer(
        false,
        12_400,
        0,
        320,
        80,
        0,
        11_000,
        1_000,
        55,
        0,
        new LiveAnswer.Cut(1, false, T.plusSeconds(1500), 12_345),
        null,
        "An <i>alarm</i>",
        1,
        List.of(new LiveAnswer.Alarm(1, T.plusSeconds(1600), "An <i>alarm</i>", "Look.")),
        List.of(
            LiveAnswer.LedgerLine.ofReturn(
                2, T.plusSeconds(1750), 12_400, 320, 80, 11_000, 1_000)));
  }

  private static ReportAnswer.PhaseDuration span(Phase phase, long from, long to) {
    return new ReportAnswer.PhaseDuration(
        phase, T.plusSeconds(from), T.plusSeconds(to), (to - from) * 1000);
  }

  private static StoryLine line(long sequence, String by, Tone tone, String text, String why) {
    return new StoryLine(sequence, T.plusSeconds(sequence), by, 1, "Event", tone, text, why);
  }
}
