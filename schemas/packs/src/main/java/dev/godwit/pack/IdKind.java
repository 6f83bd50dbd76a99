package dev.godwit.pack;

/** Origin of the id of a record of the target. */
public enum IdKind {
  /** UUIDv5 of customer, entity and legacy id. */
  DERIVED,
  /** The id of the source, kept. */
  KEPT
}
