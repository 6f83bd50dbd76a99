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
 * @param profile how opens and clicks are spread over the emails
 * @param refused share of the opens and clicks that the target refuses, evenly spread: 0 to 0.5.
 *     Beside them are the two of every customer
 */
public record SampleSpec(
    String customer,
    String name,
    long contacts,
    long emails,
    long engagements,
    long seed,
    Path outlets,
    SampleProfile profile,
    double refused) {
  private static final double MOST_REFUSED = 0.5;

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
    require(
        refused >= 0 && refused <= MOST_REFUSED,
        "a share of refused engagements from 0 to " + MOST_REFUSED,
        refused);
  }

  /** A customer whose opens and clicks are spread uniformly; the target refuses two of them. */
  public SampleSpec(
      String customer,
      String name,
      long contacts,
      long emails,
      long engagements,
      long seed,
      Path outlets) {
    this(customer, name, contacts, emails, engagements, seed, outlets, SampleProfile.UNIFORM, 0.0);
  }

  /** A customer with made-up outlets, named like its id. */
  public SampleSpec(String customer, long contacts, long emails, long engagements, long seed) {
    this(customer, "Customer " + customer, contacts, emails, engagements, seed, null);
  }

  /** The same with another profile, and another share of refused opens and clicks. */
  public SampleSpec with(SampleProfile otherProfile, double refusedShare) {
    return new SampleSpec(
        customer, name, contacts, emails, engagements, seed, outlets, otherProfile, refusedShare);
  }

  /**
   * Whether an open or click is one of the share that the target refuses. There are exactly as many
   * as the share of all, rounded down.
   *
   * @param engagement index from 0
   */
  boolean isRefused(long engagement) {
    return Math.floor((engagement + 1) * refused) > Math.floor(engagement * refused);
  }

  private static void require(boolean met, String expected, Object found) {
    if (!met) {
      throw new IllegalArgumentException(
          "Expected " + expected + ", but found " + found + "; choose another value");
    }
  }
}
