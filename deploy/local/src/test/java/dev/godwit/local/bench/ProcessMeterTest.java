package dev.godwit.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ProcessMeterTest {
  private static final ProcessHandle SELF = ProcessHandle.current();

  @TempDir private Path proc;
  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectories(proc.resolve(String.valueOf(SELF.pid())));
  }

  @Test
  void shouldSumUserAndSystemTicksWithThoseOfAwaitedChildren() throws IOException {
    Files.writeString(
        folder.resolve("stat"),
        SELF.pid() + " (a (strange) name) S 1 2 3 4 5 6 7 8 9 10 1100 220 33 4 15 16\n");
    assertThat(new ProcessMeter(proc).cpuSeconds(SELF)).isEqualTo(13.57);
  }

  @Test
  void shouldReadPeakAndProportionalSetInMebibytes() throws IOException {
    Files.writeString(folder.resolve("status"), "VmPeak:  9999999 kB\nVmHWM:\t  307200 kB\n");
    Files.writeString(
        folder.resolve("smaps_rollup"), "Rss: 1 kB\nPss:    10240 kB\nPss_Dirty: 7\n");
    assertThat(new ProcessMeter(proc).peakMiB(SELF)).isEqualTo(300);
    assertThat(new ProcessMeter(proc).treeMiB(SELF)).isEqualTo(10);
  }

  @Test
  void shouldReadNothingUsedWhenTheProcessHasEnded() {
    ProcessMeter meter = new ProcessMeter(proc);
    assertThat(meter.cpuSeconds(SELF)).isZero();
    assertThat(meter.peakMiB(SELF)).isZero();
    assertThat(meter.treeMiB(SELF)).isZero();
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "proc(5) is Linux'")
  void shouldReadARunningProcessWhenTheSystemIsLinux() {
    ProcessMeter meter = new ProcessMeter(Path.of("/proc"));
    assertThat(meter.cpuSeconds(SELF)).isPositive();
    assertThat(meter.peakMiB(SELF)).isGreaterThan(10);
    assertThat(meter.treeMiB(SELF)).isGreaterThan(10);
  }
}
