package dev.godwit.api.text;

/** Breaks sentences into lines that fit a terminal. Stateless. */
final class WrappedText {
  /** Greatest number of characters of a line. */
  static final int WIDTH = 100;

  private WrappedText() {}

  /**
   * The text in lines of at most {@link #WIDTH}, each ended by a line feed; a longer word has a
   * line of its own.
   *
   * @param first begin of the first line
   * @param others begin of the other lines
   */
  static String of(String text, String first, String others) {
    StringBuilder out = new StringBuilder();
    StringBuilder line = new StringBuilder(first);
    boolean empty = true;
    for (String word : text.strip().split("\\s+", -1)) {
      if (!empty && line.length() + 1 + word.length() > WIDTH) {
        out.append(line).append('\n');
        line = new StringBuilder(others);
        empty = true;
      }
      line.append(empty ? "" : " ").append(word);
      empty = false;
    }
    return out.append(line.toString().stripTrailing()).append('\n').toString();
  }
}
