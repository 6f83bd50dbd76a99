package dev.godwit.extractor.engagement.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TailStateTest {
  private static final Duration SETTLE = Duration.ofNanos(10_000);

  @Test
  void shouldRestoreTheSameStateWhenAPositionIsRead() {
    TailState state = TailState.from(100, 1000);
    LongStream.of(101, 104, 110, 2_000_000, 105).forEach(state::read);
    state.mark(new Horizon(5, 4, 3, 2), 0);
    TailState read = TailState.of(state.position("acme", "acme/1"), 1000);
    assertThat(read.settled()).isEqualTo(100);
    assertThat(read.highest()).isEqualTo(2_000_000);
    assertThat(read.remembered()).isEqualTo(5);
    for (long key : new long[] {100, 101, 104, 105, 110, 2_000_000}) {
      assertThat(read.isNew(key)).as("key %d", key).isFalse();
    }
    for (long key : new long[] {102, 103, 111, 1_999_999, 2_000_001}) {
      assertThat(read.isNew(key)).as("key %d", key).isTrue();
    }
    assertThat(read.oldestMark()).isEqualTo(new Mark(2_000_000, 5, 3));
    assertThat(read.position("acme", "acme/1")).isEqualTo(state.position("acme", "acme/1"));
  }

  @Test
  void shouldKeepToASmallerLimitAndMissNoRowWhenTheShareShrinks() {
    TailState state = TailState.from(0, 1000);
    LongStream.rangeClosed(1, 1000).forEach(state::read);
    state.limit(100);
    assertThat(state.remembered()).isLessThanOrEqualTo(100);
    LongStream.rangeClosed(1, state.remembered())
        .forEach(key -> assertThat(state.isNew(key)).as("key %d", key).isFalse());
    LongStream.rangeClosed(1001, 2000).forEach(state::read);
    assertThat(state.remembered()).isLessThanOrEqualTo(100);
    assertThat(state.againUpTo()).isLessThanOrEqualTo(100);
  }

  @Test
  void shouldRestoreTheStartWhenTheTailBeginsAtTheFirstRow() {
    TailState state = TailState.from(Long.MIN_VALUE, 10);
    state.read(-5);
    state.read(7);
    TailState read = TailState.of(state.position("acme", "acme/1"), 10);
    assertThat(read.settled()).isEqualTo(Long.MIN_VALUE);
    assertThat(read.isNew(-5)).isFalse();
    assertThat(read.isNew(-4)).isTrue();
  }

  @Test
  void shouldEndAMarkWhenEarlierTransactionsAndTheSettleTimeAreOver() {
    TailState state = TailState.from(0, 10);
    state.read(1);
    state.mark(new Horizon(1000, 900, 50, 40), 0);
    assertThat(state.over(new Horizon(2000, 1010, 60, 50), SETTLE)).isZero();
    assertThat(state.over(new Horizon(2000, Horizon.UNKNOWN, 60, 50), SETTLE)).isZero();
    assertThat(state.over(new Horizon(2000, 1011, 60, 49), SETTLE)).isZero();
    assertThat(state.over(new Horizon(2000, 1011, 60, Horizon.UNKNOWN), SETTLE)).isZero();
    assertThat(state.over(new Horizon(2000, 1011, 60, 50), SETTLE)).isEqualTo(1);
  }

  @Test
  void shouldUseTheClockWhenTheSourceHasNoTransactionNumbers() {
    TailState state = TailState.from(0, 10);
    state.read(1);
    state.mark(new Horizon(1000, 900, Horizon.UNKNOWN, Horizon.UNKNOWN), 0);
    assertThat(state.over(new Horizon(2000, 1011, Horizon.UNKNOWN, Horizon.UNKNOWN), SETTLE))
        .isEqualTo(1);
  }

  @Test
  void shouldKeepTheMarkBehindWhenKeysAreDrawnInBlocks() {
    TailState state = TailState.from(0, 10);
    state.read(100);
    state.mark(new Horizon(1, 1, 1, 1), 30);
    assertThat(state.oldestMark().key()).isEqualTo(70);
    state.settle(70);
    assertThat(state.isNew(69)).isFalse();
    assertThat(state.isNew(71)).isTrue();
  }

  @Test
  void shouldSendTheRestOnceMoreWhenTheLimitIsReached() {
    int limit = 100;
    TailState state = TailState.from(0, limit);
    for (long key = 1; key <= 1000; key++) {
      assertThat(state.isNew(key)).isTrue();
      state.read(key);
      assertThat(state.remembered()).isLessThanOrEqualTo(limit);
    }
    long again = state.againUpTo();
    assertThat(again).isLessThan(1000);
    assertThat(LongStream.rangeClosed(1, again).noneMatch(state::isNew)).isTrue();
    assertThat(state.isNew(again + 1)).isTrue();
    TailState read = TailState.of(state.position("a", "a/1"), limit);
    assertThat(read.againUpTo()).isEqualTo(again);
    read.settle(1000);
    assertThat(read.isUnsettled()).isFalse();
    assertThat(read.againUpTo()).isEqualTo(1000);
    read.read(1001);
    assertThat(read.isNew(1001)).isFalse();
  }

  @Test
  void shouldStayWithinTheLimitWhenManyRowsAreLate() {
    TailState state = TailState.from(0, 100);
    state.read(1_000_000);
    for (long key = 1; key <= 1000; key++) {
      state.read(key);
      assertThat(state.remembered()).isLessThanOrEqualTo(100);
    }
    assertThat(state.highest()).isEqualTo(1_000_000);
    state.settle(1_000_000);
    assertThat(state.remembered()).isZero();
  }

  @Test
  void shouldKeepTheNewestMarkWhenMarksAreMany() {
    TailState state = TailState.from(0, 1_000_000);
    for (long key = 1; key <= 1000; key++) {
      state.read(key);
      state.mark(new Horizon(key, key, key, key), 0);
    }
    assertThat(state.position("a", "a/1").getMarks()).hasSizeLessThanOrEqualTo(32);
    assertThat(state.over(new Horizon(2000, 2000, 2000, 2000), SETTLE)).isEqualTo(1000);
  }

  @Test
  void shouldFitIntoARecordWhenKeysAreFarApart() {
    TailState state = TailState.from(0, 200_000);
    for (long i = 1; i <= 200_000; i++) {
      state.read(i << 40);
    }
    assertThat(state.position("a", "a/1").getReadAbove()).hasSizeLessThan(150_000);
  }
}
