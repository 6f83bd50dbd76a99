package dev.godwit.sampledata;

import java.nio.file.Path;

/**
 * A customer of the old CRM to be made. Immutable.
 *
 * @param customer id; letters, digits, {@code -}, {@code _} and {@code .}
 * @param name name
 * @param contacts number of contacts
 * @param emails number of emails, one row a recipient
 * @param engagements number of opens and clicks
 * @param seed the same seed and sizes give the same rows
 * @param outlets CSV file with the columns {@code name} and {@code domain}, used as it is; null for
 *     made-up outlets
 */
public record OldCrm(
    String customer,
    String name,
    long contacts,
    long emails,
    long engagements,
    long seed,
    Path outlets) {

  public OldCrm {
    require(
        customer.matches("[A-Za-z0-9._-]{1,64}"),
        "a customer id of letters, digits, '-', '_' and '.'",
        customer);
    require(contacts >= 0 && contacts <= Integer.MAX_VALUE, "0 to 2147483647 contacts", contacts);
    require(emails >= 0 && (emails == 0 || contacts > 0), "no emails without contacts", emails);
    require(
        engagements >= 0 && (engagements == 0 || emails > 0),
        "no engagements without emails",
        engagements);
  }

  /** A customer with made-up outlets, named like its id. */
  public OldCrm(String customer, long contacts, long emails, long engagements, long seed) {
    this(customer, "Customer " + customer, contacts, emails, engagements, seed, null);
  }

  private static void require(boolean met, String expected, Object found) {
    if (!met) {
      throw new IllegalArgumentException(
          "Expected " + expected + ", found " + found + "; choose another value");
    }
  }
}
