package dev.godwit.traffic;

/** The traffic or its ledger is not as expected; the message says what was expected and found. */
public final class TrafficException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TrafficException(String message) {
    super(message);
  }

  public TrafficException(String message, Throwable cause) {
    super(message, cause);
  }
}
