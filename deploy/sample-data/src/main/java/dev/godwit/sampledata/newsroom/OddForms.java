package dev.godwit.sampledata.newsroom;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times and dates in the forms that the mailing tool writes. Stateless. */
final class OddForms {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final DateTimeFormatter GERMAN_DATE = DateTimeFormatter.ofPattern("dd.MM.yyyy");
  private static final DateTimeFormatter GERMAN_TIME =
      DateTimeFormatter.ofPattern("dd.MM.yyyy HH:mm");
  private static final DateTimeFormatter MAIL_TIME =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

  private OddForms() {}

  /** "1980-02-03", "03.02.1980", "1980" or empty, by two bits. */
  static String founded(LocalDate date, long bits) {
    return switch ((int) (bits & 3)) {
      case 0 -> date.toString();
      case 1 -> GERMAN_DATE.format(date);
      case 2 -> Integer.toString(date.getYear());
      default -> "";
    };
  }

  /** "1980-02-03", "03.02.1980", "0000-00-00", empty or null, by three bits. */
  static String birthday(LocalDate date, long bits) {
    return switch ((int) (bits & 7)) {
      case 0, 1, 2 -> date.toString();
      case 3, 4 -> GERMAN_DATE.format(date);
      case 5 -> "0000-00-00";
      case 6 -> "";
      default -> null;
    };
  }

  /** "20170714", or "00000000", by three bits. */
  static String joined(LocalDate date, long bits) {
    return (bits & 7) == 0 ? "00000000" : DateTimeFormatter.BASIC_ISO_DATE.format(date);
  }

  /** Seconds since 1970, ISO 8601, empty or null, by three bits. */
  static String consentedOn(long micros, long bits) {
    Instant time = Instant.ofEpochSecond(micros / NewsroomModel.SECOND_MICROS);
    return switch ((int) (bits & 7)) {
      case 0, 1, 2 -> Long.toString(time.getEpochSecond());
      case 3, 4, 5 -> time.toString();
      case 6 -> "";
      default -> null;
    };
  }

  /** "14.07.2017 09:41" of a clock in Berlin. */
  static String written(long micros) {
    return GERMAN_TIME.format(
        Instant.ofEpochSecond(micros / NewsroomModel.SECOND_MICROS).atZone(BERLIN));
  }

  /** "Tue, 03 Mar 2020 10:11:12 +0100". */
  static String reported(long micros, long bits) {
    return MAIL_TIME.format(
        Instant.ofEpochSecond(micros / NewsroomModel.SECOND_MICROS)
            .atOffset(ZoneOffset.ofHours((int) (bits & 3))));
  }
}
