package dev.godwit.linkage;

/**
 * The rows of an entity. A search reads them once.
 *
 * @param <E> failure of reading; {@code RuntimeException} where none is checked
 */
@FunctionalInterface
public interface LinkageRows<E extends Exception> {
  /**
   * Gives every row to a visitor, on the caller's thread, in any order.
   *
   * @throws E when the rows cannot be read; the search ends and its spill files are deleted
   */
  void forEach(RowVisitor visitor) throws E;

  /** Takes rows. */
  @FunctionalInterface
  interface RowVisitor {
    /**
     * Takes a row.
     *
     * @param id unique in the entity; not empty
     * @param values one for each field of the schema, null where the row has none; it may be reused
     *     after the call
     */
    void row(String id, String[] values);
  }
}
