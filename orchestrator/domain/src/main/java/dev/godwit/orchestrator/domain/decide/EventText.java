package dev.godwit.orchestrator.domain.decide;

/**
 * Shortens and cleans a text that somebody sent before an event repeats it: events are kept for
 * ever, have to fit into a record, and are read by what refuses control characters. Stateless and
 * thread-safe.
 */
public final class EventText {
  /** At most so many characters of a name or an id are repeated. */
  public static final int NAME = 200;

  private static final char REPLACEMENT = '\uFFFD';
  private static final String MORE = "…";

  private EventText() {}

  /** The beginning of a name or an id; empty where it is null. */
  public static String of(String text) {
    return of(text, NAME);
  }

  /**
   * The beginning of a text, with U+FFFD for what {@link #isText} refuses.
   *
   * @param text may be null
   * @param most how many characters are repeated
   */
  public static String of(String text, int most) {
    if (text == null) {
      return "";
    }
    String begin = text.length() > most ? text.substring(0, most) : text;
    StringBuilder clean = new StringBuilder(begin.length() + 1);
    for (int i = 0; i < begin.length(); i++) {
      int point = begin.codePointAt(i);
      clean.appendCodePoint(isText(point) ? point : REPLACEMENT);
      i += Character.charCount(point) - 1;
    }
    return begin.length() < text.length() ? clean.append(MORE).toString() : clean.toString();
  }

  /** Whether a text holds neither control characters nor halves of characters. */
  public static boolean isText(String text) {
    return text.codePoints().allMatch(EventText::isText);
  }

  private static boolean isText(int point) {
    return !Character.isISOControl(point)
        && (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE);
  }
}
