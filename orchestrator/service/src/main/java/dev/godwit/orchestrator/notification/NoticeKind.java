package dev.godwit.orchestrator.notification;

/** Why a person is notified. Names are part of the JSON that webhooks receive. */
enum NoticeKind {
  /** A live run is held after a failure or a verdict with differences. */
  HELD("held"),
  /** A rehearsal, a start, a replay, or a step of a rollback failed. */
  FAILED("failed"),
  /** The migration waits for an approval or a decision. */
  WAITING("waiting for a person"),
  COMMITTED("committed"),
  ROLLED_BACK("rolled back"),
  /** A cut after the commit did not reconcile. */
  ALARM("alarm"),
  /** Half or all of the freeze budget is used up. */
  FREEZE_BUDGET("freeze budget");

  private final String words;

  NoticeKind(String words) {
    this.words = words;
  }

  /** As it stands in texts for people. */
  String words() {
    return words;
  }
}
