package dev.godwit.local.bench;

/** The copies that a bench compares a migration with. */
enum Baseline {
  /** The target's own rows into a copy of its tables, with all constraints and indexes. */
  CONSTRAINED,

  /** The source's rows into plain tables with primary keys. */
  BARE,

  BOTH;

  boolean measuresBare() {
    return this != CONSTRAINED;
  }

  boolean measuresConstrained() {
    return this != BARE;
  }
}
