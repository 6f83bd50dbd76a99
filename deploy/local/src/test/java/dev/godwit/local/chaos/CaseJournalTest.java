package dev.godwit.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.local.chaos.check.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaseJournalTest {
  private static final List<ChaosCase> CASES = ChaosCase.of(7, 3, ChaosTargets.all());

  @TempDir Path folder;

  @Test
  void shouldGiveResultsAgainAndRepeatThoseWithAFinding() {
    Path file = folder.resolve("journal");
    CaseJournal first = new CaseJournal(file);
    assertThat(first.isDone(CASES.get(0))).isFalse();
    first.add(result(CASES.get(0)));
    first.add(result(CASES.get(1), Finding.other(3, "one is lost")));

    CaseJournal second = new CaseJournal(file);
    assertThat(CASES).filteredOn(second::isDone).containsExactly(CASES.get(0));
    assertThat(second.result(CASES.get(0))).isEqualTo(result(CASES.get(0)));

    second.add(result(CASES.get(1)));
    assertThat(CASES)
        .filteredOn(new CaseJournal(file)::isDone)
        .containsExactly(CASES.get(0), CASES.get(1));
  }

  @Test
  void shouldRefuseAJournalOfOtherCases() throws IOException {
    Path file = folder.resolve("journal");
    new CaseJournal(file).add(result(CASES.get(0)));
    ChaosCase other = ChaosCase.of(8, 1, ChaosTargets.all()).getFirst();
    assertThatThrownBy(() -> new CaseJournal(file).isDone(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("with the seed 8");

    Files.writeString(file, "# a table\n");
    assertThatThrownBy(() -> new CaseJournal(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Expected " + file);
  }

  private static CaseResult result(ChaosCase of, Finding... findings) {
    return new CaseResult(
        of,
        "chaos-1",
        "",
        true,
        "MigrationCommitted",
        2,
        Duration.ofMillis(12_345),
        Duration.ofMillis(678),
        List.of(findings));
  }
}
