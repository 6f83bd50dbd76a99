package dev.godwit.orchestrator.domain.state;

/** How far a verdict after the commit has gone. */
public enum VerdictProgress {
  /** None is asked for. */
  NONE,
  /** It is intended; its task is not handed out yet. */
  STARTED,
  /** The task is handed out and not answered. */
  HANDED_OUT
}
