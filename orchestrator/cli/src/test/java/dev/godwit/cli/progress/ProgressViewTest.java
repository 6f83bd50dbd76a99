package dev.godwit.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.FreezeAnswer;
import dev.godwit.api.HoldAnswer;
import dev.godwit.api.LiveAnswer;
import dev.godwit.api.Phase;
import dev.godwit.api.ProgressAnswer;
import dev.godwit.api.ReplayAnswer;
import dev.godwit.api.RunOutcome;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressViewTest {
  private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");

  @Test
  void shouldDrawABarForEachStageAndEntity() {
    List<String> lines =
        new ProgressView(new Style(108, false, true)).lines(progress(RunOutcome.RUNNING));
    assertThat(lines)
        .containsExactly(
            "acme · rehearsal run 1 · copying · 12s",
            "  extract   contacts    ▕████████████▏ 100%           1,000 / 1,000      done  lag 0",
            "            emails      ▕██████      ▏  50%           2,500 / 5,000    1.2k/s  lag"
                + " 2,500 · 12s    ETA 2.1s",
            "  load      contacts    ▕            ▏   0%               0 / 1,000       0/s  lag 0",
            "  waiting: load waits for the target database");
  }

  @Test
  void shouldAlignTheColumnsByTheLongestNameOfAnEntity() {
    List<String> lines =
        new ProgressView(new Style(108, false, true))
            .lines(
                progress(
                    RunOutcome.RUNNING,
                    new ProgressAnswer.Stage("LOAD", "CONTACTS", 1, 0, 0, 0, 0, 0, null, false),
                    new ProgressAnswer.Stage(
                        "LOAD", "NEWSLETTER_SUBSCRIPTIONS", 1, 0, 0, 0, 0, 0, null, false),
                    new ProgressAnswer.Stage("LOAD", "LIVE", 1, 1, 0, 0, 0, 0, null, false)));
    assertThat(lines.get(1).indexOf("lag 0")).isEqualTo(lines.get(2).indexOf("lag 0"));
    assertThat(lines.get(3).indexOf("lag 0")).isEqualTo(lines.get(2).indexOf("lag 0"));
  }

  @Test
  void shouldCutLinesWhenTheTerminalIsNarrow() {
    for (int width : new int[] {60, 80, 100, 120, 200}) {
      assertThat(
              new ProgressView(new Style(width, false, false)).lines(progress(RunOutcome.RUNNING)))
          .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
    }
  }

  @Test
  void shouldPrintOneLineWhenThereIsNoTerminal() {
    assertThat(new ProgressView(Style.plain()).line(progress(RunOutcome.RUNNING)))
        .isEqualTo(
            "acme · rehearsal run 1 · copying: extract contacts 100% (lag 0), extract emails 50%"
                + " (lag 2,500) | waiting: load waits for the target database");
  }

  @Test
  void shouldNameTheEntitiesFurthestBehindInALineOfMany() {
    ProgressAnswer progress =
        progress(
            RunOutcome.RUNNING,
            stage("EXTRACT", "CONTACTS", 10, 10),
            stage("EXTRACT", "EMAILS", 10, 10),
            stage("EXTRACT", "NOTES", 10, 10),
            stage("EXTRACT", "LISTS", 10, 10),
            stage("LOAD", "CONTACTS", 10, 9),
            stage("LOAD", "EMAILS", 10, 2),
            stage("LOAD", "NOTES", 10, 5),
            stage("LOAD", "LISTS", 10, 8),
            stage("LOAD", "BOUNCES", 10, 10));
    assertThat(new ProgressView(Style.plain()).line(progress))
        .contains(
            "copying: extract all 4 100% (lag 0), load emails 20% (lag 8), load notes 50% (lag 5),"
                + " load lists 80% (lag 2), load 2 others 95% (lag 1)");
  }

  private static ProgressAnswer.Stage stage(String stage, String entity, long total, long done) {
    return new ProgressAnswer.Stage(
        stage, entity, total, done, 0, total - done, 0, 0, null, done == total);
  }

  @Test
  void shouldPrintFiguresInsteadOfABarForLiveEngagement() {
    ProgressView view = new ProgressView(new Style(120, false, true));
    LiveAnswer live =
        new LiveAnswer(
            true,
            12_345,
            12_000,
            300,
            40,
            5,
            0,
            0,
            345,
            7,
            new LiveAnswer.Cut(3, false, AT, 12_000),
            null,
            "The verdict at cut 3 found differences.",
            1,
            List.of(),
            List.of());
    ProgressAnswer progress =
        new ProgressAnswer(
            "acme",
            2,
            "LIVE",
            Phase.COMMITTED,
            RunOutcome.COMMITTED,
            false,
            AT.plusSeconds(12),
            AT,
            AT.plusSeconds(12),
            List.of(),
            null,
            null,
            null,
            null,
            live,
            List.of(
                new ProgressAnswer.Stage(
                    "TRANSFORM", "LIVE", 12338, 12338, 0, 7, 3, 950, null, false),
                new ProgressAnswer.Stage(
                    "LOAD", "LIVE", 12340, 12340, 0, 5, 0.2, 940, null, false)));
    assertThat(view.lines(progress).stream().map(line -> line.replaceAll(" +", " ")).toList())
        .containsExactly(
            "acme · live run 2 · committed · 12s",
            " transform live 12,338 done 950/s lag 7 · 3.0s",
            " load live 12,340 done 940/s lag 5 · 0.2s",
            " live 12,345 arrived · 12,000 loaded · 300 duplicate · 40 quarantined · 7 unread · 345"
                + " behind cut 3",
            " not reconciled at cut 3",
            " ALARM The verdict at cut 3 found differences.");
    assertThat(view.line(progress)).contains("live: 12,345 arrived", "ALARM").doesNotContain("%");
  }

  @Test
  void shouldPrintHoldFreezeBudgetAndReplayWhenTheRunIsHeld() {
    ProgressAnswer held =
        new ProgressAnswer(
            "acme",
            2,
            "LIVE",
            Phase.HELD,
            RunOutcome.HELD,
            false,
            AT.plusSeconds(12),
            AT,
            null,
            List.of(),
            null,
            new HoldAnswer(
                AT,
                "LOAD",
                "table contact",
                "value too long.",
                3,
                "4711",
                List.of("godwit resume acme"),
                false),
            new FreezeAnswer(AT, null, 9_000, 14_400),
            new ReplayAnswer(
                1,
                2,
                "LOAD",
                ReplayAnswer.State.PAUSED,
                "everything in quarantine",
                500,
                "ann",
                "",
                AT,
                null,
                3_000,
                10_000,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                List.of(),
                "",
                ""),
            null,
            List.of());
    ProgressView view = new ProgressView(new Style(140, false, true));
    assertThat(view.lines(held))
        .containsExactly(
            "acme · live run 2 · held · 12s",
            "  HELD      load on table contact: value too long (3 records, first source id 4711)",
            "            godwit resume acme",
            "  freeze    frozen for 2h 30m, freeze budget 4h 00m (62% used)",
            "  replay    replay 1 of load (everything in quarantine): PAUSED at 3,000 of 10,000"
                + " records (30%)");
    assertThat(view.line(held))
        .contains("HELD: load on table contact", "| frozen for 2h 30m", "| replay 1 of load");
  }

  @Test
  void shouldPrintTheOutcomeWhenTheRunHasEnded() {
    assertThat(new ProgressView(Style.plain()).lines(progress(RunOutcome.ROLLED_BACK)).getFirst())
        .startsWith("acme · rehearsal run 1 · rolled back");
  }

  @Test
  void shouldRedrawBarsBelowLinesThatStay() {
    StringWriter written = new StringWriter();
    Screen screen = new Screen(new PrintWriter(written), true);
    screen.draw(List.of("bar 1", "bar 2"));
    screen.say(List.of("story"));
    screen.draw(List.of("bar 1", "bar 2"));
    assertThat(written.toString().replace(System.lineSeparator(), "\n"))
        .isEqualTo(
            "bar 1\u001b[K\nbar 2\u001b[K\n\u001b[2A\u001b[Jstory\nbar 1\u001b[K\nbar 2\u001b[K\n");
  }

  @Test
  void shouldRedrawNothingWhenThereIsNoTerminal() {
    StringWriter written = new StringWriter();
    Screen screen = new Screen(new PrintWriter(written), false);
    screen.draw(List.of("bar"));
    assertThat(written.toString()).isEmpty();
  }

  private static ProgressAnswer progress(RunOutcome outcome) {
    return progress(
        outcome,
        new ProgressAnswer.Stage("EXTRACT", "CONTACTS", 1000, 1000, 0, 0, 0, 0, null, true),
        new ProgressAnswer.Stage("EXTRACT", "EMAILS", 5000, 2500, 0, 2500, 12, 1200, 2.1, false),
        new ProgressAnswer.Stage("LOAD", "CONTACTS", 1000, 0, 0, 0, 0, 0, null, false));
  }

  private static ProgressAnswer progress(RunOutcome outcome, ProgressAnswer.Stage... stages) {
    return new ProgressAnswer(
        "acme",
        1,
        "REHEARSAL",
        Phase.COPYING,
        outcome,
        false,
        AT.plusSeconds(12),
        AT,
        null,
        List.of("load waits for the target database"),
        null,
        null,
        null,
        null,
        null,
        List.of(stages));
  }
}
