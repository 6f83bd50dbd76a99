package dev.godwit.traffic;

/** Live traffic is not as it has to be; the message says what was expected, found, what to do. */
public final class TrafficException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TrafficException(String message) {
    super(message);
  }

  public TrafficException(String message, Throwable cause) {
    super(message, cause);
  }
}
