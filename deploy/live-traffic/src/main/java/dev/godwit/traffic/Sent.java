package dev.godwit.traffic;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * What was sent and acknowledged.
 *
 * @param byWay events by the way that they were sent
 * @param byTrick events by what is odd about them
 * @param again events told once more by the same way
 * @param byAnotherWay events told once more by another way
 * @param repeatedRequests providers' requests that were posted twice
 * @param longOpen transactions of the old table that stayed open while later ones were committed
 * @param triesAgain what was sent again since nobody acknowledged it
 * @param distinctSound different events that must be in the new system
 * @param length since the beginning
 */
public record Sent(
    Map<Way, Long> byWay,
    Map<Trick, Long> byTrick,
    long again,
    long byAnotherWay,
    long repeatedRequests,
    long longOpen,
    long triesAgain,
    long distinctSound,
    Duration length) {
  static Sent of(Tally tally, Duration length) {
    Map<Way, Long> ways = new EnumMap<>(Way.class);
    for (Way way : Way.values()) {
      ways.put(way, tally.acknowledged(way));
    }
    Map<Trick, Long> tricks = new EnumMap<>(Trick.class);
    for (Trick trick : Trick.values()) {
      tricks.put(trick, tally.of(trick));
    }
    return new Sent(
        ways,
        tricks,
        tally.of(Tally.Telling.AGAIN),
        tally.of(Tally.Telling.BY_ANOTHER_WAY),
        tally.repeatedRequests(),
        tally.longOpenTransactions(),
        tally.triesAgain(),
        tally.distinctSound(),
        length);
  }

  /** Events by all ways. */
  public long all() {
    return byWay.values().stream().mapToLong(Long::longValue).sum();
  }

  public double perSecond() {
    return all() / Math.max(1e-9, length.toNanos() / 1e9);
  }
}
