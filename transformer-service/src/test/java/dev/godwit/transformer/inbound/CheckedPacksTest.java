package dev.godwit.transformer.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.godwit.transformer.TestPack;
import dev.godwit.transformer.fix.RecordFixes;
import dev.godwit.transformer.inbound.ReadyRuns.PackState;
import dev.godwit.transformer.normalise.PlausibleTimes;
import dev.godwit.worker.failure.PackChangedException;
import dev.godwit.worker.run.RunStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CheckedPacksTest {
  private static final Duration LONG = Duration.ofDays(1);

  private static final RunStatus RUNNING = new RunStatus.Running(TestPack.RUN);
  private static final RunStatus COMMITTED =
      new RunStatus.Committed(TestPack.RUN, Optional.empty());

  private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
  private final AtomicInteger checks = new AtomicInteger();
  private final AtomicBoolean changed = new AtomicBoolean();
  private final AtomicBoolean outdated = new AtomicBoolean();
  private final List<String> reported = new CopyOnWriteArrayList<>();

  @Test
  void shouldCheckAPackOnceForARun() {
    CheckedPacks packs = packs(LONG);

    assertThat(packs.of(RUNNING)).isInstanceOf(PackState.Unchecked.class);
    awaitGood(packs);
    packs.of(RUNNING);

    assertThat(checks).hasValue(1);
    assertThat(reported).isEmpty();
  }

  @Test
  void shouldReportARefusalOnceAndKeepItForItsTime() {
    refusals.add("a column is gone");
    CheckedPacks packs = packs(LONG);

    packs.of(RUNNING);
    await().until(() -> !reported.isEmpty());
    for (int i = 0; i < 5; i++) {
      assertThat(packs.of(RUNNING)).isInstanceOf(PackState.Unchecked.class);
    }

    assertThat(checks).hasValue(1);
    assertThat(reported).containsExactly("a column is gone");
  }

  @Test
  void shouldCheckAGoodPackAgainWhenTheRunIsResumed() {
    CheckedPacks packs = packs(LONG);
    awaitGood(packs);

    await()
        .until(
            () ->
                packs.of(new RunStatus.Running(TestPack.RUN, 1))
                        instanceof PackState.Checked checked
                    && checked.resumes() == 1);
    packs.of(COMMITTED);

    assertThat(checks).hasValue(2);
  }

  @Test
  void shouldTakeTheNewestFilesOfAPackWhenTheRunIsOver() {
    CheckedPacks packs = packs(LONG);
    awaitGood(packs);
    outdated.set(true);
    assertThat(packs.of(RUNNING)).isInstanceOf(PackState.Checked.class);
    assertThat(packs.of(COMMITTED)).isInstanceOf(PackState.Unchecked.class);

    await().until(() -> packs.of(COMMITTED) instanceof PackState.Checked);
    assertThat(checks).hasValue(2);
  }

  @Test
  void shouldCheckAgainAndReportAgainOnlyWhenTheRunIsResumed() {
    refusals.addAll(List.of("a column is gone", "a column is gone"));
    CheckedPacks packs = packs(Duration.ZERO);
    packs.of(RUNNING);
    await().until(() -> reported.size() == 1);
    for (int i = 0; i < 5; i++) {
      packs.of(RUNNING);
    }
    assertThat(checks).hasValue(1);

    packs.of(new RunStatus.Running(TestPack.RUN, 1));
    await().until(() -> reported.size() == 2);
    packs.of(new RunStatus.Running(TestPack.RUN, 1));
    assertThat(checks).hasValue(2);

    await()
        .until(() -> packs.of(new RunStatus.Running(TestPack.RUN, 2)) instanceof PackState.Checked);
    assertThat(reported).containsExactly("a column is gone", "a column is gone");
  }

  @Test
  void shouldContinueWithoutARestartWhenThePackOfACommittedRunIsMended() {
    refusals.addAll(List.of("a column is gone", "a column is gone", "another is too short"));
    CheckedPacks packs = packs(Duration.ZERO);

    await().until(() -> packs.of(COMMITTED) instanceof PackState.Checked);

    assertThat(checks).hasValue(4);
    assertThat(reported).containsExactly("a column is gone", "another is too short");
  }

  @Test
  void shouldRefuseAPackThatWasChangedSinceTheAssessmentUntilItIsPutBack() {
    changed.set(true);
    CheckedPacks packs = packs(LONG);
    packs.of(RUNNING);
    await().until(() -> reported.size() == 1);
    assertThat(packs.of(RUNNING)).isInstanceOf(PackState.Unchecked.class);
    assertThat(reported).containsExactly("the pack was changed: put it back");

    changed.set(false);
    await()
        .until(() -> packs.of(new RunStatus.Running(TestPack.RUN, 1)) instanceof PackState.Checked);
  }

  private static void awaitGood(CheckedPacks packs) {
    await().until(() -> packs.of(RUNNING) instanceof PackState.Checked);
  }

  private CheckedPacks packs(Duration againAfter) {
    return new CheckedPacks(
        status -> {
          checks.incrementAndGet();
          if (changed.get()) {
            throw new PackChangedException("pack", "the pack was changed", "put it back");
          }
          String refusal = refusals.poll();
          if (refusal != null) {
            throw new IllegalArgumentException(refusal);
          }
          return TestPack.standard();
        },
        pack -> outdated.getAndSet(false),
        (status, subject, error, action) ->
            reported.add(error.contains("changed") ? error + ": " + action : error),
        againAfter,
        PlausibleTimes.ANY,
        run -> RecordFixes.NONE);
  }
}
