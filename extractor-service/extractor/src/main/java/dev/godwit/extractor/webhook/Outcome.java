package dev.godwit.extractor.webhook;

import java.util.Locale;

/** What became of a provider's request; the label of the metric. */
enum Outcome {
  /** Its events are in the log. */
  ACCEPTED,
  /** It held no open or click. */
  IGNORED,
  /** The same request was accepted before. */
  REPEATED,
  /** It asked to confirm a subscription, which was done. */
  CONFIRMED,
  /** Nobody here knows the provider. */
  UNKNOWN_PROVIDER,
  /** No key is configured. */
  NOT_SET_UP,
  /** Its body is bigger than the limit. */
  TOO_BIG,
  /** It came faster than the limit. */
  TOO_FAST,
  /** Other requests take all the memory that there is for them. */
  BUSY,
  /** Its signature is not by a configured key over what came. */
  BAD_SIGNATURE,
  /** Its signature is right, but older than it may be. */
  TOO_OLD,
  /** Its body is not in the provider's format. */
  UNREADABLE,
  /** This process failed on it, which is a flaw of its own. */
  FAILED,
  /** Something that is needed to answer it cannot be reached. */
  UNAVAILABLE;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
