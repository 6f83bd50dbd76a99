package dev.godwit.pack;

/** Rule by which rows of an entity become one record. */
public enum Merge {
  /** Contacts with the same normalised address are one. */
  ADDRESS,
  /** Every row is a record of its own. */
  NONE
}
