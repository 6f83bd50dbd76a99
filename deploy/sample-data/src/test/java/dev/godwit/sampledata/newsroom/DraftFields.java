package dev.godwit.sampledata.newsroom;

import dev.godwit.canonical.NormalisedAddress;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Map;

/** Checks the fields of a record as a draft of a source pack types them. Stateless. */
final class DraftFields {
  private static final int LARGEST_BYTES = 1_000_000;

  /** Why a record cannot continue; null where it can. Sets to NULL what the pack says so. */
  String check(DraftPack.Query query, Map<String, Object> record) {
    for (String field : query.fields().keySet()) {
      Map<String, Object> keys = query.field(field);
      if (record.get(field) instanceof String text) {
        String type = (String) keys.getOrDefault("type", "text");
        if (text.isBlank() && "address".equals(keys.get("meaning"))) {
          record.put(field, null);
          continue;
        }
        String reason =
            "address".equals(keys.get("meaning")) ? address(text) : reason(type, field, text);
        if (reason != null
            && keys.containsKey("when-invalid")
            && keys.get("when-invalid") == null) {
          record.put(field, null);
        } else if (reason != null) {
          return reason;
        }
      }
    }
    return null;
  }

  private static String address(String text) {
    return NormalisedAddress.of(text).isEmpty() ? "BAD_ADDRESS" : null;
  }

  private static String reason(String type, String field, String text) {
    try {
      return switch (type) {
        case "date" -> LocalDate.parse(text) == null ? "BAD_DATE" : null;
        case "instant" -> instant(field, text);
        case "decimal" -> new BigDecimal(text).signum() < 0 ? "WRONG_TYPE" : null;
        case "bytes" -> text.length() / 2 > LARGEST_BYTES ? "LIMIT_EXCEEDED" : null;
        default -> null;
      };
    } catch (DateTimeParseException e) {
      return "BAD_DATE";
    } catch (NumberFormatException e) {
      return "WRONG_TYPE";
    }
  }

  private static String instant(String field, String text) {
    String iso = text.replace(' ', 'T').replaceFirst("\\+00$", "Z");
    Instant time = Instant.parse(iso);
    boolean old = time.isBefore(Instant.parse("1990-01-01T00:00:00Z"));
    return old && field.equals("occurredAt") ? "IMPLAUSIBLE_TIME" : null;
  }
}
