package dev.godwit.wire.live;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Times of live events as texts of ISO 8601; without a zone: UTC. Stateless. */
public final class LiveTime {
  /** Stands for a text that is no time: the least time that a long counts in microseconds. */
  public static final Instant NO_TIME = Instant.EPOCH.plus(Long.MIN_VALUE, ChronoUnit.MICROS);

  private static final int DATE_LENGTH = 10;

  private LiveTime() {}

  /**
   * The time of a text, cut to microseconds.
   *
   * @return null where the text is blank; {@link #NO_TIME} where it is no time
   */
  public static Instant of(String text) {
    String stripped = text.strip();
    if (stripped.isEmpty()) {
      return null;
    }
    try {
      String iso =
          stripped.length() > DATE_LENGTH && stripped.charAt(DATE_LENGTH) == ' '
              ? stripped.replaceFirst(" ", "T")
              : stripped;
      Instant instant;
      if (iso.length() <= DATE_LENGTH) {
        instant = LocalDate.parse(iso).atStartOfDay(ZoneOffset.UTC).toInstant();
      } else if (iso.endsWith("Z")
          || iso.lastIndexOf('+') > DATE_LENGTH
          || iso.lastIndexOf('-') > DATE_LENGTH) {
        instant = OffsetDateTime.parse(iso).toInstant();
      } else {
        instant = LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
      }
      // Throws where a long cannot count the microseconds.
      long unused = ChronoUnit.MICROS.between(Instant.EPOCH, instant);
      return instant.truncatedTo(ChronoUnit.MICROS);
    } catch (DateTimeException | ArithmeticException e) {
      return NO_TIME;
    }
  }
}
