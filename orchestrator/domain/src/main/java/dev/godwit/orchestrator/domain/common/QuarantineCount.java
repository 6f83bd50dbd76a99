package dev.godwit.orchestrator.domain.common;

/**
 * How many records of one entity a stage quarantined for one reason. With stage VALIDATE it is a
 * finding about the entity as a whole: {@link #LOW_SHARE}, {@link #EMPTY_CUSTOMER}, {@link
 * #STAGING_DIFFERS}, {@link #UNDECIDED_MERGE}, or a reason that begins with {@link #LIVE_ROUTE},
 * {@link #REPLACED}, {@link #SLOW_PROBE} or {@link #FAILED_PROBE}.
 *
 * @param entity the entity
 * @param stage the stage that quarantined
 * @param reason typed reason, a symbol such as BAD_ADDRESS
 * @param count number of records, at least 1
 */
public record QuarantineCount(Entity entity, Stage stage, String reason, long count) {
  /** Fewer rows of the entity would reach the target than a rehearsal passes with. */
  public static final String LOW_SHARE = "LOW_SHARE";

  /** The source has no row of the customer. */
  public static final String EMPTY_CUSTOMER = "EMPTY_CUSTOMER";

  /** Live and staging demand different things of the entity's rows; the count is of differences. */
  public static final String STAGING_DIFFERS = "STAGING_DIFFERS";

  /** Nobody decided of groups of rows that may be one; the count is of groups. */
  public static final String UNDECIDED_MERGE = "UNDECIDED_MERGE";

  /**
   * Begins the reason of a finding about a route of live engagement, whose name follows; the count
   * is of the synthetic events that did not arrive.
   */
  public static final String LIVE_ROUTE = "LIVE_ROUTE_";

  /**
   * Begins the reason of a finding about values that the transformer replaced, as a source pack
   * says; the field follows, a dot, and why they were invalid. The count is of values.
   */
  public static final String REPLACED = "REPLACED.";

  /**
   * Begins the reason of a finding about a page of the target that is slower than its limit; the
   * name of the probe follows. The count is of the milliseconds that it takes.
   */
  public static final String SLOW_PROBE = "SLOW_PROBE.";

  /**
   * Begins the reason of a finding about a page of the target whose query the database refused; the
   * name of the probe follows. The count is 1.
   */
  public static final String FAILED_PROBE = "FAILED_PROBE.";

  /** Ends the reason of replaced values that the target has though: items of a list, once. */
  private static final String REPEATED_ITEM = ".REPEATED_ITEM";

  /** Begin of the last part of a reason of values that a person's fix changed. */
  private static final String FIXED = ".FIXED_";

  /** Whether it is about values that were replaced. */
  public boolean isOfReplaced() {
    return isOfEntity() && reason.startsWith(REPLACED);
  }

  /** Whether it is only to be shown: nothing is lost, and nobody has to accept it. */
  public boolean isNote() {
    return isOfReplaced()
        && (reason.endsWith(REPEATED_ITEM) || reason.startsWith(FIXED, reason.lastIndexOf('.')));
  }

  /** Whether it is about a route of live engagement. */
  public boolean isOfLiveRoute() {
    return isOfEntity() && reason.startsWith(LIVE_ROUTE);
  }

  /** Whether it is about a page of the target; its count is then none of records. */
  public boolean isOfProbe() {
    return isOfEntity() && (reason.startsWith(SLOW_PROBE) || reason.startsWith(FAILED_PROBE));
  }

  /** Whether it is about the entity as a whole, so that only a waiver by name accepts it. */
  public boolean isOfEntity() {
    return stage == Stage.VALIDATE;
  }
}
