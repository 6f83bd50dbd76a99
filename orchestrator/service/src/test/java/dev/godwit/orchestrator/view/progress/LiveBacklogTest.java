package dev.godwit.orchestrator.view.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LiveBacklogTest {
  private final LiveBacklog backlog = new LiveBacklog();

  @Test
  void shouldNotBeDrainedWhenACutWaitsBehindAnOpenTransaction() {
    assertThat(Unread.NONE.lag()).isZero();
    assertThat(Unread.NONE.withWaitingCut(7_000))
        .isEqualTo(new Unread(0, 7_000, true))
        .extracting(Unread::lag)
        .isEqualTo(1L);
    assertThat(new Unread(5, 3_000).withWaitingCut(7_000).lag()).isEqualTo(5);
    assertThat(new Unread(5, 3_000).withWaitingCut(7_000).oldestMillis()).isEqualTo(3_000);
    assertThat(Unread.NOT_KNOWN.withWaitingCut(7_000).lag()).isNegative();
  }

  @Test
  void shouldKnowNothingBeforeTheFirstLook() {
    assertThat(backlog.of("acme", List.of())).isEqualTo(Unread.NOT_KNOWN);
    backlog.complete();
    assertThat(backlog.of("acme", List.of())).isEqualTo(Unread.NONE);
    backlog.forget();
    assertThat(backlog.of("acme", List.of())).isEqualTo(Unread.NOT_KNOWN);
  }

  @Test
  void shouldCountEventsByCustomer() {
    backlog.wrote(0, 5, "acme", 1_000);
    backlog.wrote(0, 6, "other", 500);
    backlog.wrote(1, 9, "acme", 3_000);
    backlog.complete();
    assertThat(backlog.of("acme", List.of())).isEqualTo(new Unread(2, 1_000));
    assertThat(backlog.of("other", List.of())).isEqualTo(new Unread(1, 500));
    assertThat(backlog.of("acme", List.of(5L, 0L))).isEqualTo(new Unread(1, 3_000));
    backlog.read(0, 6);
    assertThat(backlog.of("acme", List.of())).isEqualTo(new Unread(1, 3_000));
  }

  @Test
  void shouldStayBoundedAndEndAtZero() {
    for (long offset = 0; offset < 100_000; offset++) {
      backlog.wrote(0, offset, offset % 2 == 0 ? "acme" : "other", offset);
    }
    backlog.complete();
    assertThat(backlog.of("acme", List.of()).records()).isEqualTo(50_000);
    for (long read = 0; read < 100_000; read += 777) {
      backlog.read(0, read);
      assertThat(backlog.of("acme", List.of()).records())
          .isGreaterThanOrEqualTo((100_000 - read) / 2);
    }
    backlog.read(0, 100_000);
    assertThat(backlog.of("acme", List.of())).isEqualTo(Unread.NONE);
  }
}
