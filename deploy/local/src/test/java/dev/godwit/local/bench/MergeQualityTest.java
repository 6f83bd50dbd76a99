package dev.godwit.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The quality of a search with default settings. Faults in the rules were looked for in febrl1 and
 * in contacts of the seeds 1 to 51; the contacts measured here are of another seed.
 */
class MergeQualityTest {
  @TempDir Path folder;

  @Test
  void shouldFindTheDuplicatesOfFebrl() {
    MergeQuality quality = MergeQuality.measure(MergeSample.febrl(), folder);
    assertThat(quality.truePairs()).isEqualTo(500);
    assertReached(quality);
  }

  @Test
  void shouldFindDuplicatesOfContacts() {
    assertReached(MergeQuality.measure(MergeSample.contacts(61, 20_000), folder));
  }

  private static void assertReached(MergeQuality quality) {
    assertThat(quality.automaticPrecision())
        .as(() -> new MergesReport(quality).text())
        .isGreaterThanOrEqualTo(0.995);
    // A search that merges nothing is precise, too.
    assertThat(quality.automaticRecall()).isGreaterThanOrEqualTo(0.6);
    assertThat(quality.candidateRecall()).isGreaterThanOrEqualTo(0.97);
    assertThat(quality.proposedPerTrue()).isLessThanOrEqualTo(3);
    assertThat(quality.droppedPairs()).isZero();
  }
}
