package dev.godwit.pack;

import java.util.Locale;

/** Rule by which rows of an entity become one record. */
public enum Merge {
  /** Contacts with the same normalised address are one. */
  ADDRESS,
  /** Rows with the same values of the fields that the pack names are one. */
  BY_KEY,
  /** Every row is a record of its own. */
  NONE;

  /** Name as packs have it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
