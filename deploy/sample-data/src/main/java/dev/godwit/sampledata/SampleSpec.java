package dev.godwit.sampledata;

import java.nio.file.Path;

/**
 * The specification of a sample customer. Immutable.
 *
 * @param customer id; letters, digits, {@code -}, {@code _} and {@code .}
 * @param name name
 * @param contacts number of contacts
 * @param emails number of emails, one row for each recipient
 * @param engagements number of opens and clicks
 * @param seed the same seed and sizes give the same rows
 * @param outlets CSV file with the columns {@code name} and {@code domain}, used with all its dirt;
 *     null for made-up outlets
 */
public record SampleSpec(
    String customer,
    String name,
    long contacts,
    long emails,
    long engagements,
    long seed,
    Path outlets) {

  public SampleSpec {
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
  public SampleSpec(String customer, long contacts, long emails, long engagements, long seed) {
    this(customer, "Customer " + customer, contacts, emails, engagements, seed, null);
  }

  private static void require(boolean met, String expected, Object found) {
    if (!met) {
      throw new IllegalArgumentException(
          "Expected " + expected + ", but found " + found + "; choose another value");
    }
  }
}
