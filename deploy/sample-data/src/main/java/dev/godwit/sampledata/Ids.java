package dev.godwit.sampledata;

/**
 * Ids of a customer's rows: consecutive from a base, one base a table.
 *
 * @param team id before the first team's
 * @param contact id before the first contact's
 * @param email id before the first email's
 * @param engagement id before the first engagement's
 */
record Ids(long team, long contact, long email, long engagement) {
  /** Bases are multiples of this; ids above the last one are free, so that an email can be gone. */
  static final long STEP = 1_000_000;

  /** Number of ids above a customer's last email that no email ever has. */
  static final long GONE = 1_000;

  long team(long index) {
    return team + 1 + index;
  }

  long contact(long index) {
    return contact + 1 + index;
  }

  long email(long index) {
    return email + 1 + index;
  }

  long engagement(long index) {
    return engagement + 1 + index;
  }

  /** Base for the next customer. */
  static long after(long highest) {
    return highest == 0 ? 0 : (highest + GONE + STEP - 1) / STEP * STEP;
  }
}
