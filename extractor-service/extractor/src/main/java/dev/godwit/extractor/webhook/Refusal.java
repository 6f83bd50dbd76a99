package dev.godwit.extractor.webhook;

import java.time.Duration;

/** A request is not accepted. The message says what was expected, what was found, what to do. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int UNAVAILABLE = 503;

  private final int status;
  private final Outcome outcome;
  private final transient Duration retryAfter;

  /**
   * @param retryAfter how long the sender should wait; null where trying again does not help
   */
  Refusal(int status, Outcome outcome, String message, Duration retryAfter, Throwable cause) {
    super(message, cause);
    this.status = status;
    this.outcome = outcome;
    this.retryAfter = retryAfter;
  }

  static Refusal badSignature(String message) {
    return new Refusal(UNAUTHORIZED, Outcome.BAD_SIGNATURE, message, null, null);
  }

  static Refusal tooOld(String message) {
    return new Refusal(UNAUTHORIZED, Outcome.TOO_OLD, message, null, null);
  }

  static Refusal unreadable(String message) {
    return new Refusal(BAD_REQUEST, Outcome.UNREADABLE, message, null, null);
  }

  static Refusal unavailable(String message, Duration retryAfter, Throwable cause) {
    return new Refusal(UNAVAILABLE, Outcome.UNAVAILABLE, message, retryAfter, cause);
  }

  /** HTTP status. */
  int status() {
    return status;
  }

  Outcome outcome() {
    return outcome;
  }

  /** Null where trying again does not help. */
  Duration retryAfter() {
    return retryAfter;
  }
}
