package dev.godwit.linkage;

/** The agreement of two values. The order of the first five is that of falling agreement. */
public enum Level {
  /** The normalised forms are equal. */
  EXACT(0),
  /**
   * Another spelling that is known to be the same: nickname, initial, transliteration, day before
   * month.
   */
  VARIANT(1),
  /** One typing error, or a Jaro-Winkler similarity of at least 0.92. */
  ALIKE(2),
  /** A Jaro-Winkler similarity of at least 0.8. */
  SIMILAR(3),
  /** None of the above. */
  DIFFERENT(4),
  /** Given and family name stand in each other's place. */
  SWAPPED(5),
  /** One row or both have no value; it speaks neither for nor against. */
  MISSING(6);

  /** Number of levels that have odds of their own: those before {@link #SWAPPED}. */
  public static final int GRADED = 5;

  private final int rank;

  Level(int rank) {
    this.rank = rank;
  }

  /** Index among tables of levels; below {@link #GRADED} for those that have odds. */
  public int rank() {
    return rank;
  }

  /** Whether the level speaks for one row: better than {@link #SIMILAR}. */
  public boolean agrees() {
    return this == EXACT || this == VARIANT || this == ALIKE || this == SWAPPED;
  }
}
