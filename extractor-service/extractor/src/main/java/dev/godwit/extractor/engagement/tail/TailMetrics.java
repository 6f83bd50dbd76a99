package dev.godwit.extractor.engagement.tail;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/**
 * Metrics of the tails of this process, by customer and query: rows sent, keys remembered, seconds
 * since the end of the table was reached, and seconds since the tail last settled. Thread-safe.
 */
@ApplicationScoped
public class TailMetrics {
  /**
   * Figures of one tail. The tail is at the end while its polls are on time: a poll that does not
   * return says nothing about the table.
   */
  static final class Figures {
    /** A poll that is later than this makes the last observed end doubtful. */
    private static final long OVERDUE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final List<Meter> gauges = new ArrayList<>();
    private final LongSupplier nanoTime;
    volatile int remembered;
    private volatile long atEndNanos;
    private volatile long dueNanos;
    private volatile boolean atEnd;
    volatile long unsettledSinceNanos;
    volatile String waiting;

    Figures(LongSupplier nanoTime) {
      this.nanoTime = nanoTime;
      this.atEndNanos = nanoTime.getAsLong();
    }

    /** A poll is complete; the next one is due in so many nanoseconds. */
    void polled(boolean reachedEnd, long untilDueNanos) {
      long now = nanoTime.getAsLong();
      waiting = null;
      dueNanos = now + untilDueNanos;
      if (reachedEnd) {
        atEndNanos = now;
      }
      atEnd = reachedEnd;
    }

    /** No poll is possible, for a cause. */
    void waits(String cause) {
      waiting = cause;
      atEnd = false;
    }

    /** Seconds since the end of the table was observed; 0 while the tail is at the end. */
    double behindSeconds() {
      long now = nanoTime.getAsLong();
      return atEnd && now - dueNanos < OVERDUE_NANOS ? 0 : seconds(now - atEndNanos);
    }

    double unsettledSeconds() {
      long since = unsettledSinceNanos;
      return since == 0 ? 0 : seconds(nanoTime.getAsLong() - since);
    }

    private static double seconds(long nanos) {
      return (double) nanos / TimeUnit.SECONDS.toNanos(1);
    }
  }

  private static final String CUSTOMER = "customer";
  private static final String QUERY = "query";

  private final Map<TailName, Figures> tails = new ConcurrentHashMap<>();
  private final MeterRegistry registry;

  TailMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Figures of a tail; registers them at the first call. */
  Figures begin(TailName tail) {
    return tails.computeIfAbsent(
        tail,
        key -> {
          Figures figures = new Figures(System::nanoTime);
          gauge(figures, key, "remembered.keys", "Keys read and not settled yet")
              .accept(f -> f.remembered);
          gauge(figures, key, "behind.seconds", "Seconds since the tail was at the end")
              .accept(Figures::behindSeconds);
          gauge(figures, key, "unsettled.seconds", "Seconds since the tail last settled")
              .accept(Figures::unsettledSeconds);
          return figures;
        });
  }

  private Consumer<ToDoubleFunction<Figures>> gauge(
      Figures figures, TailName tail, String name, String description) {
    return value ->
        figures.gauges.add(
            Gauge.builder("godwit.tail." + name, () -> value.applyAsDouble(figures))
                .description(description)
                .tag(CUSTOMER, tail.customer())
                .tag(QUERY, query(tail))
                .register(registry));
  }

  /**
   * Removes the figures of a tail that ended or moved to another process, since any number would be
   * wrong.
   */
  void end(TailName tail) {
    Figures figures = tails.remove(tail);
    if (figures != null) {
      figures.gauges.forEach(registry::remove);
    }
  }

  /** Ends all but those of some customers. */
  void retain(Set<String> customers) {
    tails.keySet().stream().filter(tail -> !customers.contains(tail.customer())).forEach(this::end);
  }

  /** Ends those of a customer but for some, such as that of a query that was renamed. */
  void retainOf(String customer, Set<TailName> some) {
    tails.keySet().stream()
        .filter(tail -> tail.customer().equals(customer) && !some.contains(tail))
        .forEach(this::end);
  }

  /** Empty where the query has no name: a label without a value is none. */
  private static String query(TailName tail) {
    return tail.query() == null ? "" : tail.query();
  }

  /** Counts rows that were sent. */
  void sent(TailName tail, int rows) {
    Counter.builder("godwit.tail.rows")
        .description("Rows that a tail has sent")
        .tag(CUSTOMER, tail.customer())
        .tag(QUERY, query(tail))
        .register(registry)
        .increment(rows);
  }

  /** Figures of all tails. */
  Map<TailName, Figures> tails() {
    return Map.copyOf(tails);
  }
}
