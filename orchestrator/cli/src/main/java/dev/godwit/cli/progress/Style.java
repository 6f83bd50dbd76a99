package dev.godwit.cli.progress;

/**
 * Abilities of a terminal.
 *
 * @param width columns, at least 60
 * @param colour escape sequences for colour are understood
 * @param blocks block characters can be shown; else plain ASCII
 */
public record Style(int width, boolean colour, boolean blocks) {
  public Style {
    width = Math.max(60, width);
  }

  /** Without colour, 100 columns, block characters: for files and tests. */
  public static Style plain() {
    return new Style(100, false, true);
  }

  String paint(String text, int sgr) {
    return colour ? "\u001b[" + sgr + "m" + text + "\u001b[0m" : text;
  }

  String good(String text) {
    return paint(text, 32);
  }

  String warning(String text) {
    return paint(text, 33);
  }

  String bad(String text) {
    return paint(text, 31);
  }

  String quiet(String text) {
    return paint(text, 2);
  }
}
