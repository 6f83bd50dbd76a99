package dev.godwit.extractor.engagement.tail;

import dev.godwit.row.v1.TailMark;
import dev.godwit.row.v1.TailPosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The memory of a tail: the key up to which every row is read or will never come ({@code settled}),
 * and the keys above it that are read. Bounded: when the keys exceed the limit the upper half is
 * forgotten, and its rows are sent once more when they settle. Not thread-safe.
 */
final class TailState {
  private static final int MOST_MARKS = 32;
  private static final int MOST_BYTES = 700_000;
  private static final int BITS_A_BYTE = 7;

  private int limit;
  private final KeyWindow read = new KeyWindow();
  private final List<Mark> marks = new ArrayList<>();
  private long settled;
  private long highest;
  private boolean forgets;
  private long forgottenAbove;
  private long forgottenUpTo;

  private TailState(long settled, long highest, int limit) {
    this.settled = settled;
    this.highest = highest;
    this.limit = limit;
  }

  /** A tail that begins above a key; {@link Long#MIN_VALUE} for all rows. */
  static TailState from(long settled, int limit) {
    return new TailState(settled, settled, limit);
  }

  /** The state of a durable position. */
  static TailState of(TailPosition position, int limit) {
    long settled = key(position.getSettled());
    long highest = position.getHighest().isEmpty() ? settled : key(position.getHighest());
    TailState state = new TailState(settled, Math.max(settled, highest), limit);
    long key = settled;
    for (long distance : position.getReadAbove()) {
      key += distance;
      state.read.add(key);
    }
    for (TailMark mark : position.getMarks()) {
      state.marks.add(new Mark(key(mark.getKey()), mark.getAt(), mark.getNext()));
    }
    if (position.getForgottenAbove() != null && position.getForgottenUpTo() != null) {
      state.forgets = true;
      state.forgottenAbove = key(position.getForgottenAbove());
      state.forgottenUpTo = key(position.getForgottenUpTo());
    }
    return state;
  }

  /** The state as a durable position. */
  TailPosition position(String customer, String runId) {
    while (bytes() > MOST_BYTES) {
      forget();
    }
    List<Long> distances = new ArrayList<>(read.size());
    long before = settled;
    for (int i = 0; i < read.size(); i++) {
      distances.add(read.get(i) - before);
      before = read.get(i);
    }
    return TailPosition.newBuilder()
        .setCustomer(customer)
        .setRunId(runId)
        .setSettled(text(settled))
        .setHighest(text(highest))
        .setReadAbove(distances)
        .setForgottenAbove(forgets ? text(forgottenAbove) : null)
        .setForgottenUpTo(forgets ? text(forgottenUpTo) : null)
        .setMarks(marks.stream().map(m -> new TailMark(text(m.key()), m.at(), m.next())).toList())
        .build();
  }

  /** Approximate encoded size of the remembered keys, in bytes. */
  private int bytes() {
    int bytes = 0;
    long before = settled;
    for (int i = 0; i < read.size(); i++) {
      long distance = read.get(i) - before;
      bytes += 1 + (Long.SIZE - Long.numberOfLeadingZeros(distance << 1)) / BITS_A_BYTE;
      before = read.get(i);
    }
    return bytes;
  }

  long settled() {
    return settled;
  }

  long highest() {
    return highest;
  }

  /** Sets the number of keys remembered at most. */
  void limit(int keys) {
    limit = keys;
    while (read.size() > limit) {
      forget();
    }
  }

  /** Number of remembered keys. */
  int remembered() {
    return read.size();
  }

  /** True where rows above {@code settled} were read, or a mark waits. */
  boolean isUnsettled() {
    return highest > settled;
  }

  /** The oldest mark that has not settled, or null. */
  Mark oldestMark() {
    return marks.isEmpty() ? null : marks.getFirst();
  }

  /** True where the row is not known to have been read. */
  boolean isNew(long key) {
    return key > settled && (key > highest || !read.contains(key));
  }

  /** Notes that the row of a key was read. */
  void read(long key) {
    highest = Math.max(highest, key);
    if (forgets && key > forgottenAbove && key <= forgottenUpTo) {
      return;
    }
    if (read.size() >= limit) {
      forget();
    }
    if (!forgets || key <= forgottenAbove || key > forgottenUpTo) {
      read.add(key);
    }
  }

  /** Forgets the upper half of the remembered keys. */
  private void forget() {
    long above = read.size() < 2 ? settled : read.get(read.size() / 2 - 1);
    forgottenAbove = forgets ? Math.min(above, forgottenAbove) : above;
    forgottenUpTo = highest;
    forgets = true;
    read.removeAbove(forgottenAbove);
  }

  /**
   * Marks the highest key: every row up to it was queried.
   *
   * @param behind distance by which keys may appear late
   */
  void mark(Horizon now, long behind) {
    long key = highest - behind;
    if (highest == Long.MIN_VALUE
        || key > highest
        || key <= (marks.isEmpty() ? settled : marks.getLast().key())) {
      return;
    }
    if (marks.size() >= MOST_MARKS) {
      for (int i = marks.size() - 2; i >= 0; i -= 2) {
        marks.remove(i);
      }
    }
    marks.add(new Mark(key, now.now(), now.next()));
  }

  /** The highest key of a mark below which no open transaction can write; or the settled key. */
  long over(Horizon now, Duration settle) {
    long over = settled;
    for (Mark mark : marks) {
      if (now.isOver(mark, settle)) {
        over = Math.max(over, mark.key());
      }
    }
    return over;
  }

  /** Highest key up to which the read rows are remembered. */
  long againUpTo() {
    return forgets ? forgottenAbove : highest;
  }

  /** Notes that every row up to a key is read or will never come. */
  void settle(long key) {
    if (key <= settled) {
      return;
    }
    settled = key;
    highest = Math.max(highest, key);
    read.removeUpTo(key);
    marks.removeIf(mark -> mark.key() <= key);
    if (forgets && key >= forgottenUpTo) {
      forgets = false;
    } else if (forgets) {
      forgottenAbove = Math.max(forgottenAbove, key);
    }
  }

  static String text(long key) {
    return key == Long.MIN_VALUE ? "" : Long.toString(key);
  }

  private static long key(String text) {
    return text.isEmpty() ? Long.MIN_VALUE : Long.parseLong(text);
  }
}
