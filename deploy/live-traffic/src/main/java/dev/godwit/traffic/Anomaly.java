package dev.godwit.traffic;

/** The oddity of an event, which decides its fate. */
public enum Anomaly {
  /** None. */
  PLAIN(true),
  /** Another open of the same email in the same second as an earlier event; both must be kept. */
  SAME_SECOND(true),
  /** The sender's clock is in 1970. */
  IN_1970(true),
  /** The sender's clock is in 2099. */
  IN_2099(true),
  /** Of a message that is in neither system. */
  UNKNOWN_MESSAGE(false),
  /** Of an email that is in quarantine; only while the window is open. */
  QUARANTINED_EMAIL(false),
  /** Without any id; only while the window is open. */
  NO_IDENTITY(false),
  /** Not readable in any format; only while the window is open. */
  UNREADABLE(false);

  private final boolean sound;

  Anomaly(boolean sound) {
    this.sound = sound;
  }

  /** True where the event must be in the target once; false where it must be quarantined. */
  public boolean isSound() {
    return sound;
  }

  /**
   * True where the event may be sent before the window of the live run opens. The source takes such
   * an event, and may keep it as a row that the rehearsal did not see.
   */
  public boolean isSentAnyTime() {
    return sound || this == UNKNOWN_MESSAGE;
  }
}
