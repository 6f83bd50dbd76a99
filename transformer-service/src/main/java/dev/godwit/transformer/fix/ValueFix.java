package dev.godwit.transformer.fix;

import dev.godwit.common.v1.Fix;
import dev.godwit.pack.FieldType;
import dev.godwit.pack.RowSchema;
import dev.godwit.pack.WhenInvalid;
import dev.godwit.records.QuarantineReason;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.transformer.quarantine.ReplacedValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/**
 * One fix of a person. It changes a row where it matches: the reason and the field of what is
 * violated, the record that it names, and the value. Immutable, thread-safe.
 */
final class ValueFix {
  /** Begin of the reason by which applied fixes are counted. */
  private static final String COUNTED = ReplacedValue.FIXED;

  private final Fix fix;

  ValueFix(Fix fix) {
    this.fix = fix;
  }

  /** Whether it is meant for records that are quarantined so. */
  boolean isFor(QuarantinedException why, String legacyId) {
    if (fix.getLegacyId() != null && !fix.getLegacyId().equals(legacyId)) {
      return false;
    }
    return isFor(why.reason(), why.source(), why.field())
        || why.others().stream()
            .anyMatch(other -> isFor(other.reason(), other.source(), other.field()));
  }

  /** Reason and field have to be those of one violation. */
  private boolean isFor(QuarantineReason reason, String source, String field) {
    boolean isOfReason = fix.getReason() == null || fix.getReason().equals(reason.name());
    return isOfReason
        && (isField(source)
            || isField(field)
            || fix.getLegacyId() != null
            || fix.getFrom() != null);
  }

  /** The plural of a field that collects those of merged rows is meant too. */
  private boolean isField(String field) {
    return field != null && (field.equals(fix.getField()) || field.equals(fix.getField() + "s"));
  }

  /**
   * Changes a row.
   *
   * @param row may be changed
   * @return what was changed; null where the row does not match
   */
  ReplacedValue apply(IndexedRecord row) {
    Schema.Field field = row.getSchema().getField(fix.getField());
    return field != null && change(row, field)
        ? new ReplacedValue(fix.getField(), COUNTED + fix.getAction())
        : null;
  }

  private boolean change(IndexedRecord row, Schema.Field field) {
    Object value = row.get(field.pos());
    return switch (fix.getAction()) {
      case "TRUNCATE" -> truncate(row, field, value);
      case "MAP" ->
          value instanceof CharSequence text
              && text.toString().strip().equals(fix.getFrom().strip())
              && put(row, field, fix.getTo());
      case "DEFAULT" -> isMissing(value) && put(row, field, fix.getTo());
      case "SPLIT" -> split(row, field, value);
      case "DROP" -> !isMissing(value) && put(row, field, null);
      case "EDIT" -> put(row, field, fix.getTo());
      default -> false;
    };
  }

  private static boolean isMissing(Object value) {
    return value == null
        || (value instanceof CharSequence text && text.toString().isBlank())
        || (value instanceof List<?> list && list.isEmpty());
  }

  private boolean truncate(IndexedRecord row, Schema.Field field, Object value) {
    if (value instanceof List<?> items) {
      if (items.size() <= fix.getLimit()) {
        return false;
      }
      row.put(field.pos(), new ArrayList<>(items.subList(0, fix.getLimit())));
      return true;
    }
    if (!(value instanceof CharSequence)) {
      return false;
    }
    String text = value.toString();
    if (text.codePointCount(0, text.length()) <= fix.getLimit()) {
      return false;
    }
    String mark = fix.getMark() == null ? "" : fix.getMark();
    int kept = fix.getLimit() - mark.codePointCount(0, mark.length());
    return put(row, field, text.substring(0, text.offsetByCodePoints(0, kept)) + mark);
  }

  /** The first item stays in the field, the others go to a list where the fix names one. */
  private boolean split(IndexedRecord row, Schema.Field field, Object value) {
    if (!(value instanceof CharSequence) || !value.toString().contains(fix.getSeparator())) {
      return false;
    }
    List<String> items = new ArrayList<>();
    for (String item :
        Pattern.compile(fix.getSeparator(), Pattern.LITERAL).split(value.toString(), -1)) {
      if (!item.isBlank()) {
        items.add(item.strip());
      }
    }
    int stay = fix.getLimit() == null ? items.size() : Math.min(items.size(), fix.getLimit());
    Schema.Field into = fix.getInto() == null ? null : row.getSchema().getField(fix.getInto());
    if (items.isEmpty() || (fix.getInto() != null && (into == null || !isList(into)))) {
      return false;
    }
    if (into != null) {
      List<Object> list = new ArrayList<>();
      if (row.get(into.pos()) instanceof List<?> before) {
        list.addAll(before);
      }
      list.addAll(items.subList(1, Math.max(1, stay)));
      row.put(into.pos(), list);
    }
    return put(row, field, items.getFirst());
  }

  private static boolean isList(Schema.Field field) {
    return field.schema().getType() == Schema.Type.ARRAY;
  }

  /** Puts a text as a value of the field's type; false where it is none. */
  private static boolean put(IndexedRecord row, Schema.Field field, String text) {
    if (isList(field)) {
      row.put(field.pos(), text == null ? List.of() : List.of(text));
      return true;
    }
    if (text == null) {
      row.put(field.pos(), null);
      return true;
    }
    String name = field.getProp(RowSchema.TYPE);
    Optional<FieldType> type = name == null ? Optional.empty() : FieldType.ofName(name);
    if (type.isEmpty() || isText(type.get())) {
      row.put(field.pos(), text);
      return true;
    }
    try {
      Object value = new WhenInvalid(text).value(type.get());
      row.put(field.pos(), type.get() == FieldType.DATE ? ((Long) value).intValue() : value);
      return true;
    } catch (IllegalArgumentException e) {
      // The record stays in quarantine as it was: the fix does not fit it.
      return false;
    }
  }

  private static boolean isText(FieldType type) {
    return switch (type) {
      case ID, TEXT, JSON, DECIMAL, UUID -> true;
      default -> false;
    };
  }
}
