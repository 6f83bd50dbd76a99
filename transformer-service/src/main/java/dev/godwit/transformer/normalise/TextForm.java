package dev.godwit.transformer.normalise;

import dev.godwit.canonical.InvisibleCharacter;
import java.text.Normalizer;
import java.util.Locale;

/**
 * The part of the normalisations that several fields share. {@linkplain InvisibleCharacter
 * Invisible characters} go away at the ends, and do not count in a comparison; inside a text they
 * stay, since scripts and emoji are written with some of them. Two kinds are no ornament and stay
 * everywhere: a joiner behind a mark, which ends words of Indic scripts, and the tag characters of
 * flags. Stateless, thread-safe.
 */
public final class TextForm {
  private TextForm() {}

  /**
   * Without white space (all that Unicode calls space, and control characters) and invisible
   * characters at both ends. The text is not null.
   */
  public static String strip(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isOutside(text.codePointAt(from))) {
      from += Character.charCount(text.codePointAt(from));
    }
    while (to > from && isOutside(text.codePointBefore(to)) && !endsWord(text, from, to)) {
      to -= Character.charCount(text.codePointBefore(to));
    }
    return text.substring(from, to);
  }

  /**
   * In Unicode NFC, stripped, and each run of white space inside made one space, invisible
   * characters amid it included.
   */
  public static String collapse(String text) {
    String composed = strip(compose(text));
    int i = 0;
    while (i < composed.length()
        && !(isSpace(composed.charAt(i))
            && (composed.charAt(i) != ' ' || endOfSpace(composed, i) != i + 1))) {
      i++;
    }
    if (i == composed.length()) {
      return composed;
    }
    StringBuilder out = new StringBuilder(composed.length()).append(composed, 0, i);
    while (i < composed.length()) {
      char c = composed.charAt(i);
      if (isSpace(c)) {
        out.append(' ');
        i = endOfSpace(composed, i);
      } else {
        out.append(c);
        i++;
      }
    }
    return out.toString();
  }

  /** Index behind the last space of the run that begins with the space at an index. */
  private static int endOfSpace(String text, int space) {
    int end = space + 1;
    for (int i = end; i < text.length() && isOutside(text.codePointAt(i)); ) {
      boolean isSpace = isSpace(text.codePointAt(i));
      i += Character.charCount(text.codePointAt(i));
      if (isSpace) {
        end = i;
      }
    }
    return end;
  }

  /**
   * Form by which two texts are one that differ only in case or in invisible characters; for
   * comparing, not for keeping.
   */
  public static String fold(String text) {
    if (isAscii(text)) {
      return text.toLowerCase(Locale.ROOT);
    }
    return compose(visible(text).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
  }

  /** Form by which two texts are one that differ only in invisible characters. */
  static String visible(String text) {
    if (isAscii(text) || text.codePoints().noneMatch(TextForm::isIgnored)) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().filter(c -> !isIgnored(c)).forEach(out::appendCodePoint);
    return compose(out.toString());
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

  static boolean isSpace(int c) {
    if (c < 128) {
      return c <= ' ' || c == 127;
    }
    return Character.isSpaceChar(c) || Character.isISOControl(c);
  }

  private static boolean isOutside(int c) {
    return isSpace(c) || isIgnored(c);
  }

  private static boolean isIgnored(int c) {
    boolean ofFlag = c >= 0xE0020 && c <= 0xE007F;
    return !ofFlag && InvisibleCharacter.is(c);
  }

  /** Whether a joiner stands at the end, behind a mark. */
  private static boolean endsWord(String text, int from, int to) {
    char last = text.charAt(to - 1);
    if ((last != '\u200C' && last != '\u200D') || to - 1 == from) {
      return false;
    }
    int type = Character.getType(text.codePointBefore(to - 1));
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }
}
