package dev.godwit.cli.merges;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApartCoverTest {
  @Test
  void shouldSayNothingOfOnePart() {
    assertThat(ApartCover.of(List.of(List.of("1", "2")))).isEmpty();
  }

  @Test
  void shouldNameRowsThatAreAllApartOnce() {
    assertThat(ApartCover.of(List.of(List.of("1"), List.of("2"), List.of("3"))))
        .containsExactly(List.of("1", "2", "3"));
  }

  @Test
  void shouldCoverEachPairOfTwoPartsAndNoneWithinAPart() {
    Random random = new Random(12);
    for (int round = 0; round < 300; round++) {
      List<List<String>> parts = parts(random);
      Set<Set<String>> apart = new HashSet<>();
      for (List<String> set : ApartCover.of(parts)) {
        assertThat(set).hasSizeGreaterThan(1).doesNotHaveDuplicates();
        pairs(set, apart);
      }
      Set<Set<String>> expected = new HashSet<>();
      pairs(parts.stream().flatMap(List::stream).toList(), expected);
      for (List<String> part : parts) {
        Set<Set<String>> within = new HashSet<>();
        pairs(part, within);
        expected.removeAll(within);
      }
      assertThat(apart).as("parts %s", parts).isEqualTo(expected);
    }
  }

  private static List<List<String>> parts(Random random) {
    List<List<String>> parts = new ArrayList<>();
    int row = 0;
    for (int part = random.nextInt(1, 5); part > 0; part--) {
      List<String> rows = new ArrayList<>();
      for (int size = random.nextInt(1, 5); size > 0; size--) {
        rows.add(String.valueOf(row++));
      }
      parts.add(rows);
    }
    return parts;
  }

  private static void pairs(List<String> rows, Set<Set<String>> into) {
    for (int i = 0; i < rows.size(); i++) {
      for (int j = i + 1; j < rows.size(); j++) {
        into.add(Set.of(rows.get(i), rows.get(j)));
      }
    }
  }
}
