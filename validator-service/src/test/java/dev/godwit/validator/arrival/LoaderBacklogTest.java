package dev.godwit.validator.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoaderBacklogTest {
  @Test
  void shouldHaveNoneWhenOnlyMarkersOfTransactionsAreLeft() {
    LoaderBacklog backlog = LoaderBacklog.of(partition(12, 0L, 9L), Map.of(0, 10L));
    assertThat(backlog.stands(Map.of(0, 10L))).isFalse();
  }

  @Test
  void shouldStandUntilTheLastRecordOfThatMomentIsRead() {
    LoaderBacklog backlog = LoaderBacklog.of(partition(12, 0L, 5L, 9L), Map.of(0, 3L));
    assertThat(backlog.stands(Map.of(0, 3L))).isTrue();
    assertThat(backlog.stands(Map.of(0, 9L))).isTrue();
    assertThat(backlog.stands(Map.of(0, 10L))).isFalse();
  }

  @Test
  void shouldStandWhenTheLoaderHasReadNothingYet() {
    LoaderBacklog backlog = LoaderBacklog.of(partition(3, 0L, 1L), Map.of());
    assertThat(backlog.stands(Map.of())).isTrue();
    assertThat(backlog.stands(Map.of(0, 2L))).isFalse();
  }

  @Test
  void shouldReadTheEndOfALongBacklogOnly() {
    LoaderBacklog backlog = LoaderBacklog.of(partition(10_000, 9_999L), Map.of(0, 4L));
    assertThat(backlog.stands(Map.of(0, 9_999L))).isTrue();
    assertThat(backlog.stands(Map.of(0, 10_000L))).isFalse();
  }

  @Test
  void shouldHaveNoneWhenTheTopicIsEmpty() {
    assertThat(LoaderBacklog.of(partition(0), Map.of()).stands(Map.of())).isFalse();
  }

  private static LoaderBacklog.Partitions partition(long end, Long... records) {
    return new LoaderBacklog.Partitions() {
      @Override
      public int count() {
        return 1;
      }

      @Override
      public long end(int partition) {
        return end;
      }

      @Override
      public long afterLast(int partition, long from, long to) {
        assertThat(to - from).isLessThanOrEqualTo(100);
        return List.of(records).stream()
            .filter(offset -> offset >= from && offset < to)
            .mapToLong(offset -> offset + 1)
            .max()
            .orElse(-1);
      }
    };
  }
}
