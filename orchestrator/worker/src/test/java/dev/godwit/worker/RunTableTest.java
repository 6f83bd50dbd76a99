package dev.godwit.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.godwit.common.v1.Entity;
import dev.godwit.common.v1.RunKind;
import dev.godwit.event.v1.CutWritten;
import dev.godwit.event.v1.Envelope;
import dev.godwit.event.v1.MigrationCancelled;
import dev.godwit.event.v1.MigrationCommitted;
import dev.godwit.event.v1.PurgeStarted;
import dev.godwit.event.v1.RehearsalFailed;
import dev.godwit.event.v1.RunStarted;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RunTableTest {
  private final RunTable table = new RunTable();

  @Test
  void a_run_is_known_once_it_has_started() {
    assertThat(table.find("c/1")).isEmpty();
    table.apply(started(1));
    assertThat(table.find("c/1"))
        .contains(new RunSpec("c/1", "c", 1, RunKind.LIVE, "source", "target"));
    assertThat(table.isStopped("c/1")).isFalse();
  }

  @Test
  void who_waits_for_a_run_is_woken_by_its_start() {
    CompletableFuture<RunSpec> waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return table.await("c/2");
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    table.apply(started(1));
    table.apply(started(2));
    await().until(waiting::isDone);
    assertThat(waiting.join().run()).isEqualTo(2);
  }

  @Test
  void a_run_that_is_purged_is_stopped_but_not_over() {
    table.apply(started(1));
    table.apply(PurgeStarted.newBuilder().setEnvelope(envelope(1)).setReason("because").build());
    assertThat(table.isStopped("c/1")).isTrue();
    assertThat(table.isOver("c/1")).isFalse();
    assertThat(table.find("c/1")).isPresent();
  }

  @Test
  void of_a_run_that_is_over_only_the_id_is_kept() throws InterruptedException {
    table.apply(started(1));
    table.apply(new RehearsalFailed(envelope(1), List.of("because")));
    assertThat(table.isOver("c/1")).isTrue();
    assertThat(table.isStopped("c/1")).isTrue();
    assertThat(table.find("c/1")).isEmpty();
    assertThat(table.await("c/1")).isNull();
  }

  @Test
  void a_cancelled_migration_has_no_run_any_more() throws InterruptedException {
    table.apply(started(1));
    table.apply(new MigrationCancelled(envelope(1), "because"));
    assertThat(table.isOver("c/1")).isTrue();
    assertThat(table.find("c/1")).isEmpty();
    assertThat(table.await("c/1")).isNull();
  }

  @Test
  void a_cancelled_migration_ends_the_runs_of_no_other_customer() {
    table.apply(started(1));
    table.apply(
        new MigrationCancelled(
            new Envelope("e", "d", 1L, "c", "c", Instant.EPOCH, "by", 1), "because"));
    assertThat(table.isOver("c/1")).isFalse();
    assertThat(table.find("c/1")).isPresent();
  }

  @Test
  void a_committed_run_is_over_but_found_while_live_engagement_comes() throws InterruptedException {
    table.apply(started(1));
    table.apply(new CutWritten(envelope(1), Entity.LIVE, 0, List.of(1L), false));
    table.apply(new MigrationCommitted(envelope(1), 1));
    assertThat(table.isOver("c/1")).isTrue();
    assertThat(table.isStopped("c/1")).isTrue();
    assertThat(table.find("c/1")).isPresent();
    assertThat(table.await("c/1").run()).isEqualTo(1);
    assertThat(table.isLiveStopped("c/1")).isFalse();
  }

  @Test
  void of_a_run_that_is_undone_live_engagement_stops_too() {
    table.apply(started(1));
    assertThat(table.isLiveStopped("c/1")).isFalse();
    table.apply(new CutWritten(envelope(1), Entity.LIVE, 0, List.of(1L), false));
    table.apply(PurgeStarted.newBuilder().setEnvelope(envelope(1)).setReason("because").build());
    assertThat(table.isLiveStopped("c/1")).isTrue();
    table.apply(new RehearsalFailed(envelope(1), List.of("because")));
    assertThat(table.isLiveStopped("c/1")).isTrue();
  }

  @Test
  void a_committed_run_without_live_engagement_is_not_found() {
    table.apply(started(1));
    table.apply(new CutWritten(envelope(1), Entity.EMAILS, 1, List.of(1L), false));
    table.apply(new MigrationCommitted(envelope(1), 1));
    assertThat(table.find("c/1")).isEmpty();
  }

  private static RunStarted started(int run) {
    return new RunStarted(envelope(run), RunKind.LIVE, "c", "source", "target", "why");
  }

  private static Envelope envelope(int run) {
    return new Envelope("e", "c", 1L, "c", "c", Instant.EPOCH, "by", run);
  }
}
