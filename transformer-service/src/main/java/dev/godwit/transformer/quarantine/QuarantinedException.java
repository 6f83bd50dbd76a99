package dev.godwit.transformer.quarantine;

import dev.godwit.records.QuarantineReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A record cannot continue: poison, not retriable. Has the expectation and the finding, never the
 * value, and what else the record violates. Has no stack trace: it is an outcome, and cheap.
 */
public final class QuarantinedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final QuarantineReason reason;
  private final String field;
  private final Long limit;
  private final Long length;
  private final String source;
  private final boolean isFixable;
  private final transient List<Violation> others;

  /**
   * A flaw of a record.
   *
   * @param field canonical field where the value itself is at fault, {@code table.column} where it
   *     is only more than that column takes; null where the record as a whole is at fault
   * @param limit limit that was passed, in characters or items; null where it is about no limit
   * @param length length or count found; null likewise
   * @param detail expectation and finding, without the value
   */
  public QuarantinedException(
      QuarantineReason reason, String field, Long limit, Long length, String detail) {
    this(reason, field, limit, length, detail, null, true, List.of());
  }

  private QuarantinedException(
      QuarantineReason reason,
      String field,
      Long limit,
      Long length,
      String detail,
      String source,
      boolean isFixable,
      List<Violation> others) {
    super(detail, null, false, false);
    this.reason = reason;
    this.field = field;
    this.limit = limit;
    this.length = length;
    this.source = source;
    this.isFixable = isFixable;
    this.others = List.copyOf(others);
  }

  /** As above, where it is about no limit. */
  public QuarantinedException(QuarantineReason reason, String field, String detail) {
    this(reason, field, null, null, detail);
  }

  /** The same flaw, found where a column takes the value of a field; null for no field. */
  public QuarantinedException from(String fieldOfColumn) {
    return new QuarantinedException(
        reason, field, limit, length, getMessage(), fieldOfColumn, isFixable, others);
  }

  /**
   * The same flaw, which no fix of the field mends: the limit is not one of the field's own values,
   * such as that of a text into which a list is written.
   */
  public QuarantinedException unfixable() {
    return new QuarantinedException(
        reason, field, limit, length, getMessage(), source, false, others);
  }

  /** The same flaw of a value that has another one too. */
  public QuarantinedException and(QuarantinedException other) {
    List<Violation> all = new ArrayList<>(others);
    all.add(Violation.of(other));
    all.addAll(other.others);
    return withOthers(all);
  }

  /** The same flaw of a record that violates other things too. */
  QuarantinedException withOthers(List<Violation> all) {
    return new QuarantinedException(
        reason, field, limit, length, getMessage(), source, isFixable, all);
  }

  /** Whether it says the same of a record. */
  public boolean isSame(QuarantinedException other) {
    return reason == other.reason
        && Objects.equals(field, other.field)
        && Objects.equals(length, other.length)
        && getMessage().equals(other.getMessage());
  }

  /** The violations of the record beside this, by reason and field in the order found. */
  public List<Violation> others() {
    return others;
  }

  /** Field whose value a column could not take; null where no column was at it. */
  public String source() {
    return source;
  }

  /** Whether a fix of the field can mend it. */
  boolean isFixable() {
    return isFixable;
  }

  public QuarantineReason reason() {
    return reason;
  }

  /** Canonical field or {@code table.column}; null for the record as a whole. */
  public String field() {
    return field;
  }

  /** Limit that was passed; null where it is about no limit. */
  public Long limit() {
    return limit;
  }

  /** Length or count found; null where it is about no limit. */
  public Long length() {
    return length;
  }
}
