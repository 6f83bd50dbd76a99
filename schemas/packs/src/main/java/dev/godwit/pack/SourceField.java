package dev.godwit.pack;

/**
 * Where a canonical field of a source entity comes from.
 *
 * @param column column of the entity's query
 * @param split separator at which the text is cut into a list; null where the field is no list
 * @param at place in the pack; null where it was not read from a file
 */
public record SourceField(String column, String split, Position at) {
  /** A field without a place. */
  public SourceField(String column, String split) {
    this(column, split, null);
  }
}
