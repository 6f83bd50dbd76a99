package dev.godwit.extractor.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.worker.merge.MergeGroup;
import dev.godwit.worker.merge.Merges;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MergesTest {
  private final Merges merges =
      new Merges(
          List.of(
              new MergeGroup(List.of("7", "9"), MergeGroup.SAME_ADDRESS),
              new MergeGroup(List.of("10", "11", "12"), MergeGroup.SAME_ADDRESS),
              new MergeGroup(List.of("20", "21"), MergeGroup.SAME_ADDRESS)));

  @Test
  void shouldFindTheSurvivorWhenGivenAnyMember() {
    assertThat(survivor("9")).isEqualTo("7");
    assertThat(survivor("7")).isEqualTo("7");
    assertThat(survivor("12")).isEqualTo("10");
    assertThat(survivor("8")).isNull();
  }

  @Test
  void shouldFindAnIdWhenItIsAWindowIntoARow() {
    byte[] row = "xx12yy".getBytes(StandardCharsets.UTF_8);
    assertThat(merges.survivor(row, 2, 2)).asString(StandardCharsets.UTF_8).isEqualTo("10");
  }

  @Test
  void shouldKeepGroupsWholeWhenTheyAreBatched() {
    assertThat(merges.batches(3))
        .containsExactly(
            List.of(
                new MergeGroup(List.of("7", "9"), MergeGroup.SAME_ADDRESS),
                new MergeGroup(List.of("10", "11", "12"), MergeGroup.SAME_ADDRESS)),
            List.of(new MergeGroup(List.of("20", "21"), MergeGroup.SAME_ADDRESS)));
    assertThat(Merges.NONE.batches(3)).isEmpty();
  }

  @Test
  void shouldFindHashesWhenTheyOccurTwice() {
    long[] hashes = {5, -1, 3, 5, 5, -1, 9, 0, 0, 77};
    assertThat(MergeSearch.repeated(hashes, 9)).containsExactly(-1, 0, 5);
    assertThat(MergeSearch.repeated(new long[] {1}, 1)).isEmpty();
  }

  private String survivor(String id) {
    byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
    byte[] found = merges.survivor(bytes, 0, bytes.length);
    return found == null ? null : new String(found, StandardCharsets.UTF_8);
  }
}
