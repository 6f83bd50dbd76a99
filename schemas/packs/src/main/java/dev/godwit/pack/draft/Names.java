package dev.godwit.pack.draft;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Names of tables and columns in one form: small letters, words separated by underscores. */
final class Names {
  private static final Set<String> RESERVED =
      Set.of(
          "all",
          "analyse",
          "analyze",
          "and",
          "any",
          "array",
          "as",
          "asc",
          "asymmetric",
          "authorization",
          "binary",
          "both",
          "case",
          "cast",
          "check",
          "collate",
          "collation",
          "column",
          "concurrently",
          "constraint",
          "create",
          "cross",
          "current_catalog",
          "current_date",
          "current_role",
          "current_schema",
          "current_time",
          "current_timestamp",
          "current_user",
          "default",
          "deferrable",
          "desc",
          "distinct",
          "do",
          "else",
          "end",
          "except",
          "false",
          "fetch",
          "for",
          "foreign",
          "freeze",
          "from",
          "full",
          "grant",
          "group",
          "having",
          "ilike",
          "in",
          "initially",
          "inner",
          "intersect",
          "into",
          "is",
          "isnull",
          "join",
          "lateral",
          "leading",
          "left",
          "like",
          "limit",
          "localtime",
          "localtimestamp",
          "natural",
          "not",
          "notnull",
          "null",
          "offset",
          "on",
          "only",
          "or",
          "order",
          "outer",
          "overlaps",
          "placing",
          "primary",
          "references",
          "returning",
          "right",
          "select",
          "session_user",
          "similar",
          "some",
          "symmetric",
          "system_user",
          "table",
          "tablesample",
          "then",
          "to",
          "trailing",
          "true",
          "union",
          "unique",
          "user",
          "using",
          "variadic",
          "verbose",
          "when",
          "where",
          "window",
          "with",
          "by",
          "set",
          "at",
          "if",
          "no",
          "of",
          "row",
          "values");

  private Names() {}

  /** {@code accountId}, {@code Account-ID} and {@code account_id} are all {@code account_id}. */
  static String normal(String name) {
    return name.replaceAll("([\\p{Ll}0-9])(\\p{Lu})", "$1_$2")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}]+", "_")
        .replaceAll("^_+|_+$", "");
  }

  /** A name for a field of a pack: letters, digits and underscores, with a letter first. */
  static String field(String column) {
    String plain =
        Normalizer.normalize(column, Normalizer.Form.NFD)
            .replaceAll("\\p{M}+", "")
            .replaceAll("[^A-Za-z0-9_]+", "_")
            .replaceAll("^[^A-Za-z]+", "");
    return plain.isEmpty() ? "column" : plain;
  }

  /** The normal form with its last word in the singular. */
  static String singular(String name) {
    String normal = normal(name);
    if (normal.endsWith("people")) {
      return normal.substring(0, normal.length() - "people".length()) + "person";
    }
    if (normal.endsWith("ies") && normal.length() > "ties".length()) {
      return normal.substring(0, normal.length() - "ies".length()) + "y";
    }
    if (normal.matches(".*(ses|xes|ches|shes)")) {
      String shorter = normal.substring(0, normal.length() - 2);
      return shorter.matches(".*(s|x|ch|sh)") && !shorter.matches(".*[aeiou]s")
          ? shorter
          : normal.substring(0, normal.length() - 1);
    }
    return normal.matches(".*[^su]s|.*menus") ? normal.substring(0, normal.length() - 1) : normal;
  }

  /** Last word of the singular. */
  static String lastWord(String name) {
    String singular = singular(name);
    return singular.substring(singular.lastIndexOf('_') + 1);
  }

  /** Whether one of the words, in the singular, is among those given. */
  static boolean hasWord(String name, Set<String> words) {
    return List.of(normal(name).split("_", -1)).stream()
        .anyMatch(word -> words.contains(word) || words.contains(singular(word)));
  }

  /** As SQL takes it: in quotes only where they are needed. */
  static String sql(String name) {
    return name.matches("[a-z_][a-z0-9_]*") && !RESERVED.contains(name)
        ? name
        : '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A text in the quotes of SQL. */
  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  static boolean isReserved(String word) {
    return RESERVED.contains(word);
  }

  /** Whether it can stand in a file: no control character in it. */
  static boolean isPrintable(String name) {
    return name.chars().noneMatch(Character::isISOControl);
  }
}
