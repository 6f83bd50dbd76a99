package dev.godwit.transformer.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.Route;
import dev.godwit.common.v1.RunKind;
import dev.godwit.event.v1.Envelope;
import dev.godwit.event.v1.ExtractionPlanned;
import dev.godwit.transformer.TestPack;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.worker.merge.PublishedMerges;
import dev.godwit.worker.merge.RunMerges;
import dev.godwit.worker.run.RunSpec;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlannedMergesTest {
  private static final List<Long> NOTHING_PUBLISHED = List.of(4L, 7L);

  private final PlannedMerges merges =
      new PlannedMerges(
          new PublishedMerges(new KafkaSettings("127.0.0.1:1", "http://127.0.0.1:1")));

  @Test
  void shouldKnowTheGroupsOfACustomersNewestRunOnceItIsPlanned() throws Exception {
    assertThat(merges.of(TestPack.RUN)).isEmpty();
    merges.onEvent(planned("other", 1));
    assertThat(merges.of(TestPack.RUN)).isEmpty();
    merges.onEvent(planned("acme", 1));
    assertThat(merges.of(TestPack.RUN)).contains(RunMerges.NONE);

    merges.onEvent(planned("acme", 2));
    assertThat(merges.of(TestPack.RUN)).as("an earlier run takes no live events").isEmpty();
    RunSpec second = RunSpec.named("acme/2", "acme", 2, RunKind.LIVE);
    assertThat(merges.of(second)).contains(RunMerges.NONE);
  }

  private static ExtractionPlanned planned(String customer, int run) {
    return ExtractionPlanned.newBuilder()
        .setEnvelope(
            new Envelope("e", customer, 1L, "c", "c", Instant.EPOCH, "by", run, Route.UNKNOWN, -1L))
        .setSnapshot("snapshot")
        .setEntities(List.of())
        .setMergeGroups(0)
        .setMergedMembers(0)
        .setIdentitiesFrom(NOTHING_PUBLISHED)
        .setIdentitiesTo(NOTHING_PUBLISHED)
        .build();
  }
}
