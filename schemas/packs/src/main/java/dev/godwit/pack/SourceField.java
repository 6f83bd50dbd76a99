package dev.godwit.pack;

import dev.godwit.records.Entity;

/**
 * Where a field of a source entity comes from.
 *
 * @param column column of the entity's query
 * @param split separator at which the text is cut into a list; null where the field is no list
 * @param type type that the pack declares; null for that of the canonical field
 * @param references entity whose ids the field holds; null where the pack declares none
 * @param whenInvalid what takes the place of a value that is invalid; null where its record is
 *     quarantined
 * @param survival which member's value is kept where rows are one; null for the field's own rule
 * @param at place in the pack; null where it was not read from a file
 */
public record SourceField(
    String column,
    String split,
    FieldType type,
    Entity references,
    WhenInvalid whenInvalid,
    Survival survival,
    Position at) {
  /** A field that survives by its own rule. */
  public SourceField(
      String column,
      String split,
      FieldType type,
      Entity references,
      WhenInvalid whenInvalid,
      Position at) {
    this(column, split, type, references, whenInvalid, null, at);
  }

  /** A canonical field without a place. */
  public SourceField(String column, String split) {
    this(column, split, null, null, null, null, null);
  }
}
