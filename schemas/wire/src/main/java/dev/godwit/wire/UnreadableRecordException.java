package dev.godwit.wire;

/**
 * A record's value cannot be read, now or later: poison, not retriable. The message has the
 * expectation and the finding, never the value.
 */
public class UnreadableRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  public UnreadableRecordException(String message) {
    super(message);
  }

  public UnreadableRecordException(String message, Throwable cause) {
    super(message, cause);
  }
}
