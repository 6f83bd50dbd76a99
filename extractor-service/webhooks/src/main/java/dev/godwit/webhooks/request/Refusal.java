package dev.godwit.webhooks.request;

import java.time.Duration;

/**
 * Ends a request that is not accepted. The message says what was expected, what was found and what
 * to do; it is sent to the caller, so it quotes neither the body nor a secret.
 */
public final class Refusal extends Exception {
  /** How long a provider should wait for an operator to configure it. */
  public static final Duration UNTIL_SET_UP = Duration.ofMinutes(5);

  private static final long serialVersionUID = 1L;
  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int NOT_FOUND = 404;
  private static final int TOO_LARGE = 413;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;

  private final int status;
  private final Outcome outcome;
  private final transient Duration retryAfter;

  private Refusal(
      int status, Outcome outcome, String message, Duration retryAfter, Throwable cause) {
    super(message, cause);
    this.status = status;
    this.outcome = outcome;
    this.retryAfter = retryAfter;
  }

  /** 401: the signature or the credentials are not right. */
  public static Refusal badSignature(String message) {
    return new Refusal(UNAUTHORIZED, Outcome.BAD_SIGNATURE, message, null, null);
  }

  /** 401: the signature's time is outside the tolerance. */
  public static Refusal tooOld(String message) {
    return new Refusal(UNAUTHORIZED, Outcome.TOO_OLD, message, null, null);
  }

  /** 400: the body is not in the provider's format. */
  public static Refusal unreadable(String message) {
    return new Refusal(BAD_REQUEST, Outcome.UNREADABLE, message, null, null);
  }

  /** 404: the path names no supported provider. */
  public static Refusal unknownProvider(String message) {
    return new Refusal(NOT_FOUND, Outcome.UNKNOWN_PROVIDER, message, null, null);
  }

  /** 404: the path names no possible customer. */
  public static Refusal unknownCustomer(String message) {
    return new Refusal(NOT_FOUND, Outcome.NOT_SET_UP, message, null, null);
  }

  /** 413: the body, or one event of it, exceeds a limit; a retry does not help. */
  public static Refusal tooBig(String message, Throwable cause) {
    return new Refusal(TOO_LARGE, Outcome.TOO_BIG, message, null, cause);
  }

  /** 429: the request exceeds the rate limit; retriable after the given time. */
  public static Refusal tooFast(String message, Duration retryAfter) {
    return new Refusal(TOO_MANY_REQUESTS, Outcome.TOO_FAST, message, retryAfter, null);
  }

  /** 503: no usable key is configured; retriable after an operator sets one. */
  public static Refusal notSetUp(String message) {
    return new Refusal(UNAVAILABLE, Outcome.NOT_SET_UP, message, UNTIL_SET_UP, null);
  }

  /** 503: other requests use all the memory; retriable after the given time. */
  public static Refusal busy(String message, Duration retryAfter) {
    return new Refusal(UNAVAILABLE, Outcome.BUSY, message, retryAfter, null);
  }

  /** 503: a system that is needed cannot be reached; retriable after the given time. */
  public static Refusal unavailable(String message, Duration retryAfter, Throwable cause) {
    return new Refusal(UNAVAILABLE, Outcome.UNAVAILABLE, message, retryAfter, cause);
  }

  /** HTTP status. */
  public int status() {
    return status;
  }

  /** Outcome under which the request is counted. */
  public Outcome outcome() {
    return outcome;
  }

  /** How long the sender should wait; null where a retry does not help. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
