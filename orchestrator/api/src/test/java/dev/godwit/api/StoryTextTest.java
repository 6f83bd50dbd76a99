package dev.godwit.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class StoryTextTest {

  @Test
  void aReasonWithLinesIsStillToldInOne() {
    StoryLine line =
        new StoryLine(
            1,
            Instant.EPOCH,
            "ann",
            2,
            "RollbackStarted",
            StoryLine.Tone.WARNING,
            "goes back: one\n two",
            "three\n\tfour\n");
    assertThat(StoryText.line(line, ZoneOffset.UTC))
        .endsWith("! goes back: one two — “three four”");
  }
}
