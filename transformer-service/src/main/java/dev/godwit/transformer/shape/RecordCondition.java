package dev.godwit.transformer.shape;

import dev.godwit.pack.RowCondition;
import dev.godwit.records.Entity;
import dev.godwit.transformer.normalise.TextForm;
import java.util.List;

/** Whether a record has rows in a table, as a condition of the pack says. Stateless. */
interface RecordCondition {
  /**
   * Whether it holds.
   *
   * @param values the record's values
   */
  boolean holds(Object[] values);

  /**
   * Compiles a condition.
   *
   * @throws IllegalArgumentException where the field is none of the entity, or the value none of
   *     the field's type; fatal
   */
  static RecordCondition of(RowCondition condition, Entity entity, Fields fields) {
    int place = fields.position(condition.field());
    if (!condition.isOfValue()) {
      boolean present = condition.word().equals(RowCondition.PRESENT);
      return values -> isPresent(values[place]) == present;
    }
    Object wanted = condition.value(fields.type(condition.field()));
    return wanted instanceof String text
        ? values ->
            values[place] instanceof String found
                && text.equals(Vocabularies.normalised(entity, condition.field(), found))
        : values -> wanted.equals(values[place]);
  }

  private static boolean isPresent(Object value) {
    return switch (value) {
      case null -> false;
      case String text -> !TextForm.strip(text).isEmpty();
      case List<?> items -> !items.isEmpty();
      default -> true;
    };
  }
}
