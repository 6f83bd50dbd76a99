package dev.godwit.transformer.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.receipt.v1.CloseCount;
import java.util.List;
import org.junit.jupiter.api.Test;

class CloseLimitTest {
  private static final CloseLimit TEXT = CloseLimit.ofLength("contact.name", 100);

  private final CloseValues values = new CloseValues();

  @Test
  void shouldNoteATextFrom95PerCentUpToTheLimit() {
    for (int length : List.of(0, 94, 95, 99, 100)) {
      TEXT.note("x".repeat(length), values);
    }

    assertThat(values.list()).extracting(CloseValue::size).containsExactly(95L, 99L, 100L);
  }

  @Test
  void shouldCountCodePointsAndNeitherBytesNorUtf16() {
    // 60 code points are 120 chars of UTF-16 and 240 bytes of UTF-8.
    TEXT.note("😀".repeat(60), values);
    // 94 code points are 188 bytes of UTF-8.
    TEXT.note("é".repeat(94), values);
    assertThat(values.list()).isEmpty();

    TEXT.note("😀".repeat(95), values);
    assertThat(values.list()).containsExactly(new CloseValue(TEXT, 95));
  }

  @Test
  void shouldRoundTheShareOfASmallLimitUp() {
    assertThat(CloseLimit.ofLength("a.b", 19).isClose(18)).isFalse();
    assertThat(CloseLimit.ofLength("a.b", 19).isClose(19)).isTrue();
    assertThat(CloseLimit.ofLength("a.b", 20).isClose(19)).isTrue();
    assertThat(CloseLimit.ofLength("a.b", 2).isClose(1)).isFalse();
    assertThat(CloseLimit.ofLength("a.b", 1).isClose(0)).isFalse();
  }

  @Test
  void shouldNoteNumbersAtBothEndsOfARange() {
    CloseLimit range = CloseLimit.ofRange("a.b", Short.MIN_VALUE, Short.MAX_VALUE);
    for (long number : List.of(0L, -1L, 31_128L, -31_129L)) {
      range.note(number, values);
    }
    assertThat(values.list()).isEmpty();

    for (long number : List.of(31_129L, 32_767L, -31_130L, -32_768L)) {
      range.note(number, values);
    }
    assertThat(values.list()).hasSize(4);
  }

  @Test
  void shouldNoteTheEndsOfTheWidestRange() {
    CloseLimit range = CloseLimit.ofRange("a.b", Long.MIN_VALUE, Long.MAX_VALUE);
    range.note(Long.MAX_VALUE, values);
    range.note(Long.MIN_VALUE, values);
    range.note(Long.MAX_VALUE / 2, values);

    assertThat(values.list()).hasSize(2);
    assertThat(range.percent(Long.MAX_VALUE)).isEqualTo(100);
    assertThat(range.percent(Long.MIN_VALUE)).isEqualTo(100);
  }

  @Test
  void shouldKeepMoreValuesThanItBeganWithRoomFor() {
    for (int i = 0; i < 50; i++) {
      TEXT.note("x".repeat(96), values);
    }
    assertThat(values.list()).hasSize(50);
    values.clear();
    assertThat(values.list()).isEmpty();
  }

  @Test
  void shouldCountByColumnWithTheLargestAndTheFirstIds() {
    CloseLimit number = CloseLimit.ofRange("contact.age", Short.MIN_VALUE, Short.MAX_VALUE);
    CloseCounts counts = new CloseCounts();
    for (int i = 0; i < 7; i++) {
      counts.add("id-" + i, List.of(new CloseValue(TEXT, 95), new CloseValue(TEXT, 95 + i % 3)));
    }
    counts.add("id-9", List.of(new CloseValue(number, -32_000)));

    assertThat(counts.counts())
        .containsExactly(
            new CloseCount("contact.age", "NUMBER", 32_767L, 1L, 97, null, List.of("id-9")),
            new CloseCount(
                "contact.name",
                "CHARACTERS",
                100L,
                14L,
                97,
                97L,
                List.of("id-0", "id-1", "id-2", "id-3", "id-4")));
  }
}
