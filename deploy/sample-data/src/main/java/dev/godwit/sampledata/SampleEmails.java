package dev.godwit.sampledata;

/** Facts on the emails of a sample customer, without reading them. Not thread-safe. */
public final class SampleEmails {
  private final EmailRows rows;

  /** Emails of the customer that was made by a specification. */
  public SampleEmails(SampleSpec spec) {
    this.rows = new EmailRows(spec, null, new Tally());
  }

  /**
   * Whether the reference packs migrate an email; they quarantine its opens and clicks where not.
   *
   * @param index index from 0, in the order of the ids
   */
  public boolean isMigratable(long index) {
    return !rows.isBroken(index);
  }
}
