package dev.godwit.extractor.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.linkage.LinkageSchema;
import dev.godwit.linkage.LinkageSettings;
import dev.godwit.pack.Candidates;
import org.junit.jupiter.api.Test;

/** The check of packs and the search, which do not know each other, have the same bounds. */
class CandidateBoundsTest {
  @Test
  void shouldSearchWithWhatTheCheckOfPacksAllows() {
    assertThat(Candidates.MAX_FIELDS).isEqualTo(LinkageSchema.MAX_FIELDS);
    assertThat(Candidates.DEFAULT_REVIEW).isEqualTo(LinkageSettings.REVIEW_WEIGHT);
  }
}
