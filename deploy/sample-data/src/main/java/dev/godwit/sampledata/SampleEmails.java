package dev.godwit.sampledata;

/** What is known of a customer's emails without reading them. Not thread-safe. */
public final class SampleEmails {
  private final EmailRows rows;

  /** Of the customer as it was made. */
  public SampleEmails(OldCrm crm) {
    this.rows = new EmailRows(crm, null, new Tally());
  }

  /**
   * Whether an email can be moved by the reference packs; if not, no open or click of it can.
   *
   * @param index index from 0, in the order of the ids
   */
  public boolean isWhole(long index) {
    return !rows.isBroken(index);
  }
}
