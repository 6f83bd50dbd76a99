package dev.godwit.traffic;

import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** What was sent and acknowledged. Thread-safe. */
final class Tally {
  /** How an event came to be sent. */
  enum Telling {
    FIRST,
    /** Once more by the same way. */
    AGAIN,
    /** Once more by another way. */
    BY_ANOTHER_WAY
  }

  private final Map<Way, LongAdder> acknowledged = new EnumMap<>(Way.class);
  private final Map<Trick, LongAdder> tricks = new EnumMap<>(Trick.class);
  private final Map<Telling, LongAdder> tellings = new EnumMap<>(Telling.class);
  private final LongAdder repeatedRequests = new LongAdder();
  private final LongAdder longOpen = new LongAdder();
  private final LongAdder tries = new LongAdder();
  private final BitSet sound = new BitSet();
  private final AtomicReference<String> failure = new AtomicReference<>();

  Tally() {
    for (Way way : Way.values()) {
      acknowledged.put(way, new LongAdder());
    }
    for (Trick trick : Trick.values()) {
      tricks.put(trick, new LongAdder());
    }
    for (Telling telling : Telling.values()) {
      tellings.put(telling, new LongAdder());
    }
  }

  /** An event was sent by a way, and whoever took it has said so. */
  void acknowledged(PlannedEvent event, Way by, Telling telling) {
    acknowledged.get(by).increment();
    tricks.get(event.trick()).increment();
    tellings.get(telling).increment();
    if (event.trick().isSound()) {
      synchronized (sound) {
        sound.set(Math.toIntExact(event.index()));
      }
    }
  }

  static Telling telling(PlannedEvent event, long with, Way by) {
    if (event.index() == with) {
      return Telling.FIRST;
    }
    return event.way() == by ? Telling.AGAIN : Telling.BY_ANOTHER_WAY;
  }

  /** A provider sent a whole request again. */
  void repeatedRequest() {
    repeatedRequests.increment();
  }

  /** A transaction was left open while later ones were committed. */
  void longOpen() {
    longOpen.increment();
  }

  /** Something was not acknowledged, and is sent again. */
  void triedAgain() {
    tries.increment();
  }

  /** Something cannot be sent at all. */
  void failed(String why) {
    failure.compareAndSet(null, why);
  }

  /** Null where all went well. */
  String failure() {
    return failure.get();
  }

  long acknowledged(Way way) {
    return acknowledged.get(way).sum();
  }

  long of(Trick trick) {
    return tricks.get(trick).sum();
  }

  long of(Telling telling) {
    return tellings.get(telling).sum();
  }

  long repeatedRequests() {
    return repeatedRequests.sum();
  }

  long longOpenTransactions() {
    return longOpen.sum();
  }

  long triesAgain() {
    return tries.sum();
  }

  /** Different events that must be in the new system, each once. */
  long distinctSound() {
    synchronized (sound) {
      return sound.cardinality();
    }
  }

  /** Those of them that a set does not have. */
  BitSet soundWithout(BitSet others) {
    synchronized (sound) {
      BitSet rest = (BitSet) sound.clone();
      rest.andNot(others);
      return rest;
    }
  }
}
