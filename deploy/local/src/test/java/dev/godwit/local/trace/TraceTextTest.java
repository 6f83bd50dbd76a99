package dev.godwit.local.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.local.trace.TraceStep.Outcome;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TraceTextTest {
  private static final Instant AT = Instant.parse("2026-11-01T10:00:00.123Z");

  @Test
  void shouldPrintALineForEachStepWithItsPlaces() {
    TraceStep event = TraceStep.of("event", Outcome.FOUND, "Arrived by topic. It is loaded.");
    assertThat(
            printed(
                TraceStep.of("extracted", Outcome.FOUND, "It was extracted.")
                    .at(AT)
                    .with("partition", 3)
                    .with("offset", 17L)
                    .with("nothing", null),
                TraceStep.of("target", Outcome.UNREACHABLE, "The target is not reached: refused"),
                TraceStep.of("live", Outcome.FOUND, "1 live events of it arrived.")
                    .withItems(List.of(event))))
        .startsWith("contact 4711 of customer acme, run 2 (live, begun 2026-11-01 10:00:00.123)\n")
        .contains(
            "  + extracted    2026-11-01 10:00:00.123  It was extracted.\n      partition=3  offset=17\n")
        .contains("  ! target ")
        .contains("      + event ")
        .doesNotContain("nothing");
  }

  @Test
  void shouldPrintValuesOnlyWhereAStepHasThem() {
    TraceStep step =
        TraceStep.of("source", Outcome.FOUND, "The row is in the source.")
            .withValues(
                Map.of("members", List.of(Map.of("name", "Ann")), "tags", List.of("press")));

    assertThat(printed(step)).contains("members 1:\n", "name: Ann\n", "tags 1: press\n");
  }

  @Test
  void shouldTellFoundFromIncompleteTraces() {
    TraceStep run = TraceStep.of("run", Outcome.FOUND, "");
    TraceStep none = TraceStep.of("source", Outcome.NONE, "");
    assertThat(trace(run, none).isFound()).isFalse();
    assertThat(trace(run, TraceStep.of("target", Outcome.GONE, "")).isFound()).isFalse();
    assertThat(trace(run, TraceStep.of("quarantine", Outcome.RELEASED, "")).isFound()).isTrue();
    assertThat(trace(run, none).isIncomplete()).isFalse();
    assertThat(trace(TraceStep.of("extracted", Outcome.LIMIT, "")).isIncomplete()).isTrue();
    assertThat(trace(TraceStep.of("source", Outcome.UNREACHABLE, "")).isIncomplete()).isTrue();
  }

  private static Trace trace(TraceStep... steps) {
    return new Trace("acme", "contacts", "4711", 2, "LIVE", AT, List.of(), Arrays.asList(steps));
  }

  private static String printed(TraceStep... steps) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    TraceText.print(trace(steps), "contact", out, ZoneOffset.UTC);
    out.flush();
    return text.toString().replace(System.lineSeparator(), "\n");
  }
}
