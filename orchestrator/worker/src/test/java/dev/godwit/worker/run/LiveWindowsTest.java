package dev.godwit.worker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.godwit.canonical.DerivedId;
import dev.godwit.common.v1.Route;
import dev.godwit.common.v1.RunKind;
import dev.godwit.event.v1.CutStarted;
import dev.godwit.event.v1.CutWritten;
import dev.godwit.event.v1.Envelope;
import dev.godwit.event.v1.MigrationCancelled;
import dev.godwit.event.v1.MigrationCommitted;
import dev.godwit.event.v1.MigrationRolledBack;
import dev.godwit.event.v1.RunStarted;
import dev.godwit.records.Entity;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LiveWindowsTest {
  private static final RunSpec RUN =
      new RunSpec("c/2", "c", 2, RunKind.LIVE, "source", "target", DerivedId.ORDERED);

  private final RunStatusTable table = new RunStatusTable();
  private final LiveWindows windows = new LiveWindows(table);

  @Test
  void shouldLeaveEventsToTheSourceWhenTheyAreBeforeTheOpeningCut() {
    open();
    assertThat(windows.at("c", 0, 10)).isEmpty();
    assertThat(windows.at("c", 0, 11)).contains(RUN);
    assertThat(windows.at("c", 1, 20)).isEmpty();
    assertThat(windows.at("c", 1, Long.MAX_VALUE)).contains(RUN);
    assertThat(windows.at("d", 0, 11)).isEmpty();
    assertThat(windows.at("c", 2, 11)).isEmpty();
  }

  @Test
  void shouldKeepTheWindowWhenCutsInBetweenAreWritten() {
    open();
    table.apply(cut(Entity.LIVE, 2, 1, false, 15L, 25L));
    table.apply(cut(Entity.EMAILS, 2, 1, false, 1L, 1L));
    assertThat(windows.at("c", 0, 11)).contains(RUN);
    assertThat(windows.at("c", 0, 16)).contains(RUN);
    assertThat(windows.of("c/2").orElseThrow())
        .isEqualTo(new LiveWindows.Window(RUN, List.of(10L, 20L), null));
  }

  @Test
  void shouldKnowACutAndThoseBeforeItAsOrderedWhenAnEventOrdersIt() {
    assertThat(windows.isOrdered("c/2", 0)).isFalse();
    table.apply(new CutStarted(envelope(2), Entity.EMAILS.symbol(), 1, false, null));
    assertThat(windows.isOrdered("c/2", 0)).isFalse();
    table.apply(new CutStarted(envelope(2), Entity.LIVE.symbol(), 1, false, null));
    assertThat(windows.isOrdered("c/2", 0)).isTrue();
    assertThat(windows.isOrdered("c/2", 1)).isTrue();
    assertThat(windows.isOrdered("c/2", 2)).isFalse();
    assertThat(windows.isOrdered("c/3", 1)).isFalse();
    table.apply(cut(Entity.LIVE, 2, 2, false, 15L, 25L));
    assertThat(windows.isOrdered("c/2", 2)).isTrue();
  }

  @Test
  void shouldKeepTheWindowOpenWhenTheRunIsCommitted() {
    open();
    table.apply(new MigrationCommitted(envelope(2), 1));
    assertThat(windows.at("c", 1, 1_000_000)).contains(RUN);
    assertThat(windows.open()).hasSize(1);
    assertThat(windows.hasCut("c/2", 7)).isFalse();
    table.apply(cut(Entity.LIVE, 2, 7, false, 15L, 25L));
    assertThat(windows.hasCut("c/2", 7)).isTrue();
  }

  @Test
  void shouldLeaveEventsToTheSourceWhenTheyAreBehindTheClosingCut() {
    open();
    table.apply(cut(Entity.LIVE, 2, 3, true, 30L, 40L));
    assertThat(windows.at("c", 0, 29)).contains(RUN);
    assertThat(windows.at("c", 0, 30)).isEmpty();
    assertThat(windows.at("c", 0, 31)).isEmpty();
    assertThat(windows.at("c", 1, 39)).contains(RUN);
    assertThat(windows.open()).isEmpty();
  }

  @Test
  void shouldKeepTheEventsOfAnEarlierRunWhenALaterOneOpensItsWindow() {
    open();
    table.apply(cut(Entity.LIVE, 2, 1, true, 30L, 40L));
    table.apply(new MigrationRolledBack(envelope(2), "because", "first", "next"));
    table.apply(started(3, RunKind.LIVE));
    table.apply(cut(Entity.LIVE, 3, 0, false, 50L, 60L));
    assertThat(windows.at("c", 0, 20).orElseThrow().run()).isEqualTo(2);
    assertThat(windows.at("c", 0, 40)).isEmpty();
    assertThat(windows.at("c", 0, 51).orElseThrow().run()).isEqualTo(3);
  }

  @Test
  void shouldKeepTheFirstOffsetsWhenTheOpeningCutIsRepeated() {
    open();
    table.apply(cut(Entity.LIVE, 2, 0, false, 99L, 99L));
    assertThat(windows.of("c/2").orElseThrow().from()).containsExactly(10L, 20L);
  }

  @Test
  void shouldWakeAWaitingConsumerWhenTheEventOfTheCutArrives() {
    table.apply(started(2, RunKind.LIVE));
    CompletableFuture<Void> waiting =
        CompletableFuture.runAsync(
            () -> {
              try {
                windows.awaitCut("c/2", 0);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(windows.hasCut("c/2", 0)).isFalse();
    table.apply(cut(Entity.LIVE, 2, 0, false, 10L, 20L));
    await().until(waiting::isDone);
    assertThat(windows.hasCut("c/2", 0)).isTrue();
    assertThat(windows.hasCut("c/2", 1)).isFalse();
  }

  @Test
  void shouldNotWaitForACutWhenItsEventWillNeverCome() {
    table.apply(started(1, RunKind.LIVE));
    assertThat(windows.hasCut("c/1", 0)).isFalse();
    table.apply(new MigrationCancelled(envelope(1), "because"));
    assertThat(windows.hasCut("c/1", 0)).isTrue();
    open();
    assertThat(windows.hasCut("c/1", 5)).isTrue();
    table.apply(cut(Entity.LIVE, 2, 3, true, 30L, 40L));
    assertThat(windows.hasCut("c/2", 2)).isTrue();
    assertThat(windows.hasCut("c/2", 9)).isTrue();
    assertThat(windows.hasCut("unheard/1", 0)).isFalse();
    assertThat(windows.hasCut("c/no-number", 0)).isTrue();
    assertThat(windows.hasCut("no-run", 0)).isFalse();
  }

  @Test
  void shouldOpenNoWindowWhenTheRunIsARehearsal() {
    table.apply(started(2, RunKind.REHEARSAL));
    table.apply(cut(Entity.LIVE, 2, 0, false, 10L, 20L));
    assertThat(windows.at("c", 0, 11)).isEmpty();
  }

  private void open() {
    table.apply(started(2, RunKind.LIVE));
    table.apply(cut(Entity.LIVE, 2, 0, false, 10L, 20L));
  }

  private static RunStarted started(int run, RunKind kind) {
    return new RunStarted(
        envelope(run), kind, "c", "source", "target", "why", 0L, 8, null, List.of());
  }

  private static CutWritten cut(Entity entity, int run, int cut, boolean closes, Long... offsets) {
    return new CutWritten(
        envelope(run), entity.symbol(), cut, List.of(offsets), closes, entity.declaredName());
  }

  private static Envelope envelope(int run) {
    return new Envelope("e", "c", 1L, "c", "c", Instant.EPOCH, "by", run, Route.UNKNOWN, -1L);
  }
}
