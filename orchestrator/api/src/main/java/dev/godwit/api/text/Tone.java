package dev.godwit.api.text;

import dev.godwit.api.Phase;
import dev.godwit.api.RunOutcome;
import dev.godwit.api.StoryLine;

/** How a person should take a word or a figure; a page shows it as a colour. */
public enum Tone {
  NEUTRAL(""),
  BUSY("busy"),
  GOOD("good"),
  WARNING("warn"),
  BAD("bad");

  private final String css;

  Tone(String css) {
    this.css = css;
  }

  /** Class in the style sheet of the pages; empty where it has none. */
  public String css() {
    return css;
  }

  static Tone of(Phase phase) {
    return switch (phase) {
      case COMMITTED, REHEARSED, APPROVED -> GOOD;
      case REHEARSAL_FAILED, ROLLED_BACK, ROLLING_BACK -> BAD;
      case HELD, ABANDONED, CANCELLED -> WARNING;
      case REQUESTED,
          ASSESSING,
          PREPARING,
          FREEZING,
          RUNNING_SQL,
          PLANNING,
          COPYING,
          RECONCILING,
          PROBING,
          REHEARSING_LIVE,
          RECHECKING,
          COMMITTING,
          PURGING ->
          BUSY;
    };
  }

  static Tone of(RunOutcome outcome) {
    return switch (outcome) {
      case PASSED, COMMITTED -> GOOD;
      case FAILED, ROLLED_BACK, REFUSED -> BAD;
      case HELD, UNDECIDED, ABANDONED, CANCELLED -> WARNING;
      case RUNNING -> BUSY;
    };
  }

  static Tone of(StoryLine.Tone tone) {
    return switch (tone) {
      case STEP -> NEUTRAL;
      case GOOD -> GOOD;
      case WARNING -> WARNING;
      case BAD -> BAD;
    };
  }

  /** {@link #NEUTRAL} where all is well, else {@link #BAD}. */
  static Tone unless(boolean well) {
    return well ? NEUTRAL : BAD;
  }
}
