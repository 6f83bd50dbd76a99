package dev.godwit.identity;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names that a person or a service may have: what a reader sees is what the name is. Invisible
 * characters, characters that turn the direction of writing, other forms of a letter and letters of
 * two scripts are refused, so that no two identities look alike in a history. Thread-safe.
 */
public final class IdentityName {
  /** The longest name, in characters. */
  public static final int MOST = 200;

  /** Names of the orchestrator's own authors, which no person and no key may have. */
  private static final Set<String> RESERVED = Set.of(Identity.TOPIC, Identity.CLOCK, "godwit");

  /** Names of files that tokens are in, too. */
  private static final Pattern OF_A_TOKEN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9@._+-]{0,63}");

  private static final Set<UnicodeScript> OF_ALL =
      EnumSet.of(UnicodeScript.COMMON, UnicodeScript.INHERITED);

  /** Scripts that one language writes together. */
  private static final Set<Set<UnicodeScript>> TOGETHER =
      Set.of(
          EnumSet.of(UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA),
          EnumSet.of(UnicodeScript.HAN, UnicodeScript.HANGUL),
          EnumSet.of(UnicodeScript.HAN, UnicodeScript.BOPOMOFO));

  private IdentityName() {}

  /** Whether an identity that has a token may have this name; null cannot be one. */
  public static boolean isValid(String name) {
    return name != null && OF_A_TOKEN.matcher(name).matches() && flaw(name).isEmpty();
  }

  static String required(String name) {
    if (!isValid(name)) {
      throw new InvalidIdentitiesException(
          "Expected a name of at most 64 letters, digits and @._+- that begins with a letter or digit and is none of %s, but found \"%s\". Choose another."
              .formatted(RESERVED.stream().sorted().toList(), name));
    }
    return name;
  }

  /**
   * The flaw by which a text can be no name of a person or a service; empty where it has none. It
   * may be null.
   */
  public static Optional<String> flaw(String name) {
    if (name == null || name.isBlank()) {
      return Optional.of("nothing");
    }
    if (name.length() > MOST) {
      return Optional.of("%d characters, more than %d".formatted(name.length(), MOST));
    }
    if (!name.equals(name.strip())) {
      return Optional.of("blanks around it");
    }
    Optional<String> character = character(name);
    if (character.isPresent()) {
      return character;
    }
    if (!Normalizer.isNormalized(name, Normalizer.Form.NFKC)) {
      return Optional.of("another form of its letters, such as full-width ones");
    }
    if (!isOfOneScript(name)) {
      return Optional.of("letters of several scripts, which can look alike");
    }
    return RESERVED.contains(name.toLowerCase(java.util.Locale.ROOT))
        ? Optional.of("a name that is the orchestrator's own")
        : Optional.empty();
  }

  /** A text that somebody sent as a name, with U+FFFD for what a reader would not see. */
  public static String shown(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .map(point -> isVisible(point) ? point : 0xFFFD)
        .forEach(shown::appendCodePoint);
    return shown.toString();
  }

  private static Optional<String> character(String name) {
    int[] points = name.codePoints().toArray();
    for (int i = 0; i < points.length; i++) {
      if (!isVisible(points[i])) {
        return Optional.of(
            "the character U+%04X at position %d, which cannot be seen"
                .formatted(points[i], i + 1));
      }
    }
    return Optional.empty();
  }

  private static boolean isVisible(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> point == ' ';
      default -> !isBlankLetter(point);
    };
  }

  /** Letters and marks that nothing is drawn for: fillers and variation selectors. */
  private static boolean isBlankLetter(int point) {
    return point == 0x115F
        || point == 0x1160
        || point == 0x3164
        || point == 0xFFA0
        || point == 0x034F
        || point == 0x2800
        || (point >= 0xFE00 && point <= 0xFE0F)
        || (point >= 0xE0100 && point <= 0xE01EF)
        || (point >= 0x180B && point <= 0x180F)
        || point == 0x17B4
        || point == 0x17B5;
  }

  private static boolean isOfOneScript(String name) {
    Set<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
    name.codePoints().mapToObj(UnicodeScript::of).forEach(scripts::add);
    scripts.removeAll(OF_ALL);
    return scripts.size() <= 1 || TOGETHER.stream().anyMatch(set -> set.containsAll(scripts));
  }
}
