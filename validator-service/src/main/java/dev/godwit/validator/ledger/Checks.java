package dev.godwit.validator.ledger;

import dev.godwit.common.v1.Check;
import dev.godwit.records.Entity;
import java.util.Locale;

/** Makes the checks of a verdict; the names are in {@link CheckNames}. */
public final class Checks {
  private Checks() {}

  /** A check of two counts. */
  public static Check counts(String name, String subject, long expected, long found) {
    return new Check(
        name, subject, Long.toString(expected), Long.toString(found), expected == found);
  }

  /** A check of a count that must not be less than another. */
  public static Check atLeast(String name, String subject, long least, long found) {
    return new Check(name, subject, "at least " + least, Long.toString(found), found >= least);
  }

  /** A check of two 64-bit digests, shown in hexadecimal. */
  static Check digests(String name, String subject, long expected, long found) {
    return new Check(
        name,
        subject,
        String.format("%016x", expected),
        String.format("%016x", found),
        expected == found);
  }

  /** Name of an entity as the subject of a check. */
  public static String subject(Entity entity) {
    return entity.name().toLowerCase(Locale.ROOT);
  }
}
