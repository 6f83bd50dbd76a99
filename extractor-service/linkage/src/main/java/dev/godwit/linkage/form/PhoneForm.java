package dev.godwit.linkage.form;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The digits of a phone number, with {@code +} where it names its country, without trunk zeros and
 * extension. Idempotent, stateless, thread-safe.
 */
public final class PhoneForm {
  private static final Pattern EXTENSION = Pattern.compile("(?:ext|extension|x|durchwahl|#).*$");
  private static final int LEAST = 5;

  private PhoneForm() {}

  /**
   * Normalised number.
   *
   * @param raw not null
   * @return null for fewer than five digits, or one digit repeated, which is a placeholder
   */
  public static String of(String raw) {
    String text = EXTENSION.matcher(raw.strip().toLowerCase(Locale.ROOT)).replaceFirst("");
    boolean country = text.startsWith("+");
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      int digit = Character.digit(text.charAt(i), 10);
      if (digit >= 0 && !(country && text.startsWith("(0)", i - 1) && i > 0)) {
        digits.append((char) ('0' + digit));
      }
    }
    if (!country && digits.length() > 2 && digits.charAt(0) == '0' && digits.charAt(1) == '0') {
      country = true;
    }
    int from = 0;
    while (from < digits.length() && digits.charAt(from) == '0') {
      from++;
    }
    String number = digits.substring(from);
    boolean placeholder = number.chars().distinct().count() < 2;
    return number.length() < LEAST || placeholder ? null : country ? "+" + number : number;
  }

  /** The last seven digits, or all where there are fewer: the part that no prefix changes. */
  public static String subscriber(String number) {
    return number.substring(Math.max(number.startsWith("+") ? 1 : 0, number.length() - 7));
  }
}
