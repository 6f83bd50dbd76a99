package dev.godwit.wire.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashPlanTest {
  private static final CrashPoint POINT = CrashPoint.LOADER_BATCH_BEFORE_COMMIT;

  private final AtomicInteger ends = new AtomicInteger();

  @Test
  void shouldPlanNothingWhenThePropertyIsNotSet() {
    assertThat(CrashPlan.of(null, ends::incrementAndGet)).isNull();
    assertThat(CrashPlan.of(" ", ends::incrementAndGet)).isNull();
  }

  @Test
  void shouldEndTheProcessOnceWhenTheOccurrenceIsReached() {
    CrashPlan plan = CrashPlan.of(POINT.label() + ":3", ends::incrementAndGet);

    plan.reached(POINT);
    plan.reached(CrashPoint.LOADER_BATCH_AFTER_COMMIT);
    plan.reached(POINT);
    assertThat(ends).hasValue(0);
    plan.reached(POINT);
    assertThat(ends).hasValue(1);
    plan.reached(POINT);
    assertThat(ends).hasValue(1);
  }

  @Test
  void shouldRefuseWhenThePropertyNamesNoPoint() {
    assertThatThrownBy(() -> CrashPlan.of("loader.lunch:1", ends::incrementAndGet))
        .hasMessageContaining("loader.lunch");
    assertThatThrownBy(() -> CrashPlan.of(POINT.label() + ":0", ends::incrementAndGet))
        .hasMessageContaining("occurrence");
  }

  @Test
  void shouldArmAndDisarmByFilesWhenThePropertyIsAFolder(@TempDir Path folder) throws IOException {
    CrashPlan plan = CrashPlan.of("@" + folder, ends::incrementAndGet);
    plan.reached(POINT);
    Path armed = Files.writeString(folder.resolve(POINT.label()), "2 first");

    plan.reached(POINT);
    assertThat(ends).hasValue(0);
    plan.reached(POINT);
    assertThat(ends).hasValue(1);
    assertThat(armed).doesNotExist();
    assertThat(folder.resolve(POINT.label() + CrashPlan.REACHED)).exists();
    plan.reached(POINT);
    assertThat(ends).hasValue(1);

    Files.writeString(armed, "1 second");
    plan.reached(POINT);
    assertThat(ends).hasValue(2);
  }
}
