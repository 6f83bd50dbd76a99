package dev.godwit.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.Route;
import dev.godwit.event.v1.Envelope;
import dev.godwit.event.v1.RunHeld;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class RunTracesTest {
  private final RunTraces traces = new RunTraces();

  private static RunHeld event(String customer, int run) {
    RunHeld event = new RunHeld();
    event.setEnvelope(
        new Envelope(
            "e", customer, 1L, "cause", "command", Instant.EPOCH, "ann", run, Route.UNKNOWN, -1L));
    return event;
  }

  private static Headers context(String value) {
    return new RecordHeaders()
        .add("traceparent", value.getBytes(StandardCharsets.UTF_8))
        .add("other", new byte[0]);
  }

  private String known(String customer, int run) {
    return traces.headers(customer, run).stream()
        .map(header -> header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8))
        .toList()
        .toString();
  }

  @Test
  void shouldGiveTheContextOfTheNewestEventOfARun() {
    traces.apply(event("acme", 1), context("first"));
    traces.apply(event("acme", 1), context("second"));
    traces.apply(event("globex", 1), context("another"));

    assertThat(known("acme", 1)).isEqualTo("[traceparent=second]");
    assertThat(known("globex", 1)).isEqualTo("[traceparent=another]");
  }

  @Test
  void shouldGiveNoneWhenTheRunIsNotTheNewestOrUnknown() {
    traces.apply(event("acme", 1), context("first"));
    traces.apply(event("acme", 2), context("second"));

    assertThat(traces.headers("acme", 1)).isEmpty();
    assertThat(traces.headers("initech", 1)).isEmpty();
  }

  @Test
  void shouldForgetTheContextWhenALaterEventHasNone() {
    traces.apply(event("acme", 1), context("first"));
    traces.apply(event("acme", 1), new RecordHeaders());

    assertThat(traces.headers("acme", 1)).isEmpty();
  }

  @Test
  void shouldKeepTheRunsContextWhenAnEventIsAboutNoRun() {
    traces.apply(event("acme", 1), context("first"));
    traces.apply(event("acme", 0), context("of a command"));

    assertThat(known("acme", 1)).isEqualTo("[traceparent=first]");
  }
}
