package dev.godwit.pack.draft;

/** How triggers treat the value of a column, as the text of their functions suggests. */
enum TriggerEffect {
  /** No trigger names the column. */
  NONE,
  /** A trigger before the insert gives a value where the writer gave none. */
  COMPLETES,
  /** A trigger before the insert makes another value of the one that the writer gave. */
  CHANGES,
  /** A trigger before the insert sets it, whatever the writer gave. */
  SETS,
  /** A trigger, mostly one of another table, updates it later. */
  UPDATES
}
