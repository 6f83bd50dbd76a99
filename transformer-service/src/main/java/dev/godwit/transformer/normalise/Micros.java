package dev.godwit.transformer.normalise;

import dev.godwit.records.QuarantineReason;
import dev.godwit.transformer.quarantine.QuarantinedException;
import java.time.Instant;

/**
 * Times as microseconds since 1970 UTC. Stateless, thread-safe. Any date that a calendar has goes
 * on as it is, also 1970 and 2099: a clock may be wrong, but that is not for us to say.
 */
public final class Micros {
  /** 24 November 4714 BC, the first day that PostgreSQL's timestamps have. */
  private static final long FIRST = -210_866_803_200_000_000L;

  /** Year 290,000, below the marks that stand for infinity. */
  private static final long AFTER_LAST = 9_090_000_000_000_000_000L;

  private Micros() {}

  /**
   * Microseconds of an instant; null for null.
   *
   * @param field canonical field, for the error
   * @throws QuarantinedException where it is infinity or out of range
   */
  public static Long of(Instant instant, String field) throws QuarantinedException {
    return instant == null ? null : checked(of(instant), field);
  }

  /** Microseconds of an instant; the greatest long where it is out of range. */
  public static long of(Instant instant) {
    try {
      return Math.addExact(
          Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000L);
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }

  /** The instant of microseconds. */
  public static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
  }

  /**
   * The same microseconds.
   *
   * @param field canonical field, for the error
   * @throws QuarantinedException where they are infinity or out of range
   */
  public static long checked(long micros, String field) throws QuarantinedException {
    if (micros < FIRST || micros >= AFTER_LAST) {
      throw new QuarantinedException(
          QuarantineReason.BAD_DATE,
          field,
          "Expected a time between 4714 BC and the year 290000, but found one out of that range,"
              + " such as infinity.");
    }
    return micros;
  }
}
