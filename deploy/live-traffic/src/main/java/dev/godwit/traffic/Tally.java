package dev.godwit.traffic;

import java.time.Duration;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** Counts the events that were sent and acknowledged. Thread-safe. */
final class Tally {
  /** Whether an event is sent for the first time. */
  enum Repetition {
    FIRST,
    SAME_ROUTE,
    OTHER_ROUTE;

    /**
     * Of an event that is sent at the place of another one, or of itself.
     *
     * @param at index of the place
     */
    static Repetition of(PlannedEvent event, long at, Route route) {
      if (event.index() == at) {
        return FIRST;
      }
      return event.route() == route ? SAME_ROUTE : OTHER_ROUTE;
    }
  }

  private final Map<Route, LongAdder> routes = adders(Route.class);
  private final Map<Anomaly, LongAdder> anomalies = adders(Anomaly.class);
  private final Map<Repetition, LongAdder> repetitions = adders(Repetition.class);
  private final LongAdder repeatedRequests = new LongAdder();
  private final LongAdder longTransactions = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private final BitSet sound = new BitSet();
  private final AtomicReference<String> failure = new AtomicReference<>();

  private static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> type) {
    Map<E, LongAdder> adders = new EnumMap<>(type);
    Stream.of(type.getEnumConstants()).forEach(symbol -> adders.put(symbol, new LongAdder()));
    return adders;
  }

  private static <E extends Enum<E>> Map<E, Long> sums(Class<E> type, Map<E, LongAdder> adders) {
    Map<E, Long> sums = new EnumMap<>(type);
    adders.forEach((symbol, adder) -> sums.put(symbol, adder.sum()));
    return sums;
  }

  /** An event was sent by a route, and the receiver acknowledged it. */
  void acknowledged(Schedule.Transmission sent, Route by) {
    routes.get(by).increment();
    anomalies.get(sent.event().anomaly()).increment();
    repetitions.get(sent.repetition()).increment();
    if (sent.event().anomaly().isSound()) {
      synchronized (sound) {
        sound.set(Math.toIntExact(sent.event().index()));
      }
    }
  }

  /** A provider posted a whole request again. */
  void repeatedRequest() {
    repeatedRequests.increment();
  }

  /** A transaction was left open while later ones were committed. */
  void longTransaction() {
    longTransactions.increment();
  }

  /** Something was not acknowledged, and is sent again. */
  void retried() {
    retries.increment();
  }

  /** Something cannot be sent at all; the first such failure is kept. */
  void failed(String why) {
    failure.compareAndSet(null, why);
  }

  /** Null where nothing failed. */
  String failure() {
    return failure.get();
  }

  /** Different events that must be in the target, each once. */
  long distinctSound() {
    synchronized (sound) {
      return sound.cardinality();
    }
  }

  TrafficTotals totals(Duration length) {
    return new TrafficTotals(
        sums(Route.class, routes),
        sums(Anomaly.class, anomalies),
        repetitions.get(Repetition.SAME_ROUTE).sum(),
        repetitions.get(Repetition.OTHER_ROUTE).sum(),
        repeatedRequests.sum(),
        longTransactions.sum(),
        retries.sum(),
        distinctSound(),
        length);
  }
}
