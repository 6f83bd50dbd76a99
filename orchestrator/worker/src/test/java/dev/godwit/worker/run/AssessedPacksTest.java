package dev.godwit.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.Route;
import dev.godwit.event.v1.Envelope;
import dev.godwit.event.v1.SourceAssessed;
import dev.godwit.event.v1.TargetAssessed;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AssessedPacksTest {
  private final AssessedPacks packs = new AssessedPacks();

  @Test
  void shouldKeepTheFingerprintsOfEachRun() {
    packs.onEvent(new SourceAssessed(envelope(1), List.of(), "former source"));
    packs.onEvent(new TargetAssessed(envelope(1), List.of(), "former target", List.of(), 0));
    packs.onEvent(new SourceAssessed(envelope(2), List.of(), "new source"));

    assertThat(packs.source("c/1")).contains("former source");
    assertThat(packs.target("c/1")).contains("former target");
    assertThat(packs.source("c/2")).contains("new source");
    assertThat(packs.target("c/2")).isEmpty();
  }

  private static Envelope envelope(int run) {
    return new Envelope("e", "c", 1L, "c", "c", Instant.EPOCH, "by", run, Route.UNKNOWN, -1L);
  }
}
