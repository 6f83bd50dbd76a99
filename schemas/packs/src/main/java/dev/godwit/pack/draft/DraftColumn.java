package dev.godwit.pack.draft;

import java.util.List;
import java.util.Set;

/**
 * A column as the catalogue and the statistics of the database describe it.
 *
 * @param name name
 * @param shown type as PostgreSQL writes it
 * @param base name of the type, behind domains; of an array that of its items
 * @param enumerated whether that type is an enumerated one
 * @param array whether it is an array
 * @param notNull whether NULL is refused
 * @param filled what fills it where no value is given, such as "default now()"; null for nothing
 * @param computed whether the database refuses a value
 * @param labels labels of an enumerated type; empty for others
 * @param values frequent values of a column of few values, sorted; empty where they are unknown
 * @param distinct distinct values: a number, or as a negative share of the rows; 0 where unknown
 * @param effect what triggers do with it
 * @param checked the only values that a check of the column takes; empty where none says so
 */
record DraftColumn(
    String name,
    String shown,
    String base,
    boolean enumerated,
    boolean array,
    boolean notNull,
    String filled,
    boolean computed,
    List<String> labels,
    List<String> values,
    double distinct,
    TriggerEffect effect,
    List<String> checked) {
  private static final Set<String> TEXTS = Set.of("text", "varchar", "bpchar", "citext", "name");
  private static final Set<String> WHOLE = Set.of("int2", "int4", "int8");
  private static final Set<String> TIMES = Set.of("timestamp", "timestamptz", "date");
  private static final double NEARLY_ALL = -0.8;

  DraftColumn {
    labels = List.copyOf(labels);
    values = List.copyOf(values);
    checked = List.copyOf(checked);
  }

  /** Whether the database draws a number for each row: a sequence or an identity. */
  boolean isDrawn() {
    return isWhole()
        && filled != null
        && (filled.startsWith("identity") || filled.startsWith("default nextval("));
  }

  /** Whether the database makes a value of its own for each row. */
  boolean isMade() {
    return isDrawn()
        || (filled != null && filled.matches("(?i)default [a-z_.]*uuid[a-z_0-9]*\\(.*"));
  }

  /** Whether a row is refused where nobody gives a value. */
  boolean isNeeded() {
    return notNull && filled == null;
  }

  boolean isText() {
    return !array && (enumerated || TEXTS.contains(base));
  }

  boolean isWhole() {
    return !array && WHOLE.contains(base);
  }

  boolean isTime() {
    return !array && TIMES.contains(base);
  }

  boolean isBoolean() {
    return !array && base.equals("bool");
  }

  boolean isJson() {
    return !array && (base.equals("json") || base.equals("jsonb"));
  }

  boolean isUuid() {
    return !array && base.equals("uuid");
  }

  /** Whether the statistics say that nearly every row has a value of its own. */
  boolean isNearlyUnique() {
    return distinct <= NEARLY_ALL;
  }

  /** Whether ids of the two columns can be the same. */
  boolean isComparableWith(DraftColumn other) {
    return array == other.array
        && (base.equals(other.base)
            || (isWhole() && other.isWhole())
            || (isText() && other.isText()));
  }

  /** Labels, or frequent values where it is no enumerated type. */
  List<String> known() {
    return labels.isEmpty() ? values : labels;
  }
}
