package dev.godwit.pack;

import java.util.EnumSet;
import java.util.Set;

/**
 * A condition on a field, under which a record has rows in a table of the target. Immutable.
 *
 * @param field the field
 * @param word {@link #PRESENT}, {@link #ABSENT}, or the value that the field has to have, as the
 *     pack has it
 */
public record RowCondition(String field, String word) {
  /** The field has a value: not NULL, no blank text, no empty list. */
  public static final String PRESENT = "present";

  /** The opposite of {@link #PRESENT}. */
  public static final String ABSENT = "absent";

  private static final Set<FieldType> COMPARABLE =
      EnumSet.of(
          FieldType.ID, FieldType.TEXT, FieldType.UUID, FieldType.INTEGER, FieldType.BOOLEAN);

  /** Whether it asks for a value, in place of presence or absence. */
  public boolean isOfValue() {
    return !word.equals(PRESENT) && !word.equals(ABSENT);
  }

  /** Whether fields of a type can be compared with a value. */
  public static boolean compares(FieldType type) {
    return COMPARABLE.contains(type);
  }

  /**
   * The value that the field has to have, as the transformer holds fields of a type.
   *
   * @throws IllegalArgumentException where the word is no value of the type
   */
  public Object value(FieldType type) {
    return FieldText.value(type, word);
  }
}
