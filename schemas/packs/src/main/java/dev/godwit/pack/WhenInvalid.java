package dev.godwit.pack;

/**
 * The replacement of a value that the transformer finds invalid, as a source pack has it for a
 * field. A field without one has its record quarantined. Immutable.
 *
 * @param text the value as the pack has it; null for NULL
 */
public record WhenInvalid(String text) {
  /** Word of a pack for the quarantine, which is the default. */
  public static final String QUARANTINE = "quarantine";

  /** Word of a pack for NULL. */
  public static final String NULL = "null";

  /** The replacement that a pack's word names; null for {@link #QUARANTINE} and for null. */
  public static WhenInvalid of(String word) {
    return word == null || word.equals(QUARANTINE)
        ? null
        : new WhenInvalid(word.equals(NULL) ? null : word);
  }

  /** The pack's word for it. */
  public String word() {
    return text == null ? NULL : text;
  }

  /** Whether a field of a type can have a value in place of NULL. */
  public static boolean takesValue(FieldType type) {
    return type != FieldType.LIST && type != FieldType.BYTES;
  }

  /**
   * The value in the form in which the transformer holds fields of a type.
   *
   * @return null for NULL; a Long of an instant (microseconds since 1970 UTC), a date (days since
   *     1970) or an integer; a Boolean; else a text
   * @throws IllegalArgumentException where the text is no value of the type
   */
  public Object value(FieldType type) {
    return text == null ? null : FieldText.value(type, text);
  }
}
