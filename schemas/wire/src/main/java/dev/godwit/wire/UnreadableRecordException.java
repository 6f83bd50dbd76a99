package dev.godwit.wire;

/**
 * A record's value cannot be read, now or later: poison, not retriable. The message has the
 * expectation and the finding, never the value.
 */
public final class UnreadableRecordException extends Exception {

  public UnreadableRecordException(String message) {
    super(message);
  }

  public UnreadableRecordException(String message, Throwable cause) {
    super(message, cause);
  }
}
