package dev.godwit.records;

/** Names of the schemas of extracted records, which are derived from source packs. Stateless. */
public final class DerivedRows {
  /** Namespace of the schemas, below which each pack has its own. */
  public static final String NAMESPACE = "dev.godwit.pack.row";

  private DerivedRows() {}

  /** Whether a record's full name is that of a schema that was derived from a pack. */
  public static boolean isDerived(String fullName) {
    return fullName.startsWith(NAMESPACE + ".");
  }
}
