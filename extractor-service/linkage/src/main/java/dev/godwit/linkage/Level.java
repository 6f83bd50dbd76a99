package dev.godwit.linkage;

/** How well two values agree. The order of the first five is that of falling agreement. */
public enum Level {
  /** The normalised forms are equal. */
  EXACT,
  /**
   * Another spelling that is known to be the same: nickname, initial, transliteration, day before
   * month.
   */
  VARIANT,
  /** One typing error, or a Jaro-Winkler similarity of at least 0.92. */
  ALIKE,
  /** A Jaro-Winkler similarity of at least 0.8. */
  SIMILAR,
  /** None of the above. */
  DIFFERENT,
  /** Given and family name stand in each other's place. */
  SWAPPED,
  /** One row or both have no value; it speaks neither for nor against. */
  MISSING;

  /** Number of levels that have odds of their own: those before {@link #SWAPPED}. */
  public static final int GRADED = 5;

  /** Whether the level speaks for one row: better than {@link #SIMILAR}. */
  public boolean agrees() {
    return this == EXACT || this == VARIANT || this == ALIKE || this == SWAPPED;
  }
}
