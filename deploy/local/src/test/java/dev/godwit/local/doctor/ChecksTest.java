package dev.godwit.local.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.local.stack.StackSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks without an installation: what they make of figures, and of nothing that answers. */
class ChecksTest {
  private static final long GIB = 1024L * 1024 * 1024;

  @Test
  void shouldWarnOfADiskThatFillsUp() {
    DiskCheck disk = new DiskCheck();

    assertThat(disk.diagnose("d", 6 * GIB, 100 * GIB).severity()).isEqualTo(Severity.FINE);
    assertThat(disk.diagnose("d", 3 * GIB, 100 * GIB).severity()).isEqualTo(Severity.WARNING);
    assertThat(disk.diagnose("d", GIB / 2, 100 * GIB))
        .satisfies(
            diagnosis -> {
              assertThat(diagnosis.severity()).isEqualTo(Severity.ERROR);
              assertThat(diagnosis.found()).isEqualTo("0.5 GiB of 100.0 GiB are free.");
              assertThat(diagnosis.runbook()).isEqualTo("deploy/runbooks/target-full.md");
            });
  }

  @Test
  void shouldNameThePartitionsWhoseOffsetsTheTransformerLost() {
    OffsetsCheck offsets = new OffsetsCheck();
    TopicPartition read = new TopicPartition("crm.emails.extracted.v1", 0);
    TopicPartition lost = new TopicPartition("crm.emails.extracted.v1", 1);
    TopicPartition empty = new TopicPartition("crm.emails.extracted.v1", 2);
    Map<TopicPartition, Long> ends = Map.of(read, 5L, lost, 7L, empty, 0L);
    OffsetAndMetadata offset = new OffsetAndMetadata(5);

    assertThat(offsets.withoutOffset(ends, Map.of(read, offset, lost, offset))).isEmpty();
    assertThat(offsets.withoutOffset(ends, Map.of(read, offset)))
        .singleElement()
        .satisfies(
            diagnosis -> {
              assertThat(diagnosis.severity()).isEqualTo(Severity.WARNING);
              assertThat(diagnosis.found()).endsWith("records: crm.emails.extracted.v1-1.");
              assertThat(diagnosis.runbook()).isEqualTo("deploy/runbooks/lost-offsets.md");
            });
  }

  @Test
  void shouldNameTheRunbookOfWhatAStageWaitsFor() {
    MigrationsCheck migrations = new MigrationsCheck();

    assertThat(
            migrations.waits(
                "acme", "load waits for the target database (53100 ERROR: no space left)"))
        .satisfies(
            diagnosis -> {
              assertThat(diagnosis.runbook()).isEqualTo("deploy/runbooks/target-full.md");
              assertThat(diagnosis.mend()).startsWith("Bring back what it waits for");
            });
    assertThat(migrations.waits("acme", "load waits for a lock").runbook())
        .isEqualTo("deploy/runbooks/retriable-error.md");
  }

  @Test
  void shouldSayByHowMuchAClockIsOff() {
    ClocksCheck clocks = new ClocksCheck();

    assertThat(clocks.diagnose("broker", Duration.ofMillis(-900)).severity())
        .isEqualTo(Severity.FINE);
    assertThat(clocks.diagnose("broker", Duration.ofSeconds(-5)))
        .satisfies(
            diagnosis -> {
              assertThat(diagnosis.severity()).isEqualTo(Severity.WARNING);
              assertThat(diagnosis.found()).contains("5000 ms behind");
            });
    assertThat(clocks.diagnose("broker", Duration.ofMinutes(2)).severity())
        .isEqualTo(Severity.ERROR);
  }

  @Test
  void shouldSeeNoDifferenceWhereTheOtherTimeLiesBetweenTwoOfOurs() {
    Instant before = Instant.parse("2026-03-01T10:00:00Z");
    Instant after = before.plusMillis(40);

    assertThat(ClocksCheck.ahead(before, before.plusMillis(20), after)).isZero();
    assertThat(ClocksCheck.ahead(before, before.minusSeconds(3), after))
        .isEqualTo(Duration.ofSeconds(-3));
    assertThat(ClocksCheck.ahead(before, after.plusSeconds(3), after))
        .isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void shouldWarnWhenServicesAreOfSeveralVersions() {
    VersionsCheck versions = new VersionsCheck();

    assertThat(versions.compare(Map.of("loader", "1", "validator", "1")).severity())
        .isEqualTo(Severity.FINE);
    assertThat(versions.compare(Map.of("loader", "1", "validator", "2")).severity())
        .isEqualTo(Severity.WARNING);
  }

  @Test
  void shouldNameThePackThatAServiceHasOtherwise() {
    PacksCheck packs = new PacksCheck();

    assertThat(packs.compare("loader", Map.of("a", "1", "b", "2"), Map.of("a", "1", "b", "2")))
        .extracting(Diagnosis::severity)
        .isEqualTo(Severity.FINE);
    assertThat(packs.compare("loader", Map.of("a", "1", "b", "2"), Map.of("a", "1", "b", "3")))
        .satisfies(
            diagnosis -> {
              assertThat(diagnosis.severity()).isEqualTo(Severity.WARNING);
              assertThat(diagnosis.found()).endsWith("hold: b.");
              assertThat(diagnosis.mend()).contains("godwit packs reload");
            });
  }

  @Test
  void shouldReportWhatCannotBeExaminedAndNeverAsFineWhenNothingAnswers(@TempDir Path folder)
      throws IOException, InterruptedException {
    Files.createDirectories(folder.resolve("packs"));
    StackSettings settings =
        StackSettings.from(
                Map.of(
                    "GODWIT_HOME", folder.toString(),
                    "GODWIT_PACKS", folder.resolve("packs").toString()))
            .withDir(folder)
            .withFreePorts();

    List<Diagnosis> all;
    try (Installation installation = new Installation(settings, Duration.ofMinutes(2))) {
      all = Doctor.examine(installation);
    }

    assertThat(all)
        .filteredOn(diagnosis -> diagnosis.check().equals("services"))
        .hasSize(9)
        .allMatch(diagnosis -> diagnosis.severity() == Severity.ERROR);
    for (String check :
        List.of(
            "topics",
            "schemas",
            "offsets",
            "positions",
            "transactions",
            "groups",
            "versions",
            "migrations")) {
      assertThat(all)
          .filteredOn(diagnosis -> diagnosis.check().equals(check))
          .as(check)
          .isNotEmpty()
          .allMatch(diagnosis -> diagnosis.severity() == Severity.UNCHECKED);
    }
    assertThat(all)
        .filteredOn(diagnosis -> diagnosis.severity() == Severity.FINE)
        .extracting(Diagnosis::check)
        .containsOnly("disk");
    assertThat(all)
        .filteredOn(diagnosis -> diagnosis.severity() != Severity.FINE)
        .allSatisfy(
            diagnosis -> {
              assertThat(diagnosis.why()).isNotBlank();
              assertThat(diagnosis.mend()).isNotBlank();
            });
  }
}
