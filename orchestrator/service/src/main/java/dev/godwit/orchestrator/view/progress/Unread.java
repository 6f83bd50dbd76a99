package dev.godwit.orchestrator.view.progress;

/**
 * Live events that the transformer has not read.
 *
 * @param records how many; negative where it is not known
 * @param oldestMillis when the oldest of them was written, milliseconds since 1970; 0 where there
 *     is none
 */
public record Unread(long records, long oldestMillis) {
  /** The topic was not read yet, or Kafka is unavailable. */
  public static final Unread NOT_KNOWN = new Unread(-1, 0);

  public static final Unread NONE = new Unread(0, 0);
}
