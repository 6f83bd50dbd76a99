package dev.godwit.extractor.engagement.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TailMetricsTest {
  private long now = 1_000;
  private final TailMetrics.Figures figures = new TailMetrics.Figures(() -> now);

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void shouldNotBeBehindWhenPollsAreOnTimeAtTheEnd() {
    figures.polled(true, Duration.ofSeconds(5).toNanos());
    pass(Duration.ofSeconds(9));
    assertThat(figures.behindSeconds()).isZero();
    pass(Duration.ofSeconds(2));
    assertThat(figures.behindSeconds()).as("a look that does not come back").isEqualTo(11);
    figures.polled(true, 0);
    assertThat(figures.behindSeconds()).isZero();
  }

  @Test
  void shouldBeBehindSinceTheLastEndWhenTheTailWaitsOrHasMore() {
    figures.polled(true, 0);
    pass(Duration.ofSeconds(1));
    figures.waits("a database");
    pass(Duration.ofSeconds(1));
    assertThat(figures.behindSeconds()).isEqualTo(2);
    figures.polled(false, 0);
    pass(Duration.ofSeconds(1));
    assertThat(figures.behindSeconds()).isEqualTo(3);
    assertThat(figures.waiting).isNull();
  }

  @Test
  void shouldKeepTheFiguresOfEachQueryApart() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    TailMetrics metrics = new TailMetrics(registry);
    metrics.begin(new TailName("acme", "views")).remembered = 7;
    metrics.begin(new TailName("acme", "clicks")).remembered = 9;
    metrics.sent(new TailName("acme", "clicks"), 5);
    assertThat(registry.get("godwit.tail.remembered.keys").tag("query", "views").gauge().value())
        .isEqualTo(7);
    assertThat(registry.get("godwit.tail.rows").tag("query", "clicks").counter().count())
        .isEqualTo(5);
    metrics.retain(Set.of());
    assertThat(metrics.tails()).isEmpty();
  }

  @Test
  void shouldShowNoFiguresWhenAnotherProcessHasTheTail() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    TailMetrics metrics = new TailMetrics(registry);
    metrics.begin(new TailName("acme", null)).remembered = 7;
    metrics.begin(new TailName("other", null));
    metrics.retain(Set.of("other"));
    assertThat(registry.find("godwit.tail.behind.seconds").tag("customer", "acme").gauge())
        .isNull();
    assertThat(registry.find("godwit.tail.behind.seconds").tag("customer", "other").gauge())
        .isNotNull();
    metrics.begin(new TailName("acme", null)).remembered = 9;
    assertThat(registry.get("godwit.tail.remembered.keys").tag("customer", "acme").gauge().value())
        .isEqualTo(9);
  }

  @Test
  void shouldShowNoFiguresOfAQueryThatWasRenamed() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    TailMetrics metrics = new TailMetrics(registry);
    TailName clicks = new TailName("acme", "clicks");
    metrics.begin(clicks);
    metrics.begin(new TailName("acme", "views"));
    metrics.begin(new TailName("other", "views"));
    metrics.retainOf("acme", Set.of(clicks, new TailName("acme", "visits")));
    assertThat(metrics.tails()).containsOnlyKeys(clicks, new TailName("other", "views"));
    assertThat(registry.find("godwit.tail.behind.seconds").tag("customer", "acme").gauges())
        .hasSize(1);
  }
}
