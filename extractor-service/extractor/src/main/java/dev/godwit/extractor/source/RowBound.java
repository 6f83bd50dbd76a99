package dev.godwit.extractor.source;

import dev.godwit.wire.KafkaSettings;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The SQL that measures a row, and that makes the database refuse to select one that the extractor
 * could not hold in memory: the database sends a row whole. The refusal is an error of the row, so
 * that the row is found and quarantined as any other on which the query fails. Not thread-safe
 * while columns are added.
 *
 * <p>PostgreSQL knows the length of a text or of bytes without reading a value that it stores
 * apart. Of any other type it knows the stored size; the value is measured where that could be
 * large, since neither method of compression makes a value more than 255 times smaller.
 */
final class RowBound {
  /** Most bytes of the values of a row that have no size of their own. */
  static final long MOST_BYTES = 64L * 1024 * 1024;

  /** Most bytes of one such value that is compared; a row with a larger one becomes no record. */
  private static final long MOST_COMPARED_BYTES = KafkaSettings.MAX_KEY_AND_VALUE_BYTES;

  private static final long COMPRESSED_BYTES = MOST_COMPARED_BYTES / 256;

  private final Map<String, String> sizes = new LinkedHashMap<>();

  /**
   * Takes a field's column into account.
   *
   * @param column as it stands in the query
   * @param selected as it is selected
   */
  void add(String field, ColumnForm form, String column, String typeName, String selected) {
    if (!form.isUnbounded()) {
      return;
    }
    String bytes =
        switch (typeName) {
          case "text", "varchar", "bytea" -> "octet_length(" + column + ")";
          default ->
              "case when pg_column_size(%s) > %d then octet_length(%s) end"
                  .formatted(column, COMPRESSED_BYTES, selected);
        };
    sizes.put(field, "coalesce(" + bytes + ", 0)::bigint");
  }

  /** Bytes of a row, as an expression of type bigint; only large values count. */
  String size() {
    return sizes.isEmpty() ? "0::bigint" : String.join(" + ", sizes.values());
  }

  /**
   * An expression that fails where the row is too large.
   *
   * @param expression of type text or bytea
   */
  String row(String expression, String type) {
    return guard(size(), MOST_BYTES, expression, type);
  }

  /** An expression of type text that fails where a field's value is too large to be compared. */
  String field(String field, String expression) {
    String size = sizes.get(field);
    return size == null ? expression : guard(size, MOST_COMPARED_BYTES, expression, "text");
  }

  /** Fails with "requested length too large" (54000). */
  private static String guard(String size, long most, String expression, String type) {
    // The length depends on the row, so that the planner does not compute it for all rows.
    return "case when %1$s > %2$d then cast(repeat('x', cast(least(%1$s, 0) + %3$d as integer)) as %4$s) else %5$s end"
        .formatted(size, most, Integer.MAX_VALUE, type, expression);
  }
}
