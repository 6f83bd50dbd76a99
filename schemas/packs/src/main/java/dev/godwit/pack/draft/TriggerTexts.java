package dev.godwit.pack.draft;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Collects from the functions of triggers which columns they fill or change. It knows assignments
 * to the new row and plain updates; anything else it does not see. Not thread-safe.
 */
final class TriggerTexts {
  private static final String NAME = "\"?([\\p{L}_][\\p{L}\\p{N}_$]*)\"?";
  private static final Pattern COMMENT = Pattern.compile("--[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);
  private static final Pattern ASSIGNED =
      pattern(
          "(?:^|;|\\bbegin|\\bthen|\\belse|\\bloop)\\s*new\\."
              + NAME
              + "\\s*:?=(?!=)([^;]+)(?=;)|\\binto\\s+(?:strict\\s+)?new\\."
              + NAME);
  private static final Pattern UPDATED =
      pattern(
          "\\bupdate\\s+(?:only\\s+)?(?:\"?[\\p{L}_][\\p{L}\\p{N}_$]*\"?\\.)?"
              + NAME
              + "(?:\\s+(?:as\\s+)?(?!set\\b)\\w+)?\\s+set\\s([^;]*?)(?=;|\\bwhere\\b|\\bfrom\\b)");
  private static final Pattern TARGET = pattern("(?:^|,)\\s*" + NAME + "\\s*=");

  /** Effects by {@code schema.table.column}; of several the strongest. */
  private final Map<String, TriggerEffect> effects = new TreeMap<>();

  private static Pattern pattern(String text) {
    return Pattern.compile(text, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  }

  /**
   * Adds a trigger.
   *
   * @param table name of its table, with its schema
   * @param beforeInsert whether it runs for each row before an insert
   * @param text text of its function
   */
  void add(String table, boolean beforeInsert, String text) {
    String code = COMMENT.matcher(text).replaceAll(" ");
    if (beforeInsert) {
      Matcher assigned = ASSIGNED.matcher(code);
      while (assigned.find()) {
        String column = assigned.group(1) == null ? assigned.group(3) : assigned.group(1);
        put(table + "." + column, effect(code, column, assigned.group(2)));
      }
    }
    String schema = table.substring(0, table.indexOf('.') + 1);
    Matcher updated = UPDATED.matcher(code);
    while (updated.find()) {
      Matcher target = TARGET.matcher(updated.group(2));
      while (target.find()) {
        put(schema + updated.group(1) + "." + target.group(1), TriggerEffect.UPDATES);
      }
    }
  }

  private static TriggerEffect effect(String code, String column, String value) {
    Pattern missing =
        pattern(
            "\\bnew\\.\"?%1$s\"?\\s+is\\s+null\\b|\\bcoalesce\\s*\\(\\s*new\\.\"?%1$s\\b"
                .formatted(Pattern.quote(column)));
    if (missing.matcher(code).find()) {
      return TriggerEffect.COMPLETES;
    }
    boolean own =
        value != null
            && pattern("\\bnew\\.\"?" + Pattern.quote(column) + "\\b").matcher(value).find();
    return own ? TriggerEffect.CHANGES : TriggerEffect.SETS;
  }

  private void put(String column, TriggerEffect effect) {
    effects.merge(column, effect, (a, b) -> a.compareTo(b) >= 0 ? a : b);
  }

  /** What triggers do with a column. */
  TriggerEffect of(String table, String column) {
    return effects.getOrDefault(table + "." + column, TriggerEffect.NONE);
  }
}
