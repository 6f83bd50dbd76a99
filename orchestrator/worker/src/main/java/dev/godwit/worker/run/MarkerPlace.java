package dev.godwit.worker.run;

/** The statement of the events about a cut marker at an offset of a partition. */
public enum MarkerPlace {
  /** No event orders the cut: the marker is none. */
  UNORDERED,
  /** The cut is ordered; the event with the offsets of its markers is not consumed. */
  NOT_KNOWN_YET,
  /** The cut's marker stands here. */
  HERE,
  /** The cut's marker stands elsewhere, or was never written: this one counts for nothing. */
  ELSEWHERE
}
