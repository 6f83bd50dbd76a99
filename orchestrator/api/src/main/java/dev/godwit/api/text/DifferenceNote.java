package dev.godwit.api.text;

/** The note below a list of differing keys. Stateless. */
final class DifferenceNote {
  private DifferenceNote() {}

  /**
   * The note; says how many keys are not in the list.
   *
   * @param shown keys in the list
   * @param all keys that differ
   */
  static String of(int shown, long all) {
    String every = "Every differing key is in crm.differences.v1.";
    return shown < all
        ? "%s of %s shown. %s".formatted(Figures.count(shown), Figures.count(all), every)
        : every;
  }
}
