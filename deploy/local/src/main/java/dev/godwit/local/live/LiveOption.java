package dev.godwit.local.live;

import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The option for the rate of live opens and clicks. */
public final class LiveOption {
  private static final String MAX = "max";
  private static final String NONE = "none";
  private static final double HIGHEST = 1e6;

  @Option(
      names = "--live",
      paramLabel = "N|max|none",
      description = {
        "Send N opens and clicks per second all the time, by all three routes, with repeats,",
        "disorder, wrong clocks and unknown messages among them; max: as fast as possible for the",
        "first 400000 of each route, then 500 per second of each.",
        "Default: none; bench 2000."
      })
  private String live;

  /**
   * Events per second; infinite for as fast as possible, 0 for none.
   *
   * @param defaultRate where the option is absent
   * @throws ParameterException where the value is neither a rate nor a word of these
   */
  public double eventsPerSecond(CommandLine command, double defaultRate) {
    if (live == null) {
      return defaultRate;
    }
    if (NONE.equalsIgnoreCase(live)) {
      return 0;
    }
    if (MAX.equalsIgnoreCase(live)) {
      return Double.POSITIVE_INFINITY;
    }
    try {
      double number = Double.parseDouble(live);
      if (number > 0 && number <= HIGHEST) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Reported below, together with numbers that are out of range.
    }
    throw new ParameterException(
        command,
        "Expected --live to be a number of events per second up to 1000000, max or none, but found "
            + live
            + ". Correct it.");
  }
}
