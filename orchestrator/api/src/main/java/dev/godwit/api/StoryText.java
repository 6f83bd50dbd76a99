package dev.godwit.api;

import java.time.ZoneId;

/** A line of the story as text: time, who, what, and why where somebody said so. */
public final class StoryText {
  private static final int WHO = 14;

  private StoryText() {}

  /**
   * One line, without a line feed.
   *
   * @param line the event
   * @param zone zone of the reader's clock
   */
  public static String line(StoryLine line, ZoneId zone) {
    String who = line.by().length() > WHO ? line.by().substring(0, WHO - 1) + "…" : line.by();
    String mark =
        switch (line.tone()) {
          case STEP -> " ";
          case GOOD -> "+";
          case WARNING -> "!";
          case BAD -> "x";
        };
    String why = line.why().isBlank() ? "" : " — “" + oneLine(line.why().strip()) + "”";
    return String.format(
        "%s  %-" + WHO + "s %s %s%s",
        Figures.clock(line.at(), zone),
        who,
        mark,
        oneLine(line.text()),
        why);
  }

  /** A reason that somebody gave may have lines of its own. */
  private static String oneLine(String text) {
    return text.replaceAll("[\\n\\t]\\s*", " ");
  }
}
