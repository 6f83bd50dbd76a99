package dev.godwit.orchestrator.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.event.EndingEvent.RehearsalFailed;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.task.Task.ExtractChunk;
import dev.godwit.orchestrator.domain.task.Task.WriteCut;
import java.util.List;
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
