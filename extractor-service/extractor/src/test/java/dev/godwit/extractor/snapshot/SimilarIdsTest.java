package dev.godwit.extractor.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SimilarIdsTest {
  @Test
  void shouldReturnTheMostSimilarFirstWhenIdsAreAlike() {
    SimilarIds similar = new SimilarIds("acme", 2);
    similar.add("acne", null);
    similar.add("ACME", null);
    similar.add("acmee1", null);
    similar.add("zebra", null);
    assertThat(similar.best()).containsExactly("ACME", "acne");
  }

  @Test
  void shouldFindAnIdWhenItsNameMatches() {
    SimilarIds similar = new SimilarIds("Globex", 5);
    similar.add("4711", "Globex Corporation");
    similar.add("4712", "Initech");
    assertThat(similar.best()).containsExactly("4711");
  }

  @Test
  void shouldCountEditsWhenTextsAreCompared() {
    assertThat(SimilarIds.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(SimilarIds.distance("", "abc")).isEqualTo(3);
  }
}
