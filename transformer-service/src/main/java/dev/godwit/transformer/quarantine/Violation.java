package dev.godwit.transformer.quarantine;

import dev.godwit.records.QuarantineReason;

/**
 * A violation of a record beside the reason of its quarantine: one reason, field and limit, for all
 * values of the record that violate it. Immutable.
 *
 * @param field as {@link QuarantinedException#field()}; null for the record as a whole
 * @param limit limit that was passed; null where it is about no limit
 * @param length greatest length or count found; null likewise
 * @param detail expectation and finding of the value with that length, without the value
 * @param source field of the source whose value a column could not take; null where no column was
 *     at it
 * @param values how many values violate it, at least 1
 */
public record Violation(
    QuarantineReason reason,
    String field,
    Long limit,
    Long length,
    String detail,
    String source,
    long values) {
  static Violation of(QuarantinedException why) {
    return new Violation(
        why.reason(), why.field(), why.limit(), why.length(), why.getMessage(), why.source(), 1);
  }

  /** Both as one, of which the longer is described. */
  Violation and(Violation other) {
    boolean isLonger = other.length != null && (length == null || other.length > length);
    Violation shown = isLonger ? other : this;
    return new Violation(
        reason, field, shown.limit, shown.length, shown.detail, source, values + other.values);
  }
}
