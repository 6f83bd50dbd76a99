package dev.godwit.transformer.normalise;

import java.text.Normalizer;
import java.util.Locale;

/** What several normalisations do alike to a text. Stateless, thread-safe. */
public final class TextForm {
  private TextForm() {}

  /**
   * Without white space at both ends: what Unicode calls space, control characters, zero-width
   * spaces and the byte order mark. The text is not null.
   */
  public static String strip(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isSpace(text.charAt(from))) {
      from++;
    }
    while (to > from && isSpace(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  /** Stripped, in Unicode NFC, and each run of white space inside made one space. */
  public static String collapse(String text) {
    String composed = compose(strip(text));
    int i = 0;
    while (i < composed.length()
        && !(isSpace(composed.charAt(i))
            && (composed.charAt(i) != ' ' || isSpace(composed.charAt(i + 1))))) {
      i++;
    }
    if (i == composed.length()) {
      return composed;
    }
    StringBuilder out = new StringBuilder(composed.length()).append(composed, 0, i);
    boolean space = false;
    for (; i < composed.length(); i++) {
      char c = composed.charAt(i);
      if (isSpace(c)) {
        space = true;
      } else {
        if (space) {
          out.append(' ');
          space = false;
        }
        out.append(c);
      }
    }
    return out.toString();
  }

  /** Form by which two texts that differ only in case are one; for comparing, not for keeping. */
  public static String fold(String text) {
    if (isAscii(text)) {
      return text.toLowerCase(Locale.ROOT);
    }
    return compose(text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
  }

  static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 128) {
        return false;
      }
    }
    return true;
  }

  /** Unicode NFC. */
  public static String compose(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x0300) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
      }
    }
    return text;
  }

  static boolean isSpace(char c) {
    if (c < 128) {
      return c <= ' ' || c == 127;
    }
    return Character.isSpaceChar(c)
        || Character.isISOControl(c)
        || c == '\u200B'
        || c == '\u2060'
        || c == '\uFEFF';
  }
}
