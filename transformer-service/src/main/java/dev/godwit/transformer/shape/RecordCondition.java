package dev.godwit.transformer.shape;

import dev.godwit.pack.RowCondition;
import dev.godwit.transformer.normalise.TextForm;
import java.util.List;
import java.util.function.UnaryOperator;

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
  static RecordCondition of(RowCondition condition, Fields fields) {
    int place = fields.position(condition.field());
    if (!condition.isOfValue()) {
      boolean present = condition.word().equals(RowCondition.PRESENT);
      return values -> isPresent(values[place]) == present;
    }
    Object wanted = condition.value(fields.type(condition.field()));
    if (!(wanted instanceof String word)) {
      return values -> wanted.equals(values[place]);
    }
    UnaryOperator<String> words = Vocabularies.words(fields.entity(), condition.field());
    String text = words.apply(word);
    return values -> values[place] instanceof String found && text.equals(words.apply(found));
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
