package dev.godwit.linkage.form;

/**
 * A coarse key of how a folded name is spoken, equal for the usual transliterations of one name:
 * {@code Mueller} and {@code Muller}, {@code Sergey} and {@code Sergej}, {@code Philipp} and {@code
 * Filip}. Stateless, thread-safe.
 */
public final class SoundKey {
  private static final String[][] SPELLINGS = {
    {"sch", "s"}, {"tch", "c"}, {"tsch", "c"}, {"sh", "s"}, {"zh", "z"}, {"ch", "c"}, {"kh", "h"},
    {"ck", "k"}, {"ts", "z"}, {"tz", "z"}, {"ph", "f"}, {"th", "t"}, {"dh", "d"}, {"gh", "g"},
    {"ae", "a"}, {"oe", "o"}, {"ue", "u"}, {"ij", "i"}, {"x", "ks"}, {"q", "k"}, {"c", "k"},
    {"w", "v"}, {"y", "i"}, {"j", "i"}
  };

  private SoundKey() {}

  /** Key of a folded text; the text itself without spaces where nothing else would remain. */
  public static String of(String folded) {
    String key = folded.indexOf(' ') < 0 ? folded : folded.replace(" ", "");
    for (String[] spelling : SPELLINGS) {
      if (key.contains(spelling[0])) {
        key = key.replace(spelling[0], spelling[1]);
      }
    }
    StringBuilder single = new StringBuilder(key.length());
    for (int i = 0; i < key.length(); i++) {
      if (i == 0 || key.charAt(i) != key.charAt(i - 1)) {
        single.append(key.charAt(i));
      }
    }
    return single.toString();
  }
}
