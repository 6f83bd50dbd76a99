package dev.godwit.extractor.outbound;

import dev.godwit.extractor.source.ColumnForm;
import dev.godwit.extractor.source.SourceColumn;
import dev.godwit.pgcopy.CopyTuple;
import dev.godwit.wire.BodyBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/**
 * Times as microseconds since 1970 UTC; a time without a zone counts as UTC. A value that is no
 * time on this scale becomes one of its ends, never null, so that the transformer quarantines it as
 * BAD_DATE: positive infinity becomes the greatest long; negative infinity, and text that is not an
 * ISO 8601 time, the least. Stateless.
 */
final class TimeField {
  /** Stands for negative infinity and for text that is no time. */
  static final long NO_TIME = Long.MIN_VALUE;

  private TimeField() {}

  /** Writes a column as an optional field; a blank text counts as NULL. */
  static void write(CopyTuple row, SourceColumn column, BodyBuffer out) {
    if (column.form() == ColumnForm.TIMESTAMP) {
      if (row.isNull(column.index())) {
        out.writeAbsent();
      } else {
        out.writePresent();
        out.writeLong(row.unixMicros(column.index()));
      }
      return;
    }
    String text = column.text(row);
    if (text == null || text.isBlank()) {
      out.writeAbsent();
    } else {
      out.writePresent();
      out.writeLong(parse(text.strip()));
    }
  }

  /** A day since 1970 as an int; infinity, as the database gives it, is one of the ends. */
  static int day(long days) {
    return (int) Math.clamp(days, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  /** ISO 8601 text of microseconds since 1970. */
  static String text(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
  }

  static long parse(String text) {
    String iso = text.length() > 10 && text.charAt(10) == ' ' ? text.replaceFirst(" ", "T") : text;
    try {
      Instant instant;
      if (iso.length() <= 10) {
        instant = LocalDate.parse(iso).atStartOfDay(ZoneOffset.UTC).toInstant();
      } else if (iso.endsWith("Z") || iso.lastIndexOf('+') > 10 || iso.lastIndexOf('-') > 10) {
        instant = OffsetDateTime.parse(iso).toInstant();
      } else {
        instant = LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
      }
      return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    } catch (DateTimeParseException | ArithmeticException e) {
      return NO_TIME;
    }
  }
}
