package dev.godwit.traffic;

/** What is odd about an event, and what must come of it. */
public enum Trick {
  /** Nothing. */
  PLAIN(true),
  /** The same open of the same email in the same second as another one, and still another one. */
  SAME_SECOND(true),
  /** By the sender's clock of 1970. */
  IN_1970(true),
  /** By the sender's clock of 2099. */
  IN_2099(true),
  /** Of a message that nobody knows. */
  UNKNOWN_MESSAGE(false),
  /** Of an email that cannot be moved; only while the window is open. */
  STAYED_BEHIND(false),
  /** Nothing to recognise it by; only while the window is open. */
  NO_IDENTITY(false),
  /** No event at all, in no format; only while the window is open. */
  UNREADABLE(false);

  private final boolean sound;

  Trick(boolean sound) {
    this.sound = sound;
  }

  /** True where it must be in the new system once; false where it must be quarantined. */
  public boolean isSound() {
    return sound;
  }

  /**
   * True where it may be sent before the window of the live run opens. What is sent then is the old
   * system's, which keeps such events as rows that the rehearsal did not see.
   */
  public boolean isSentAnyTime() {
    return sound || this == UNKNOWN_MESSAGE;
  }
}
