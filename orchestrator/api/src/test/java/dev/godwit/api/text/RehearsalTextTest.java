package dev.godwit.api.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.MergeCountAnswer;
import dev.godwit.api.MergeGroupAnswer;
import dev.godwit.api.MigrationAnswer;
import dev.godwit.api.Phase;
import dev.godwit.api.RehearsalAnswer;
import dev.godwit.api.RehearsalAnswer.Change;
import dev.godwit.api.RehearsalAnswer.Changes;
import dev.godwit.api.RehearsalAnswer.CloseLimit;
import dev.godwit.api.RehearsalAnswer.Estimate;
import dev.godwit.api.RehearsalAnswer.Finding;
import dev.godwit.api.RehearsalAnswer.Merges;
import dev.godwit.api.RehearsalAnswer.Size;
import dev.godwit.api.RehearsalAnswer.Speed;
import dev.godwit.api.RehearsalAnswer.StagingDifference;
import dev.godwit.api.RehearsalAnswer.State;
import dev.godwit.api.RehearsalAnswer.Step;
import dev.godwit.api.ReportAnswer;
import dev.godwit.api.RunOutcome;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class RehearsalTextTest {
  private static final Instant AT = Instant.parse("2026-03-01T10:02:11Z");
  private static final Step START =
      new Step("begin the live run", "./godwit start acme --by NAME --watch");
  private static final Step APPROVE =
      new Step(
          "approve, by somebody other than ann",
          "./godwit approve acme --by NAME --why TEXT --waive contacts:BAD_ADDRESS:12");
  private static final ReportAnswer.Purge PURGE =
      new ReportAnswer.Purge(
          AT,
          "The rehearsal is reconciled; staging is given back",
          true,
          List.of(
              new ReportAnswer.Purge.Table("contact", 1_947, 0),
              new ReportAnswer.Purge.Table("email", 9_942, 0)));

  @Test
  void shouldEndWithTheCommandsThatRemainWhenItPassed() throws IOException {
    golden(
        "rehearsal-passed",
        answer(
            State.PASSED,
            Phase.REHEARSED,
            run(2, Phase.REHEARSED, RunOutcome.PASSED),
            List.of(),
            List.of(),
            new Merges(0, 0, List.of(), List.of()),
            List.of(),
            List.of(),
            new Changes(1, List.of()),
            List.of(
                new Step(
                    "approve, by somebody other than ann",
                    "./godwit approve acme --by NAME --why TEXT"),
                START)));
  }

  @Test
  void shouldGroupWhatWasFoundWithItsFixes() throws IOException {
    golden("rehearsal-findings", withFindings(List.of()));
  }

  @Test
  void shouldSayWhyItIsStale() throws IOException {
    golden(
        "rehearsal-stale",
        withFindings(
            List.of(
                "Since then cleo decided fixes (decision 2): TRUNCATE contacts.outlet.",
                "The target pack reference-crm has other files now: cccccccccccc instead of bbbbbbbbbbbb, as run 7 of zeta found.")));
  }

  @Test
  void shouldSayWhatFailed() throws IOException {
    RehearsalAnswer passed = withFindings(List.of());
    golden(
        "rehearsal-failed",
        new RehearsalAnswer(
            AT,
            "acme",
            "reference-legacy",
            "reference-crm",
            State.FAILED,
            Phase.REHEARSAL_FAILED,
            run(1, Phase.REHEARSAL_FAILED, RunOutcome.FAILED),
            1,
            List.of(),
            new ReportAnswer.Failure(
                AT,
                "Stage load, table contact",
                "The column tag does not exist.",
                "Mend the pack."),
            List.of(),
            null,
            List.of(),
            List.of(),
            null,
            null,
            passed.size(),
            null,
            null,
            List.of(
                new Step("see what failed, and mend it", "./godwit report acme"),
                new Step(
                    "rehearse again, since this one failed",
                    "./godwit rehearse acme --by NAME --why TEXT --watch"),
                START)));
  }

  @Test
  void shouldSayHowToFollowItWhileItIsUnderWay() throws IOException {
    golden(
        "rehearsal-running",
        open(
            State.RUNNING,
            run(1, Phase.COPYING, RunOutcome.RUNNING),
            List.of(
                new Step("follow the run", "./godwit watch acme"),
                new Step("read its answer", "./godwit rehearsal acme"))));
  }

  @Test
  void shouldNameTheCommandWhenThereIsNone() throws IOException {
    golden(
        "rehearsal-none",
        open(
            State.NONE,
            null,
            List.of(
                new Step("rehearse", "./godwit rehearse acme --by NAME --why TEXT --watch"),
                START)));
  }

  @Test
  void shouldFitATerminal() {
    String text = RehearsalText.of(withFindings(List.of("x ".repeat(300))), ZoneOffset.UTC);
    assertThat(text.lines().filter(line -> !line.strip().startsWith("./godwit")))
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(WrappedText.WIDTH));
  }

  @Test
  void shouldWriteAnEstimateNoMoreExactlyThanItIs() {
    assertThat(RoughTime.of(0.2)).isEqualTo("1 s");
    assertThat(RoughTime.of(47.4)).isEqualTo("47 s");
    assertThat(RoughTime.of(59.6)).isEqualTo("1 min");
    assertThat(RoughTime.of(204)).isEqualTo("3 min 20 s");
    assertThat(RoughTime.of(599.9)).isEqualTo("10 min");
    assertThat(RoughTime.of(1_489)).isEqualTo("25 min");
    assertThat(RoughTime.of(3_599.9)).isEqualTo("1 h");
    assertThat(RoughTime.of(7_740)).isEqualTo("2 h 10 min");
    assertThat(RoughTime.range(3, 3.2)).isEqualTo("3 s");
    assertThat(RoughTime.range(3, 300)).isEqualTo("3 s to 5 min");
  }

  @Test
  void shouldWriteSharesOfRowsAlone() {
    assertThat(Shares.of(1, null)).isEqualTo("-");
    assertThat(Shares.of(1, 0L)).isEqualTo("-");
    assertThat(Shares.of(1, 100_000L)).isEqualTo("< 0.1 %");
    assertThat(Shares.of(12, 2_000L)).isEqualTo("0.6 %");
    assertThat(Shares.of(500, 2_000L)).isEqualTo("25 %");
  }

  private static void golden(String name, RehearsalAnswer answer) throws IOException {
    GoldenText.compare(name, RehearsalText.of(answer, ZoneOffset.UTC));
  }

  private static RehearsalAnswer withFindings(List<String> stale) {
    return answer(
        State.FINDINGS,
        Phase.REHEARSED,
        run(2, Phase.REHEARSED, RunOutcome.UNDECIDED),
        stale,
        List.of(
            new Finding(
                "CONTACTS",
                "TRANSFORM",
                "LIMIT_EXCEEDED",
                "A text is longer than its column, a list has too many items, or the record is larger than Kafka takes.",
                31,
                2_000L,
                List.of("41", "815", "1742", "1743"),
                List.of(
                    "./godwit fixes add acme TRUNCATE contacts.outlet --limit 40 --reason LIMIT_EXCEEDED --by NAME --why TEXT"),
                "Raise the limit in the target and in the pack, shorten the value in the source, or waive.",
                "contacts:LIMIT_EXCEEDED:31"),
            new Finding(
                "CONTACTS",
                "VALIDATE",
                "UNDECIDED_MERGE",
                "Nobody decided of groups of rows that may be one; their rows stay separate.",
                14,
                null,
                List.of(),
                List.of(
                    "./godwit merges export acme --csv groups.csv",
                    "./godwit merges decide acme --csv groups.csv --by NAME --why TEXT"),
                "Decide of the groups and rehearse again.",
                "contacts:UNDECIDED_MERGE:14"),
            new Finding(
                "CONTACTS",
                "TRANSFORM",
                "BAD_ADDRESS",
                "The email address is malformed.",
                12,
                2_000L,
                List.of("a-very-long-key-of-a-source-that-uses-names"),
                List.of(),
                "Correct the address in the source, or waive.",
                "contacts:BAD_ADDRESS:12")),
        new Merges(
            14,
            31,
            List.of(
                new MergeCountAnswer(2, "contacts", "REVIEW", "SAME_PHONE", 12, 26, 8.5, 15.25),
                new MergeCountAnswer(2, "contacts", "REVIEW", "SIMILAR_NAME", 2, 5, 7, 9)),
            List.of(
                new MergeGroupAnswer(
                    2,
                    "contacts",
                    "0123456789abcdef",
                    "REVIEW",
                    "SAME_PHONE",
                    15.25,
                    3,
                    null,
                    List.of("17", "4711", "4712"),
                    0,
                    5))),
        List.of(
            new CloseLimit(
                "CONTACTS", "contact.given_name", "CHARACTERS", 40, 3, 97, 39L, List.of("9")),
            new CloseLimit(
                "EMAILS", "email.number", "NUMBER", 32_767, 2, 98, null, List.of("7", "8")),
            new CloseLimit(
                "CONTACTS", "contact_tag.tag", "CHARACTERS", 20, 120, 100, 20L, List.of("1"))),
        List.of(
            new StagingDifference(
                "contact", "live has the check contact_fax_check, staging has none")),
        new Changes(
            1,
            List.of(
                Change.of("CONTACTS", "BAD_DATE", 4, 0),
                Change.of("CONTACTS", "LIMIT_EXCEEDED", 29, 31),
                Change.of("CONTACTS", "UNDECIDED_MERGE", 0, 14))),
        List.of(
            new Step("decide of 14 merge groups", "./godwit merges export acme --csv groups.csv"),
            new Step(
                "decide of 14 merge groups",
                "./godwit merges decide acme --csv groups.csv --by NAME --why TEXT"),
            new Step(
                "fix LIMIT_EXCEEDED of contacts, or waive it with the approval",
                "./godwit fixes add acme TRUNCATE contacts.outlet --limit 40 --reason LIMIT_EXCEEDED --by NAME --why TEXT"),
            new Step(
                "rehearse again, since decisions hold from the next run on",
                "./godwit rehearse acme --by NAME --why TEXT --watch"),
            APPROVE,
            START));
  }

  private static RehearsalAnswer answer(
      State state,
      Phase phase,
      MigrationAnswer.Run run,
      List<String> stale,
      List<Finding> findings,
      Merges merges,
      List<CloseLimit> close,
      List<StagingDifference> staging,
      Changes changes,
      List<Step> remaining) {
    return new RehearsalAnswer(
        AT,
        "acme",
        "reference-legacy",
        "reference-crm",
        state,
        phase,
        run,
        2,
        stale,
        null,
        findings,
        merges,
        close,
        staging,
        null,
        changes,
        Size.of(186_361),
        new Estimate(
            34,
            204,
            47,
            3,
            List.of(
                new Speed("EXTRACT", 9_100, 8_000, 12_000),
                new Speed("TRANSFORM", 8_000, 7_000, 8_000),
                new Speed("LOAD", 4_200, 4_200, 5_000))),
        PURGE,
        remaining);
  }

  private static RehearsalAnswer open(State state, MigrationAnswer.Run run, List<Step> remaining) {
    return new RehearsalAnswer(
        AT,
        "acme",
        "reference-legacy",
        "reference-crm",
        state,
        run == null ? Phase.REQUESTED : Phase.COPYING,
        run,
        run == null ? 0 : 1,
        List.of(),
        null,
        List.of(),
        null,
        List.of(),
        List.of(),
        null,
        null,
        null,
        null,
        null,
        remaining);
  }

  private static MigrationAnswer.Run run(int number, Phase phase, RunOutcome outcome) {
    return new MigrationAnswer.Run(
        number,
        "REHEARSAL",
        phase,
        outcome,
        AT,
        outcome.open() ? null : AT.plusSeconds(60),
        "ann",
        "first look",
        186_361,
        "aaaaaaaaaaaaaaaaaaaa",
        "bbbbbbbbbbbbbbbbbbbb");
  }
}
