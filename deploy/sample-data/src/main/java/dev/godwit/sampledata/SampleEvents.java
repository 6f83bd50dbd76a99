package dev.godwit.sampledata;

/** Ids that senders gave to engagements of a customer, by index from 0 within the customer. */
public final class SampleEvents {
  private static final int EVERY = 50;
  private static final int FIRST = 7;

  private SampleEvents() {}

  /**
   * Id of an engagement; null for 98 % of them, which the old system's own tracking wrote.
   *
   * @param engagement index from 0
   */
  public static String id(long engagement) {
    return engagement % EVERY == FIRST ? "sample-" + engagement : null;
  }
}
