package dev.godwit.extractor.engagement.tail;

/**
 * A tail among those of a process. Immutable.
 *
 * @param customer the customer
 * @param query name of the query that it follows; null for the only one, without a name
 */
record TailName(String customer, String query) {
  /** For logs and figures: the customer, and the query where it has a name. */
  @Override
  public String toString() {
    return query == null ? customer : customer + " " + query;
  }
}
