package dev.godwit.api;

/**
 * A violation of a quarantined record beside the reason that it is counted by.
 *
 * @param field field or column; null where the record as a whole is at fault
 * @param limit limit that was exceeded; null where there is none
 * @param length greatest length that was found; null where there is none
 * @param detail expected and found, without the value
 * @param values values of the record that violate it: members of a merge, items of a list; at least
 *     1
 */
public record ViolationAnswer(
    String reason, String field, Long limit, Long length, String detail, long values) {

  /** One line: reason, field, length and limit. */
  public String text() {
    StringBuilder text = new StringBuilder(reason);
    if (field != null) {
      text.append(' ').append(field);
    }
    if (length != null && limit != null) {
      text.append(" (%d where the limit is %d)".formatted(length, limit));
    }
    if (values > 1) {
      text.append(" in %d values".formatted(values));
    }
    return text.toString();
  }
}
