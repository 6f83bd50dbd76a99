package dev.godwit.api;

/**
 * Judgement of a stage's progress with one entity of a run, by the stage's own pace. There is no
 * setting for it; {@code deploy/docs/reference/topics-and-metrics.md} defines each.
 */
public enum StageVerdict {
  /** The lag is not known: Kafka does not answer, or the topic was not looked at yet. */
  UNKNOWN("not known"),
  /** Nothing is left to do, and nothing will come. */
  DRAINED("drained"),
  /** Nothing is unread; the stage before has not finished. */
  IDLE("idle"),
  /** Unread records, and progress at the usual pace. */
  MOVING("moving"),
  /** Unread records, and progress far below the pace that this stage had in this run. */
  SLOW("slow"),
  /** Unread records, and no progress for long by the stage's own intervals. */
  STUCK("stuck"),
  /** Work is left, and no process of the stage runs. */
  STOPPED("stopped"),
  /** Work is left, and a person must act first: the run is held, or the migration is paused. */
  PAUSED("paused");

  private final String label;

  StageVerdict(String label) {
    this.label = label;
  }

  /** The word for people, and the value of the metric's label. */
  public String label() {
    return label;
  }
}
