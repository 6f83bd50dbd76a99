package dev.godwit.transformer.normalise;

import dev.godwit.canonical.TimeRange;
import dev.godwit.records.QuarantineReason;
import dev.godwit.transformer.quarantine.QuarantinedException;
import java.time.Instant;

/**
 * Times as microseconds since 1970 UTC. Stateless, thread-safe. Any date that a calendar has goes
 * on as it is, also 1970 and 2099: a clock may be wrong, but that is not for us to say.
 */
public final class Micros {
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
   * Microseconds at which a day begins.
   *
   * @param days days since 1970
   * @param field canonical field, for the error
   * @throws QuarantinedException where they are out of range
   */
  public static long ofDay(long days, String field) throws QuarantinedException {
    return checked(TimeRange.micros(days), field);
  }

  /**
   * The same day, in days since 1970.
   *
   * @param field canonical field, for the error
   * @throws QuarantinedException where no column of days has it
   */
  public static long checkedDay(long days, String field) throws QuarantinedException {
    if (!TimeRange.hasDate(days)) {
      throw new QuarantinedException(
          QuarantineReason.BAD_DATE,
          field,
          "Expected a date between 4714 BC and the year 5874897, but found one out of that range,"
              + " such as infinity.");
    }
    return days;
  }

  /**
   * The same microseconds.
   *
   * @param field canonical field, for the error
   * @throws QuarantinedException where they are infinity or out of range
   */
  public static long checked(long micros, String field) throws QuarantinedException {
    if (!TimeRange.hasInstant(micros)) {
      throw new QuarantinedException(
          QuarantineReason.BAD_DATE,
          field,
          "Expected a time between 4714 BC and the year 290000, but found one out of that range,"
              + " such as infinity.");
    }
    return micros;
  }
}
