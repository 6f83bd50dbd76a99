package dev.godwit.wire.live;

import dev.godwit.wire.UnreadableRecordException;

/**
 * A live event whose customer is known, and that has another field which cannot be read: poison. It
 * is counted for that customer.
 */
public final class UnreadableEventException extends UnreadableRecordException {
  private static final long serialVersionUID = 1L;

  private final String customer;

  UnreadableEventException(String customer, String message) {
    super(message);
    this.customer = customer;
  }

  /** The customer that the event names, never null. */
  public String customer() {
    return customer;
  }
}
