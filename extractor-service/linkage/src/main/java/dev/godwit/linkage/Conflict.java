package dev.godwit.linkage;

/** A reason that forbids an automatic merge, whatever the weight. */
public enum Conflict {
  /** The dates of birth differ by more than a typing error. */
  BIRTH_DATE,
  /** The given names differ: members of a family, or colleagues. */
  GIVEN_NAME,
  /** The family names differ. */
  FAMILY_NAME,
  /** Junior and senior, the second and the third, or one of them and a name without. */
  GENERATION,
  /** A given name is an initial only, which members of a family often share. */
  INITIAL,
  /** The addresses differ, and nothing but the name and the outlet agrees. */
  ADDRESS,
  /** Two mailboxes of one organisation. */
  MAILBOX,
  /** An address or number that many rows share, or that belongs to an office. */
  SHARED
}
