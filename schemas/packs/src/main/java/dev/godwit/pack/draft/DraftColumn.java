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
    double distinct) {
  private static final Set<String> TEXTS = Set.of("text", "varchar", "bpchar", "citext", "name");
  private static final Set<String> WHOLE = Set.of("int2", "int4", "int8");
  private static final Set<String> TIMES = Set.of("timestamp", "timestamptz", "date");
  private static final double NEARLY_ALL = -0.8;

  DraftColumn {
    labels = List.copyOf(labels);
    values = List.copyOf(values);
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
