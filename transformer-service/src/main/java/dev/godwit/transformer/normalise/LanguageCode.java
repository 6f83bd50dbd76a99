package dev.godwit.transformer.normalise;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * ISO 639-1 code of a language, written as a code ({@code en}, {@code eng}, {@code ger}), as a
 * locale ({@code en_US}, {@code zh-Hans-CN}, {@code de_DE.UTF-8}), as a name in English or in the
 * language itself ({@code German}, {@code Deutsch}), with a remark in parentheses ({@code English
 * (US)}). Case and white space around do not matter. Codes that ISO withdrew ({@code iw}, {@code
 * in}, {@code ji}) are those that came after them.
 *
 * <p>Idempotent. Stateless, thread-safe.
 */
public final class LanguageCode {
  private static final Map<String, String> CODES = codes();

  private LanguageCode() {}

  /** The code; null where no language is known by that text. The text is not null. */
  public static String of(String raw) {
    String text = TextForm.fold(TextForm.strip(raw));
    String code = CODES.get(text);
    if (code != null) {
      return code;
    }
    int remark = text.indexOf('(');
    if (remark > 0 && text.endsWith(")")) {
      return CODES.get(TextForm.strip(text.substring(0, remark)));
    }
    return isLocale(text) ? CODES.get(text.substring(0, languageLength(text))) : null;
  }

  private static int languageLength(String text) {
    int i = 0;
    while (i < text.length() && text.charAt(i) >= 'a' && text.charAt(i) <= 'z') {
      i++;
    }
    return i;
  }

  /** Two or three letters, then subtags of one to eight letters or digits. */
  private static boolean isLocale(String text) {
    int language = languageLength(text);
    if (language < 2 || language > 3 || language == text.length()) {
      return false;
    }
    int subtag = 0;
    for (int i = language; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '-' || c == '_' || c == '.' || c == '@') {
        if (i > language && subtag == 0) {
          return false;
        }
        subtag = 0;
      } else if (i == language || c > 127 || !Character.isLetterOrDigit(c) || ++subtag > 8) {
        return false;
      }
    }
    return subtag > 0;
  }

  private static Map<String, String> codes() {
    Map<String, String> codes = new HashMap<>();
    for (String code : Locale.getISOLanguages()) {
      Locale locale = Locale.of(code);
      String current = current(code);
      codes.putIfAbsent(TextForm.fold(locale.getDisplayLanguage(Locale.ENGLISH)), current);
      codes.putIfAbsent(TextForm.fold(locale.getDisplayLanguage(locale)), current);
      codes.putIfAbsent(locale.getISO3Language(), current);
    }
    // Codes go before names: a code never means a language that merely has that name.
    for (String code : Locale.getISOLanguages()) {
      codes.put(code, current(code));
    }
    // ISO 639-2/B, where it differs from the terminology code that Java knows.
    String[] bibliographic =
        ("alb=sq arm=hy baq=eu bur=my chi=zh cze=cs dut=nl fre=fr geo=ka ger=de gre=el ice=is"
                + " mac=mk mao=mi may=ms per=fa rum=ro slo=sk tib=bo wel=cy scr=hr scc=sr")
            .split(" ", -1);
    for (String pair : bibliographic) {
      codes.put(pair.substring(0, 3), pair.substring(4));
    }
    // Names that people write and the locale data do not have.
    String[] names =
        ("espanol=es francais=fr portugues=pt italiano=it nederlands=nl flemish=nl castilian=es"
                + " castellano=es mandarin=zh farsi=fa brazilian=pt")
            .split(" ", -1);
    for (String pair : names) {
      codes.putIfAbsent(
          pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
    }
    return Map.copyOf(codes);
  }

  private static String current(String code) {
    return switch (code) {
      case "iw" -> "he";
      case "in" -> "id";
      case "ji" -> "yi";
      default -> code;
    };
  }
}
