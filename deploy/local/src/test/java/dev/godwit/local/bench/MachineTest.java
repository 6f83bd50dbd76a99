package dev.godwit.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
  @TempDir private Path proc;

  @Test
  void shouldReadTheModelOfTheProcessorAndTheMemory() throws IOException {
    Files.writeString(
        proc.resolve("cpuinfo"),
        "processor\t: 0\nmodel\t\t: 85\nmodel name\t: A processor @ 2.80GHz\nprocessor\t: 1\nmodel name\t: Another\n");
    Files.writeString(
        proc.resolve("meminfo"), "MemTotal:        8192000 kB\nMemFree:          100 kB\n");

    Machine machine = Machine.of(proc);

    assertThat(machine.cpu()).isEqualTo("A processor @ 2.80GHz");
    assertThat(machine.memoryMiB()).isEqualTo(8_000);
    assertThat(machine.processors()).isPositive();
  }

  @Test
  void shouldKnowNothingWhereTheSystemSaysNothing() {
    Machine machine = Machine.of(proc);
    assertThat(machine.cpu()).isNull();
    assertThat(machine.memoryMiB()).isZero();
  }
}
