package dev.godwit.records;

/** Numbers of things in sentences: 1 row, 2 rows. Stateless. */
public final class Counted {
  private Counted() {}

  /**
   * A number with its noun.
   *
   * @param one the noun where the number is 1
   * @param many the noun where it is not
   */
  public static String of(long number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }

  /** As {@link #of(long, String, String)}, of a noun whose plural has an s behind it. */
  public static String of(long number, String one) {
    return of(number, one, one + "s");
  }
}
