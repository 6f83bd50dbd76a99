package dev.godwit.linkage.form;

import com.ibm.icu.text.Transliterator;
import java.text.Normalizer;
import java.util.Locale;

/**
 * Texts folded to ASCII letters, digits and single spaces, in lower case. Marks go away, other
 * scripts are written in Latin letters (Cyrillic as the BGN does, which is how passports have it).
 * Apostrophes and full stops inside a word go away; other punctuation becomes a space. Idempotent,
 * stateless, thread-safe.
 */
public final class LatinText {
  private static final Transliterator CYRILLIC = Transliterator.getInstance("Russian-Latin/BGN");
  private static final Transliterator ANY =
      Transliterator.getInstance("Any-Latin; Latin-ASCII; Lower()");

  private LatinText() {}

  /**
   * Folded text.
   *
   * @param text not null
   * @return empty where nothing remains
   */
  public static String of(String text) {
    String latin = isAscii(text) ? text.toLowerCase(Locale.ROOT) : latin(text);
    StringBuilder folded = new StringBuilder(latin.length());
    boolean space = false;
    for (int i = 0; i < latin.length(); i++) {
      char c = latin.charAt(i);
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
        if (space && !folded.isEmpty()) {
          folded.append(' ');
        }
        space = false;
        folded.append(c);
      } else if (c != '\'' && c != '`' && !(c == '.' && isInside(latin, i))) {
        space = true;
      }
    }
    return folded.toString();
  }

  /** A full stop between two single letters, as in {@code U.S.A}. */
  private static boolean isInside(String text, int at) {
    return at > 0
        && at + 1 < text.length()
        && Character.isLetter(text.charAt(at - 1))
        && Character.isLetter(text.charAt(at + 1))
        && (at < 2 || !Character.isLetterOrDigit(text.charAt(at - 2)));
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 128) {
        return false;
      }
    }
    return true;
  }

  private static String latin(String text) {
    String lower =
        Normalizer.normalize(text, Normalizer.Form.NFKC)
            .toLowerCase(Locale.ROOT)
            .replace('\u2019', '\'')
            .replace('\u02bc', '\'');
    StringBuilder plain = new StringBuilder(lower.length());
    String parts = Normalizer.normalize(spelled(lower), Normalizer.Form.NFD);
    for (int i = 0; i < parts.length(); i++) {
      char c = parts.charAt(i);
      if (Character.getType(c) != Character.NON_SPACING_MARK) {
        plain.append(c);
      }
    }
    String result = plain.toString();
    if (isAscii(result)) {
      return result;
    }
    // The Cyrillic short i is a letter of its own, so other scripts keep their marks until here.
    String composed = Normalizer.normalize(spelled(lower), Normalizer.Form.NFC);
    String latin = ANY.transliterate(CYRILLIC.transliterate(composed)).toLowerCase(Locale.ROOT);
    return Normalizer.normalize(latin, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
  }

  /** Latin letters that do not decompose. */
  private static String spelled(String lower) {
    StringBuilder spelled = new StringBuilder(lower.length());
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      switch (c) {
        case '\u00df' -> spelled.append("ss");
        case '\u00e6' -> spelled.append("ae");
        case '\u0153' -> spelled.append("oe");
        case '\u00f8' -> spelled.append('o');
        case '\u0142' -> spelled.append('l');
        case '\u0111', '\u00f0' -> spelled.append('d');
        case '\u00fe' -> spelled.append("th");
        case '\u0131' -> spelled.append('i');
        default -> spelled.append(c);
      }
    }
    return spelled.toString();
  }
}
