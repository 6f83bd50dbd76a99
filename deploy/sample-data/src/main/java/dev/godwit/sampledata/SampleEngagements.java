package dev.godwit.sampledata;

/** Facts on the opens and clicks of a sample customer, without reading them. Not thread-safe. */
public final class SampleEngagements {
  private final SampleSpec spec;
  private final EngagementRows rows;

  /** Opens and clicks of the customer that was made by a specification. */
  public SampleEngagements(SampleSpec spec) {
    this.spec = spec;
    Tally uncounted = new Tally();
    this.rows = new EngagementRows(spec, null, new EmailRows(spec, null, uncounted), uncounted);
  }

  /** Number of them. */
  public long count() {
    return spec.engagements();
  }

  /**
   * Whether the reference packs migrate an open or click; they quarantine it where not.
   *
   * @param index index from 0, in the order of the ids
   */
  public boolean isMigratable(long index) {
    return !rows.isBroken(index);
  }
}
