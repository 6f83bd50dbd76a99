package dev.godwit.transformer.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.transformer.TestPack;
import dev.godwit.transformer.run.OpenRuns.PackAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CheckedPacksTest {
  private static final Duration LONG = Duration.ofDays(1);

  private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
  private final AtomicInteger checks = new AtomicInteger();
  private final List<String> reported = new CopyOnWriteArrayList<>();

  @Test
  void a_pack_is_checked_once_for_a_run() {
    CheckedPacks packs = packs(LONG);

    assertThat(packs.ask(TestPack.RUN)).isInstanceOf(PackAnswer.NotYet.class);
    awaitGood(packs);
    packs.ask(TestPack.RUN);

    assertThat(checks).hasValue(1);
    assertThat(reported).isEmpty();
  }

  @Test
  void a_refusal_stands_for_its_time_and_is_reported_once() {
    refusals.add("a column is gone");
    CheckedPacks packs = packs(LONG);

    packs.ask(TestPack.RUN);
    while (reported.isEmpty()) {
      Thread.onSpinWait();
    }
    for (int i = 0; i < 5; i++) {
      assertThat(packs.ask(TestPack.RUN)).isInstanceOf(PackAnswer.NotYet.class);
    }

    assertThat(checks).hasValue(1);
    assertThat(reported).containsExactly("a column is gone");
  }

  @Test
  void what_was_mended_goes_on_without_a_restart() {
    refusals.addAll(List.of("a column is gone", "a column is gone", "another is too short"));
    CheckedPacks packs = packs(Duration.ZERO);

    awaitGood(packs);

    assertThat(checks).hasValue(4);
    assertThat(reported).containsExactly("a column is gone", "another is too short");
  }

  private static void awaitGood(CheckedPacks packs) {
    while (!(packs.ask(TestPack.RUN) instanceof PackAnswer.Checked)) {
      Thread.onSpinWait();
    }
  }

  private CheckedPacks packs(Duration againAfter) {
    return new CheckedPacks(
        run -> {
          checks.incrementAndGet();
          String refusal = refusals.poll();
          if (refusal != null) {
            throw new IllegalArgumentException(refusal);
          }
          return TestPack.standard();
        },
        (run, subject, error, action) -> reported.add(error),
        againAfter);
  }
}
