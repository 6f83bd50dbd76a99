package dev.godwit.orchestrator.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.EntityPlan;
import dev.godwit.orchestrator.domain.common.EntityPlan.Part;
import dev.godwit.orchestrator.domain.common.QueryPlan;
import dev.godwit.orchestrator.domain.event.EndingEvent.RehearsalFailed;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.task.Task.ExtractChunk;
import dev.godwit.orchestrator.domain.task.Task.WriteCut;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Chunks in a window, a cut behind the last chunk, another run where the snapshot is lost. */
class ExtractionTest extends OneMigration {
  @Test
  void shouldDispatchChunksInReferenceOrderWithinTheWindow() {
    world.send(Commands.rehearse(ACME, "ann"));
    world.workUntil(ExtractChunk.class);
    assertThat(chunksOut()).isEqualTo(16);
    assertThat(chunk(0).entity()).isEqualTo(Entity.CONTACTS);
    assertThat(chunk(0).above()).isNull();
    assertThat(chunk(0).upTo()).isEqualTo("b");
    assertThat(chunk(1).above()).isEqualTo("b");
    assertThat(chunk(1).upTo()).isNull();
    assertThat(chunk(2).merged()).isTrue();
    assertThat(chunk(3).entity()).isEqualTo(Entity.EMAILS);
    world.work(ExtractChunk.class);
    assertThat(chunksOut()).isEqualTo(16);
  }

  private long chunksOut() {
    return world.pending.stream().filter(one -> one.task() instanceof ExtractChunk).count();
  }

  private ExtractChunk chunk(int index) {
    return (ExtractChunk)
        world.pending.stream()
            .filter(one -> one.task() instanceof ExtractChunk)
            .toList()
            .get(index)
            .task();
  }

  @Test
  void shouldWriteACutWhenAllChunksOfItsEntityAreExtracted() {
    world.send(Commands.rehearse(ACME, "ann"));
    world.workUntil(ExtractChunk.class);
    world.work(ExtractChunk.class);
    world.work(ExtractChunk.class);
    assertThat(world.story(ACME).stream().filter("CutStarted"::equals)).hasSize(1);
    List<Event> events = world.work(ExtractChunk.class);
    assertThat(events).extracting(Event::name).containsExactly("ChunkExtracted", "CutStarted");
  }

  @Test
  void shouldCutAtOnceWhenAnEntityHasNoChunks() {
    world.send(Commands.rehearse(ACME, "ann"));
    world.workUntil(ExtractChunk.class);
    assertThat(world.pending)
        .anyMatch(one -> one.task().equals(new WriteCut(Entity.ENGAGEMENTS, 1, false)));
  }

  @Test
  void shouldNumberTheChunksThroughWhenAnEntityHasSeveralQueries() {
    world.systems.conditions.plan =
        List.of(
            contacts(
                6,
                new QueryPlan("staff", 20, List.of("b", "d")),
                new QueryPlan("guests", 0, List.of()),
                new QueryPlan("members", 10, List.of())));
    world.send(Commands.rehearse(ACME, "ann"));
    world.workUntil(ExtractChunk.class);
    assertThat(IntStream.range(0, 6).mapToObj(this::chunk).map(ExtractionTest::partOf))
        .containsExactly(
            new Part("staff", null, "b", false),
            new Part("staff", "b", "d", false),
            new Part("staff", "d", null, false),
            new Part("guests", null, null, false),
            new Part("members", null, null, false),
            new Part(null, null, null, true));
    assertThat(IntStream.range(0, 6).map(i -> chunk(i).chunk())).containsExactly(0, 1, 2, 3, 4, 5);
    for (int i = 0; i < 5; i++) {
      assertThat(world.work(ExtractChunk.class))
          .extracting(Event::name)
          .containsExactly("ChunkExtracted");
    }
    assertThat(world.work(ExtractChunk.class))
        .extracting(Event::name)
        .containsExactly("ChunkExtracted", "CutStarted");
  }

  @Test
  void shouldRefuseThePlanWhenItsQueriesHaveNotAsManyChunksAsItsEntity() {
    refused(
        contacts(
            3, new QueryPlan("staff", 20, List.of("b")), new QueryPlan("guests", 0, List.of())),
        "has 2 key ranges and 1 boundaries, expected 0");
    refused(
        contacts(3, new QueryPlan("staff", 20, List.of()), new QueryPlan("staff", 0, List.of())),
        "has a query that is planned twice");
    refused(
        new EntityPlan(
            Entity.CONTACTS,
            1,
            3,
            List.of("a"),
            false,
            List.of(new QueryPlan("staff", 20, List.of()), new QueryPlan("guests", 0, List.of()))),
        "has boundaries of its own beside those of its queries");
  }

  private void refused(EntityPlan plan, String why) {
    world = new Simulation();
    world.systems.conditions.plan = List.of(plan);
    world.send(Commands.rehearse(ACME, "ann"));
    world.workAll();
    assertThat(((RehearsalFailed) last()).reasons().getFirst()).contains(why);
  }

  private static EntityPlan contacts(int chunks, QueryPlan... queries) {
    return new EntityPlan(Entity.CONTACTS, 30, chunks, List.of(), true, List.of(queries));
  }

  private static Part partOf(ExtractChunk chunk) {
    return new Part(chunk.query(), chunk.above(), chunk.upTo(), chunk.merged());
  }

  @Test
  void shouldPurgeAndBeginAnotherRunWhenTheSnapshotIsLost() {
    started();
    world.systems.conditions.snapshotsToLose = 1;
    world.workAll();
    assertThat(world.story(ACME))
        .containsSubsequence("RunAbandoned", "PurgeStarted", "TargetPurged", "RunStarted");
    assertThat(world.migration(ACME).run().number()).isEqualTo(3);
  }

  @Test
  void shouldFailTheRunWhenFiveSnapshotsInARowAreLost() {
    world.systems.conditions.snapshotsToLose = 5 * 16;
    world.send(Commands.rehearse(ACME, "ann"));
    world.workAll();
    assertThat(((RehearsalFailed) last()).reasons().getFirst()).contains("5 runs in a row");
    assertThat(world.story(ACME).stream().filter("RunAbandoned"::equals)).hasSize(4);
  }
}
