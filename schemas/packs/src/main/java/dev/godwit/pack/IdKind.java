package dev.godwit.pack;

/** How the id of a record of the new system comes about. */
public enum IdKind {
  /** UUIDv5 of customer, entity and legacy id. */
  DERIVED,
  /** The id of the old system, kept. */
  KEPT
}
