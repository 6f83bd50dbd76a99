package dev.godwit.local.chaos.check;

/**
 * Something that must not be.
 *
 * @param kind lost, twice or anything else
 * @param invariant number of the invariant in the guide; 0 where it is about none
 * @param text what was expected and what was found, with ids and counts
 */
public record Finding(Kind kind, int invariant, String text) {
  /** Kind of a finding: a record is lost, a record is there twice, or anything else. */
  public enum Kind {
    LOST,
    TWICE,
    OTHER
  }

  static Finding lost(String text) {
    return new Finding(Kind.LOST, 3, text);
  }

  static Finding twice(String text) {
    return new Finding(Kind.TWICE, 3, text);
  }

  /** Anything else. */
  public static Finding other(int invariant, String text) {
    return new Finding(Kind.OTHER, invariant, text);
  }

  @Override
  public String toString() {
    return (invariant == 0 ? "" : "invariant " + invariant + ": ") + text;
  }
}
