package dev.godwit.transformer.quarantine;

import dev.godwit.records.QuarantineReason;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects what one record violates, so that one pass finds all of it. The first violation is the
 * reason of the quarantine; the others are kept by reason, field and limit, so that they take no
 * more memory than the pack has columns. Not thread-safe.
 */
public final class Violations {
  private final BitSet places = new BitSet();
  private final Map<Key, Violation> others = new LinkedHashMap<>();
  private QuarantinedException first;

  private record Key(QuarantineReason reason, String field, Long limit, String source) {
    static Key of(Violation violation) {
      return new Key(violation.reason(), violation.field(), violation.limit(), violation.source());
    }
  }

  /** Begins a record. */
  public void begin() {
    first = null;
    if (!others.isEmpty()) {
      others.clear();
    }
    places.clear();
  }

  /** Whether the record violates nothing as far as is known. */
  public boolean isEmpty() {
    return first == null;
  }

  /** Adds a violation, with the others that it carries. */
  public void add(QuarantinedException why) {
    if (first == null) {
      first = why;
    } else {
      other(Violation.of(why));
    }
    why.others().forEach(this::other);
  }

  /** Adds a violation of the value at a place, which is null from then on. */
  public void add(int place, QuarantinedException why) {
    places.set(place);
    add(why);
  }

  /** Whether the value at a place violates something. */
  public boolean has(int place) {
    return places.get(place);
  }

  private void other(Violation violation) {
    others.merge(Key.of(violation), violation, Violation::and);
  }

  /**
   * All of it as one error.
   *
   * @throws IllegalStateException where the record violates nothing
   */
  public QuarantinedException all() {
    if (first == null) {
      throw new IllegalStateException("Expected a record with a violation, but found none.");
    }
    List<Violation> rest = new ArrayList<>(others.values());
    return first.withOthers(rest);
  }

  /** Throws all of it where there is any. */
  public void throwIfAny() throws QuarantinedException {
    if (first != null) {
      throw all();
    }
  }
}
