package dev.godwit.orchestrator.view.progress;

/**
 * Live events that the transformer has not read.
 *
 * @param records how many; negative where it is not known
 * @param oldestMillis when the oldest of them was written, milliseconds since 1970; 0 where there
 *     is none
 * @param cutWaits whether a cut is under way that cannot be read: a producer's transaction is open
 *     in front of it. A cut is no event, but while it waits the stage is not drained
 */
public record Unread(long records, long oldestMillis, boolean cutWaits) {
  /** The topic was not read yet, or Kafka is unavailable. */
  public static final Unread NOT_KNOWN = new Unread(-1, 0);

  public static final Unread NONE = new Unread(0, 0);

  /** Events in front of which nothing is held. */
  public Unread(long records, long oldestMillis) {
    this(records, oldestMillis, false);
  }

  /** The same while a cut waits, since a time in milliseconds since 1970. */
  public Unread withWaitingCut(long sinceMillis) {
    return records < 0
        ? this
        : new Unread(
            records, records == 0 ? sinceMillis : Math.min(oldestMillis, sinceMillis), true);
  }

  /** The lag in records: at least 1 while a cut waits; negative where it is not known. */
  public long lag() {
    return cutWaits ? Math.max(1, records) : records;
  }
}
