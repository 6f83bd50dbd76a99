package dev.godwit.orchestrator.domain.state;

/** How far an entity's cut has gone. */
public enum CutProgress {
  /** Chunks are still out. */
  OPEN,
  /** Every chunk is in and the cut is intended; its task is not handed out yet. */
  STARTED,
  /** The task to write the cut is handed out. */
  HANDED_OUT,
  /** The cut stands in every partition. */
  WRITTEN,
  /** Live engagement only: the cut could not be written; its number is not used again. */
  FAILED
}
