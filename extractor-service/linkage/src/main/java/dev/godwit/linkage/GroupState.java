package dev.godwit.linkage;

/** State of a group of rows. */
public enum GroupState {
  /** Every link of the group is automatic, and no two of its rows conflict. */
  AUTOMATIC,
  /** A person has to decide. */
  REVIEW
}
