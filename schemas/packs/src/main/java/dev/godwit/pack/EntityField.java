package dev.godwit.pack;

import dev.godwit.records.Entity;

/**
 * A field that a target pack takes values from. Immutable.
 *
 * @param type its type
 * @param references entity whose ids it holds; null where it is no reference
 */
public record EntityField(FieldType type, Entity references) {
  /** A field that is no reference. */
  public EntityField(FieldType type) {
    this(type, null);
  }
}
