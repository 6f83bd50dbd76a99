package dev.godwit.local.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.Entity;
import dev.godwit.common.v1.EntityPlan;
import dev.godwit.common.v1.Route;
import dev.godwit.common.v1.RunKind;
import dev.godwit.event.v1.ChunkExtracted;
import dev.godwit.event.v1.CutWritten;
import dev.godwit.event.v1.Envelope;
import dev.godwit.event.v1.ExtractionPlanned;
import dev.godwit.event.v1.PurgeStarted;
import dev.godwit.event.v1.RunStarted;
import dev.godwit.event.v1.TargetPurged;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TracedRunTest {
  private static final Instant BEGIN = Instant.parse("2026-11-01T10:00:00Z");

  private final TracedRun run = new TracedRun("acme", 2);

  @Test
  void shouldKnowOnlyItsOwnRun() {
    run.take(started("acme", 1));
    run.take(started("other", 2));
    assertThat(run.isKnown()).isFalse();

    run.take(started("acme", 2));
    assertThat(run.isKnown()).isTrue();
    assertThat(run.runId()).isEqualTo("acme/2");
    assertThat(run.startedAt()).isEqualTo(BEGIN.plusSeconds(2));
    assertThat(run.kind()).isEqualTo(RunKind.LIVE);
  }

  @Test
  void shouldKnowChunksAndTheEndOfTheSnapshotInEachPartition() {
    run.take(started("acme", 2));
    run.take(planned());
    run.take(chunk(0));
    run.take(cut(Entity.CONTACTS, 1, false, List.of(10L, 20L)));
    run.take(cut(Entity.CONTACTS, 2, false, List.of(30L, 40L)));

    assertThat(run.plan(dev.godwit.records.Entity.CONTACTS).orElseThrow().getChunks()).isEqualTo(3);
    assertThat(run.plan(dev.godwit.records.Entity.EMAILS)).isEmpty();
    assertThat(run.chunk(dev.godwit.records.Entity.CONTACTS, 0)).isPresent();
    assertThat(run.chunk(dev.godwit.records.Entity.CONTACTS, 1)).isEmpty();
    assertThat(run.endOfExtracted(dev.godwit.records.Entity.CONTACTS, 1)).contains(20L);
    assertThat(run.endOfExtracted(dev.godwit.records.Entity.CONTACTS, 2)).isEmpty();
    assertThat(run.identities(0).orElseThrow()).containsExactly(5, 9);
    assertThat(run.identities(1)).as("an empty range").isEmpty();
    assertThat(run.identities(2)).as("no partition").isEmpty();
  }

  @Test
  void shouldKnowTheOffsetsOfLiveEvents() {
    run.take(cut(Entity.LIVE, 0, false, List.of(7L)));
    run.take(cut(Entity.LIVE, 1, false, List.of(8L)));
    assertThat(run.beginOfLive(0)).contains(7L);
    assertThat(run.endOfLive(0)).isEmpty();

    run.take(cut(Entity.LIVE, 2, true, List.of(9L)));
    assertThat(run.endOfLive(0)).contains(9L);
  }

  @Test
  void shouldKnowThePurge() {
    run.take(PurgeStarted.newBuilder().setEnvelope(envelope("acme", 2)).setReason("why").build());
    assertThat(run.isPurging()).isTrue();
    assertThat(run.purgedAt()).isEmpty();

    run.take(new TargetPurged(envelope("acme", 2), List.of(), List.of()));
    assertThat(run.isPurging()).isFalse();
    assertThat(run.purgedAt()).contains(BEGIN.plusSeconds(2));
  }

  private static RunStarted started(String customer, int number) {
    return new RunStarted(
        envelope(customer, number), RunKind.LIVE, customer, "s", "t", "", 0L, 8, null, List.of());
  }

  private static ExtractionPlanned planned() {
    return ExtractionPlanned.newBuilder()
        .setEnvelope(envelope("acme", 2))
        .setSnapshot("s")
        .setEntities(
            List.of(
                EntityPlan.newBuilder()
                    .setEntity(Entity.CONTACTS)
                    .setRows(30)
                    .setChunks(3)
                    .setBoundaries(List.of("10"))
                    .setMergedChunk(true)
                    .build()))
        .setIdentitiesFrom(List.of(5L, 6L))
        .setIdentitiesTo(List.of(9L, 6L))
        .setMergeGroups(1)
        .setMergedMembers(2)
        .setWindow(4)
        .build();
  }

  private static ChunkExtracted chunk(int number) {
    return ChunkExtracted.newBuilder()
        .setEnvelope(envelope("acme", 2))
        .setEntity(Entity.CONTACTS)
        .setChunk(number)
        .setRows(10)
        .setDurationMillis(20)
        .build();
  }

  private static CutWritten cut(Entity entity, int number, boolean closes, List<Long> offsets) {
    return CutWritten.newBuilder()
        .setEnvelope(envelope("acme", 2))
        .setEntity(entity)
        .setCut(number)
        .setOffsets(offsets)
        .setCloses(closes)
        .build();
  }

  private static Envelope envelope(String customer, int number) {
    return new Envelope(
        "id",
        customer,
        1L,
        "cause",
        "correlation",
        BEGIN.plusSeconds(number),
        "olga",
        number,
        Route.UNKNOWN,
        -1L);
  }
}
