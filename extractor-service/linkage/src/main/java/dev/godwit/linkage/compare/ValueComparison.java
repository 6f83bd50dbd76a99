package dev.godwit.linkage.compare;

import dev.godwit.linkage.Level;
import dev.godwit.linkage.Meaning;
import dev.godwit.linkage.form.EmailForm;
import dev.godwit.linkage.form.GivenNames;
import dev.godwit.linkage.form.PhoneForm;
import dev.godwit.linkage.form.SoundKey;
import java.util.Arrays;

/**
 * Level of agreement of two normalised values of one meaning. The thresholds of the Jaro-Winkler
 * similarity, 0.92 and 0.8, are those in use for names since Winkler (1990); Splink's comparisons
 * of names have them too. Symmetric, stateless, thread-safe.
 */
public final class ValueComparison {
  private static final double ALIKE = 0.92;
  private static final double SIMILAR = 0.8;
  private static final int LEAST_FOR_ERROR = 4;

  private ValueComparison() {}

  /** Level of two normalised values; null counts as missing. Never {@link Level#SWAPPED}. */
  public static Level level(Meaning meaning, String left, String right) {
    if (left == null || right == null) {
      return Level.MISSING;
    }
    if (left.equals(right)) {
      return Level.EXACT;
    }
    return switch (meaning) {
      case EMAIL -> email(left, right);
      case GIVEN_NAME -> given(left, right);
      case FAMILY_NAME -> family(left, right);
      case FULL_NAME, TEXT, CITY -> text(left, right, false);
      case STREET -> text(left, right, true);
      case ORGANISATION -> organisation(left, right);
      case PHONE -> phone(left, right);
      case BIRTH_DATE -> date(left, right);
      case EXTERNAL_ID -> code(left, right, LEAST_FOR_ERROR);
      case HOUSE_NUMBER -> code(left, right, 2);
      case POSTCODE -> code(left, right, LEAST_FOR_ERROR);
      case REGION -> Level.DIFFERENT;
    };
  }

  private static Level email(String left, String right) {
    String local = EmailForm.local(left);
    String other = EmailForm.local(right);
    String domain = EmailForm.domain(left);
    String otherDomain = EmailForm.domain(right);
    if (domain.equals(otherDomain)) {
      if (local.equals(other)) {
        return Level.VARIANT;
      }
      // Two numbered mailboxes of a domain are two mailboxes, not a typing error.
      return !hasDigit(local)
              && !hasDigit(other)
              && Math.min(local.length(), other.length()) > LEAST_FOR_ERROR
              && TextLikeness.oneError(local, other)
          ? Level.ALIKE
          : Level.DIFFERENT;
    }
    return local.equals(other) && !EmailForm.isShared(left) ? Level.SIMILAR : Level.DIFFERENT;
  }

  private static boolean hasDigit(String text) {
    return text.chars().anyMatch(Character::isDigit);
  }

  private static Level given(String left, String right) {
    String first = firstWord(left);
    String other = firstWord(right);
    boolean initial = first.length() == 1 || other.length() == 1;
    if (initial && first.charAt(0) == other.charAt(0)) {
      return Level.VARIANT;
    }
    if (first.equals(other)
        || GivenNames.areVariants(first, other)
        || left.replace(" ", "").equals(right.replace(" ", ""))
        || soundsAlike(left, right)) {
      return Level.VARIANT;
    }
    return text(left, right, false);
  }

  private static Level family(String left, String right) {
    if (left.replace(" ", "").equals(right.replace(" ", ""))
        || soundsAlike(left, right)
        || hasWords(left, right)
        || hasWords(right, left)) {
      return Level.VARIANT;
    }
    return text(left, right, false);
  }

  /** Whether a double name holds the other name as one of its words. */
  private static boolean hasWords(String doubled, String single) {
    return single.length() > 2
        && doubled.length() > single.length()
        && (" " + doubled + " ").contains(" " + single + " ");
  }

  private static boolean soundsAlike(String left, String right) {
    String key = SoundKey.of(left);
    return key.length() > 2 && key.equals(SoundKey.of(right));
  }

  private static Level text(String left, String right, boolean words) {
    if (Math.min(left.length(), right.length()) >= LEAST_FOR_ERROR
        && TextLikeness.oneError(left, right)) {
      return Level.ALIKE;
    }
    double likeness = TextLikeness.jaroWinkler(left, right);
    if (likeness >= ALIKE) {
      return Level.ALIKE;
    }
    if (words && likeness < ALIKE && sortedWords(left).equals(sortedWords(right))) {
      return Level.VARIANT;
    }
    return likeness >= SIMILAR ? Level.SIMILAR : Level.DIFFERENT;
  }

  private static Level organisation(String left, String right) {
    if (left.replace(" ", "").equals(right.replace(" ", ""))
        || isInitials(left, right)
        || isInitials(right, left)
        || sortedWords(left).equals(sortedWords(right))) {
      return Level.VARIANT;
    }
    return text(left, right, false);
  }

  private static boolean isInitials(String initials, String name) {
    if (initials.length() < 3 || initials.indexOf(' ') >= 0 || name.indexOf(' ') < 0) {
      return false;
    }
    StringBuilder first = new StringBuilder();
    for (String word : name.split(" ", -1)) {
      first.append(word.charAt(0));
    }
    return first.toString().equals(initials);
  }

  private static String sortedWords(String text) {
    String[] words = text.split(" ", -1);
    Arrays.sort(words);
    return String.join(" ", words);
  }

  private static Level phone(String left, String right) {
    boolean countries = left.startsWith("+") && right.startsWith("+");
    String number = left.startsWith("+") ? left.substring(1) : left;
    String other = right.startsWith("+") ? right.substring(1) : right;
    int shared = Math.min(number.length(), other.length());
    if (!countries && shared >= 7 && (number.endsWith(other) || other.endsWith(number))) {
      return Level.VARIANT;
    }
    String last = PhoneForm.subscriber(left);
    String otherLast = PhoneForm.subscriber(right);
    if (last.length() == 7 && otherLast.length() == 7 && TextLikeness.oneError(number, other)) {
      return Level.ALIKE;
    }
    return last.length() == 7 && last.equals(otherLast) ? Level.SIMILAR : Level.DIFFERENT;
  }

  private static Level date(String left, String right) {
    boolean year = left.regionMatches(0, right, 0, 4);
    if (year
        && left.substring(4, 6).equals(right.substring(6))
        && left.substring(6).equals(right.substring(4, 6))) {
      return Level.VARIANT;
    }
    if (TextLikeness.oneError(left, right)) {
      return Level.ALIKE;
    }
    return year || left.regionMatches(4, right, 4, 4) ? Level.SIMILAR : Level.DIFFERENT;
  }

  private static Level code(String left, String right, int least) {
    return Math.min(left.length(), right.length()) >= least && TextLikeness.oneError(left, right)
        ? Level.ALIKE
        : Level.DIFFERENT;
  }

  private static String firstWord(String text) {
    int space = text.indexOf(' ');
    return space < 0 ? text : text.substring(0, space);
  }
}
