package dev.godwit.linkage;

/** Outcome of the comparison of two rows. */
public enum PairState {
  /** A rule merges them. */
  AUTOMATIC,
  /** A person has to decide. */
  REVIEW,
  /** They are not proposed. */
  REJECTED
}
