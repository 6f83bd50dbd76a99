package dev.godwit.pack;

/** Origin of the id of a record of the target. */
public enum IdKind {
  /** A UUID of customer, entity and legacy id. */
  DERIVED,
  /** The id of the source, kept. */
  KEPT,
  /** A number that a sequence of the target draws; {@code godwit.identity} remembers it. */
  GENERATED,
  /**
   * The id of a row that the target has, found by its natural key; {@code godwit.identity}
   * remembers it. Godwit writes no row.
   */
  LOOKED_UP;

  /** Whether {@code godwit.identity} leads from the source's id to that of the target. */
  public boolean isMapped() {
    return this == GENERATED || this == LOOKED_UP;
  }
}
