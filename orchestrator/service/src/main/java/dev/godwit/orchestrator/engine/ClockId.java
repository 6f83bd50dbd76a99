package dev.godwit.orchestrator.engine;

/**
 * Id of a command of the clock: {@code clock/CUSTOMER/TICK} of a cut, {@code
 * clock/budget/CUSTOMER/TICK} of a check of the freeze budget. Of each only the last tick of a
 * customer is remembered; a clock that ticks for years must not fill the memory. A customer's id
 * holds no slash, so the two cannot meet.
 *
 * @param key what the tick is kept under
 * @param tick milliseconds since 1970
 */
record ClockId(String key, long tick) {
  private static final String PREFIX = CutClock.NAME + "/";
  private static final int MOST_DIGITS = 15;

  static String of(String customer, long tick) {
    return PREFIX + customer + "/" + tick;
  }

  static String ofBudget(String customer, long tick) {
    return PREFIX + "budget/" + customer + "/" + tick;
  }

  /** The parts of an id; null where it is not one of the clock. */
  static ClockId parse(String commandId) {
    int slash = commandId.lastIndexOf('/');
    if (!commandId.startsWith(PREFIX) || slash < PREFIX.length()) {
      return null;
    }
    String digits = commandId.substring(slash + 1);
    boolean isNumber =
        !digits.isEmpty()
            && digits.length() <= MOST_DIGITS
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return isNumber ? new ClockId(commandId.substring(0, slash), Long.parseLong(digits)) : null;
  }
}
