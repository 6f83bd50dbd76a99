package dev.godwit.extractor.tail;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * What there is to know about the tails of this process, by customer: rows that were sent, keys
 * that are remembered, seconds since the end of the table was reached, and seconds that the oldest
 * mark has been waiting for open transactions. Thread-safe.
 */
@ApplicationScoped
public class TailMetrics {
  /** One tail's figures. */
  static final class Figures {
    volatile int remembered;
    volatile long atEndNanos = System.nanoTime();
    volatile boolean atEnd;
    volatile long unsettledSinceNanos;
    volatile String waiting;

    double behindSeconds() {
      return atEnd ? 0 : seconds(System.nanoTime() - atEndNanos);
    }

    double unsettledSeconds() {
      long since = unsettledSinceNanos;
      return since == 0 ? 0 : seconds(System.nanoTime() - since);
    }

    private static double seconds(long nanos) {
      return (double) nanos / TimeUnit.SECONDS.toNanos(1);
    }
  }

  private static final String CUSTOMER = "customer";

  private final Map<String, Figures> tails = new ConcurrentHashMap<>();
  private MeterRegistry registry;

  TailMetrics() {}

  @Inject
  TailMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Figures of a customer's tail, which are shown from now on. */
  Figures begin(String customer) {
    return tails.computeIfAbsent(
        customer,
        key -> {
          Figures figures = new Figures();
          gauge("godwit.tail.remembered.keys", "Keys read and not settled yet", key)
              .accept(f -> f.remembered);
          gauge("godwit.tail.behind.seconds", "Seconds since the tail was at the end", key)
              .accept(Figures::behindSeconds);
          gauge("godwit.tail.unsettled.seconds", "Seconds since the tail last settled", key)
              .accept(Figures::unsettledSeconds);
          return figures;
        });
  }

  private java.util.function.Consumer<java.util.function.ToDoubleFunction<Figures>> gauge(
      String name, String description, String customer) {
    return value ->
        Gauge.builder(
                name,
                () -> {
                  Figures figures = tails.get(customer);
                  return figures == null ? 0 : value.applyAsDouble(figures);
                })
            .description(description)
            .tag(CUSTOMER, customer)
            .register(registry);
  }

  /** The customer's tail is not this process's any more. */
  void end(String customer) {
    tails.remove(customer);
  }

  /** Rows were sent. */
  void sent(String customer, int rows) {
    Counter.builder("godwit.tail.rows")
        .description("Rows that a tail has sent")
        .tag(CUSTOMER, customer)
        .register(registry)
        .increment(rows);
  }

  /** What tails wait for, by customer. */
  Map<String, Figures> tails() {
    return Map.copyOf(tails);
  }
}
