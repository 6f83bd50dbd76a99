package dev.godwit.webhooks.request;

import java.util.Locale;

/** How a provider's request ended; the {@code outcome} label of the metric. */
public enum Outcome {
  /** Its events are in the topic. */
  ACCEPTED,
  /** It held no open or click. */
  IGNORED,
  /** The same request was accepted before. */
  REPEATED,
  /** It asked to confirm a subscription, which was done. */
  CONFIRMED,
  /** The path names no supported provider. */
  UNKNOWN_PROVIDER,
  /** No key is configured. */
  NOT_SET_UP,
  /** Its body exceeds the limit. */
  TOO_BIG,
  /** It exceeds the rate limit. */
  TOO_FAST,
  /** Other requests use all the memory reserved for bodies. */
  BUSY,
  /** Its signature was not made by a configured key over the received bytes. */
  BAD_SIGNATURE,
  /** Its signature is valid but older than the tolerance. */
  TOO_OLD,
  /** Its body is not in the provider's format. */
  UNREADABLE,
  /** This process failed on it: a defect of Godwit. */
  FAILED,
  /** A system that is needed to answer it cannot be reached. */
  UNAVAILABLE;

  /** Value of the metric's label. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
