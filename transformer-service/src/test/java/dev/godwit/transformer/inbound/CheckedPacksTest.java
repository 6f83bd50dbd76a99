package dev.godwit.transformer.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.godwit.transformer.TestPack;
import dev.godwit.transformer.inbound.ReadyRuns.PackState;
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
  void shouldCheckAPackOnceForARun() {
    CheckedPacks packs = packs(LONG);

    assertThat(packs.of(TestPack.RUN)).isInstanceOf(PackState.Unchecked.class);
    awaitGood(packs);
    packs.of(TestPack.RUN);

    assertThat(checks).hasValue(1);
    assertThat(reported).isEmpty();
  }

  @Test
  void shouldReportARefusalOnceAndKeepItForItsTime() {
    refusals.add("a column is gone");
    CheckedPacks packs = packs(LONG);

    packs.of(TestPack.RUN);
    await().until(() -> !reported.isEmpty());
    for (int i = 0; i < 5; i++) {
      assertThat(packs.of(TestPack.RUN)).isInstanceOf(PackState.Unchecked.class);
    }

    assertThat(checks).hasValue(1);
    assertThat(reported).containsExactly("a column is gone");
  }

  @Test
  void shouldContinueWithoutARestartWhenAPackIsMended() {
    refusals.addAll(List.of("a column is gone", "a column is gone", "another is too short"));
    CheckedPacks packs = packs(Duration.ZERO);

    awaitGood(packs);

    assertThat(checks).hasValue(4);
    assertThat(reported).containsExactly("a column is gone", "another is too short");
  }

  private static void awaitGood(CheckedPacks packs) {
    await().until(() -> packs.of(TestPack.RUN) instanceof PackState.Checked);
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
