package dev.godwit.orchestrator.view.progress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BacklogTest {

  @Test
  void shouldTakeTheAgeOfTheOldestUnprocessedEntry() {
    Backlog backlog = Backlog.empty().reached(10, 1_000).reached(20, 5_000).reached(30, 9_000);
    assertThat(backlog.ageSeconds(0, 10_000)).isEqualTo(9.0);
    assertThat(backlog.ageSeconds(10, 10_000)).isEqualTo(5.0);
    assertThat(backlog.ageSeconds(15, 10_000)).isEqualTo(5.0);
    assertThat(backlog.ageSeconds(30, 10_000)).isZero();
  }

  @Test
  void shouldForgetProcessedEntries() {
    Backlog backlog = Backlog.empty().reached(10, 1_000).reached(20, 5_000).processed(10);
    assertThat(backlog.counts()).containsExactly(20);
    assertThat(backlog.processed(20).counts()).isEmpty();
  }

  @Test
  void shouldStayBoundedWithoutUnderstatingAnAge() {
    Backlog backlog = Backlog.empty();
    for (int i = 1; i <= 10_000; i++) {
      backlog = backlog.reached(i, i * 1_000L);
    }
    assertThat(backlog.counts().length).isLessThanOrEqualTo(Backlog.MOST);
    for (int done = 0; done < 10_000; done += 97) {
      assertThat(backlog.ageSeconds(done, 20_000_000)).isGreaterThanOrEqualTo(20_000 - (done + 1));
    }
    assertThat(backlog.ageSeconds(10_000, 20_000_000)).isZero();
  }

  @Test
  void shouldIgnoreACountThatDoesNotRise() {
    Backlog backlog = Backlog.empty().reached(10, 1_000);
    assertThat(backlog.reached(10, 2_000)).isSameAs(backlog);
  }
}
