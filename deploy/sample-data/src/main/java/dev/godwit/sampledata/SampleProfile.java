package dev.godwit.sampledata;

/** The spread of the opens and clicks of a sample customer over its emails. */
public enum SampleProfile {
  /** Every email alike: an open or click belongs to any email, whatever its id. */
  UNIFORM,

  /**
   * As real ones: emails have the order of sending, opens and clicks have the order of time, and
   * most of them follow their email within hours or days, a few within a year.
   */
  SENDS
}
