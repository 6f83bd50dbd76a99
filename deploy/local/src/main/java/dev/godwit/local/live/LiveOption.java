package dev.godwit.local.live;

import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How many opens and clicks a second come in meanwhile. */
public final class LiveOption {
  private static final String MAX = "max";
  private static final String NONE = "none";
  private static final double HIGHEST = 1e6;

  @Option(
      names = "--live",
      paramLabel = "N|max|none",
      description = {
        "Send N opens and clicks a second all the time, by all three ways in, with repeats,",
        "disorder, wrong clocks and unknown messages among them; max: as fast as it goes for the",
        "first 400000 by each way, then 500 a second by each.",
        "Default: none; bench 2000."
      })
  private String live;

  /**
   * Events a second; infinite for as fast as it goes, 0 for none.
   *
   * @param usual where nothing is given
   * @throws ParameterException where it is none of these; the message says why
   */
  public double eventsPerSecond(CommandLine command, double usual) {
    if (live == null) {
      return usual;
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
      // Said below, together with numbers that are out of range.
    }
    throw new ParameterException(
        command,
        "Expected --live to be a number of events a second up to 1000000, max or none, but found "
            + live
            + ". Correct it.");
  }
}
