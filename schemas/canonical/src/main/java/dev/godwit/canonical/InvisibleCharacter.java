package dev.godwit.canonical;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;

/**
 * Characters that nobody sees: the default-ignorable ones of Unicode (U+00AD, U+200B, U+FEFF,
 * variation selectors) and format characters (U+200E, U+200F). Two texts that differ in them only
 * look alike, and a person who copies a text copies them unknowingly. Stateless, thread-safe.
 */
public final class InvisibleCharacter {
  private static final int FIRST = 0xAD;

  private InvisibleCharacter() {}

  /** Whether the code point is invisible. The signs that are written before numbers are not. */
  public static boolean is(int codePoint) {
    return codePoint >= FIRST
        && (UCharacter.hasBinaryProperty(codePoint, UProperty.DEFAULT_IGNORABLE_CODE_POINT)
            || (Character.getType(codePoint) == Character.FORMAT
                && !UCharacter.hasBinaryProperty(
                    codePoint, UProperty.PREPENDED_CONCATENATION_MARK)));
  }

  /** The code point and its name in Unicode, such as {@code U+00AD SOFT HYPHEN}. */
  public static String name(int codePoint) {
    String name = Character.getName(codePoint);
    return "U+%04X%s".formatted(codePoint, name == null ? "" : " " + name);
  }
}
