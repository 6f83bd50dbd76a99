package dev.godwit.orchestrator.view.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.godwit.api.Phase;
import dev.godwit.api.ProbesAnswer;
import dev.godwit.api.ProbesAnswer.Outcome;
import dev.godwit.api.StoryLine;
import dev.godwit.api.StoryLine.Tone;
import dev.godwit.orchestrator.domain.common.CostlyNode;
import dev.godwit.orchestrator.domain.common.ProbeOutcome;
import dev.godwit.orchestrator.domain.common.ProbeResult;
import dev.godwit.orchestrator.domain.common.ProbeTimes;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.common.RunKind;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.event.EndingEvent.RehearsalPassed;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.ProbeEvent.ProbesMeasured;
import dev.godwit.orchestrator.domain.event.ProbeEvent.ProbesStarted;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.Recorded.Envelope;
import dev.godwit.orchestrator.domain.event.RunEvent;
import dev.godwit.orchestrator.view.store.Documents;
import dev.godwit.orchestrator.view.story.Storyteller;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The speed of the target's pages in the document and in the story of a run. */
class ProbeFoldTest {
  private static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");
  private static final ProbeResult SLOW =
      new ProbeResult(
          "by-name",
          ProbeOutcome.MEASURED,
          "",
          300,
          5_000,
          5,
          new ProbeTimes(5, 900_000, 1_200_000),
          new ProbeTimes(25, 700_000, 811_600),
          50,
          new CostlyNode("Sort", "contact", "", 81, 650_000, 120_000, 4_100));
  private static final ProbeResult LATE =
      new ProbeResult(
          "search",
          ProbeOutcome.TIMED_OUT,
          "Expected an end within 5,000 ms, found none; make it faster.",
          300,
          5_000,
          0,
          new ProbeTimes(0, 0, 0),
          new ProbeTimes(0, 0, 0),
          0,
          null);

  private final RunDocument run = new RunDocument();
  private long sequence;

  @Test
  void shouldKeepTheMeasurementsAndShowThePhase() {
    at(0, new RunEvent.RunStarted(RunKind.REHEARSAL, "acme", "old", "new", "why"));
    at(1, new ProbesStarted(1, List.of()));
    assertThat(run.phase).isEqualTo(Phase.PROBING);
    at(3, new ProbesMeasured(1, "languages", 14, "", List.of(SLOW, LATE)));
    at(3, new RunEvent.LiveRehearsalStarted(1, List.of()));
    assertThat(run.phases)
        .extracting(RunDocument.PhaseSpan::phase)
        .containsExactly(Phase.ASSESSING, Phase.PROBING, Phase.REHEARSING_LIVE);
    assertThat(run.probes.at()).isEqualTo(BEGIN.plusSeconds(3));
    assertThat(run.probes.amount()).isEqualTo(14);
    assertThat(run.probes.probes())
        .extracting(ProbesAnswer.Probe::outcome, ProbesAnswer.Probe::finding)
        .containsExactly(
            tuple(Outcome.MEASURED, "SLOW_PROBE.BY_NAME"),
            tuple(Outcome.TIMED_OUT, "SLOW_PROBE.SEARCH"));
    assertThat(run.probes.probes().getFirst().costly())
        .isEqualTo(new ProbesAnswer.Node("Sort", "contact", "", 81, 650_000, 120_000, 4_100));
    assertThat(Documents.read(Documents.write(run), RunDocument.class).probes)
        .isEqualTo(run.probes);
  }

  @Test
  void shouldTellWhichPagesAreSlow() {
    assertThat(story(new ProbesStarted(1, List.of())).text())
        .isEqualTo("the pages of the target are about to be measured with the customer's rows");
    assertThat(story(new ProbesMeasured(1, "", -1, "", List.of())).text())
        .isEqualTo("measured 0 pages of the target: all are within their limits");
    var line = story(new ProbesMeasured(1, "languages", 14, "", List.of(SLOW, LATE)));
    assertThat(line.tone()).isEqualTo(Tone.WARNING);
    assertThat(line.text())
        .isEqualTo(
            "measured 2 pages of the target for 14 languages: 2 not within the limit: by-name takes 812 ms (p95 of 25 warm runs), limit 300 ms. search: Expected an end within 5,000 ms, found none; make it faster.");
  }

  @Test
  void shouldSayThatPagesAreNotGoodEnoughRatherThanThatTooLittleIsProved() {
    QuarantineCount slow = SLOW.finding().orElseThrow();
    assertThat(story(new RehearsalPassed(List.of(slow), "s", "t")).text())
        .contains(
            "but the target's pages are not good enough: a page of the target takes 812 ms (SLOW_PROBE.BY_NAME)");
    QuarantineCount share =
        new QuarantineCount(slow.entity(), Stage.VALIDATE, QuarantineCount.LOW_SHARE, 11);
    assertThat(story(new RehearsalPassed(List.of(slow, share), "s", "t")).text())
        .contains("but proved too little: ");
  }

  private void at(int second, Event event) {
    RunFold.apply(run, recorded(second, event));
  }

  private StoryLine story(Event event) {
    return Storyteller.entry(recorded(0, event)).line();
  }

  private Recorded recorded(int second, Event event) {
    sequence++;
    return new Recorded(
        new Envelope(
            "event-" + sequence,
            "acme",
            sequence,
            "cause",
            "command",
            BEGIN.plusSeconds(second),
            "validator-1",
            1),
        event);
  }
}
