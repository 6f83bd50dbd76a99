package dev.godwit.pack.draft;

/**
 * The form of a customer in a database.
 *
 * @param table the table with one row for each customer; null where the database is one customer
 * @param column column with the customer's id
 * @param isKey whether that column is unique; if not, one customer has several rows of the table
 * @param name column with the customer's name; null for none
 * @param reason why it was chosen
 * @param guessed whether nobody said so
 */
record Customer(
    DraftTable table, String column, boolean isKey, String name, String reason, boolean guessed) {

  /** For people: the table, and the column where it is not the key. */
  String text() {
    String shown =
        table == null ? "the whole database" : table.name() + (isKey ? "" : "." + column);
    return shown + (guessed ? " (a guess; another one: --customer TABLE)" : "");
  }

  /** Whether the table is the one that the customers' ids come from. */
  boolean is(DraftTable other) {
    return table != null && table.id().equals(other.id());
  }

  /** Whether the rows of the table are customers, and nothing to move. */
  boolean isOnly(DraftTable other) {
    return isKey && is(other);
  }
}
