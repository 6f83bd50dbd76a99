package dev.godwit.local.chaos;

/** The run that a case disturbs. */
enum Scenario {
  /** A rehearsal. */
  REHEARSAL(false, false),
  /** A live run up to the commit. */
  COMMIT(false, false),
  /** The same, while opens and clicks arrive. */
  COMMIT_LIVE(true, false),
  /** A live run that a person rolls back in its middle. */
  ROLLBACK(false, true),
  /** The same, while opens and clicks arrive. */
  ROLLBACK_LIVE(true, true),
  /** Replays of a held or committed run. */
  REPLAY(false, false),
  /** The same, while opens and clicks arrive. */
  REPLAY_LIVE(true, false);

  private final boolean live;
  private final boolean rollback;

  Scenario(boolean live, boolean rollback) {
    this.live = live;
    this.rollback = rollback;
  }

  boolean isLive() {
    return live;
  }

  boolean isRollback() {
    return rollback;
  }
}
