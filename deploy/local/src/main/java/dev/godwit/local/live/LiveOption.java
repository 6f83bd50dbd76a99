package dev.godwit.local.live;

import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How many opens and clicks a second come in meanwhile. */
public final class LiveOption {
  private static final String MAX = "max";
  private static final double HIGHEST = 1e6;

  @Option(
      names = "--live",
      paramLabel = "N|max",
      description = {
        "Send N opens and clicks a second all the time, by all three ways in, with repeats,",
        "disorder, wrong clocks and unknown messages among them; max: as fast as it goes."
      })
  private String live;

  /** Whether any come in. */
  public boolean isGiven() {
    return live != null;
  }

  /**
   * Events a second; infinite for as fast as it goes.
   *
   * @throws ParameterException where it is neither; the message says why
   */
  public double eventsPerSecond(CommandLine command) {
    if (MAX.equalsIgnoreCase(live)) {
      return Double.POSITIVE_INFINITY;
    }
    try {
      double number = Double.parseDouble(live);
      if (number > 0 && number <= HIGHEST) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, together with numbers that are out of range.
    }
    throw new ParameterException(
        command,
        "Expected --live to be a number of events a second up to 1000000, or max, but found "
            + live
            + ". Correct it.");
  }
}
