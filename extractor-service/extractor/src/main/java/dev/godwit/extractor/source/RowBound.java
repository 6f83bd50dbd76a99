package dev.godwit.extractor.source;

import java.util.ArrayList;
import java.util.List;

/**
 * The SQL that measures a row, and that makes the database refuse to select one that the extractor
 * could not hold in memory: the database sends a row whole. The refusal is an error of the row, so
 * that the row is found and quarantined as any other on which the query fails. Immutable.
 *
 * <p>PostgreSQL knows the length of a text or of bytes without reading a value that it stores
 * apart. Of any other type it knows the stored size; the value is measured where that could be
 * large, since neither method of compression makes a value more than 255 times smaller.
 */
final class RowBound {
  /** Most bytes of the values of a row that have no size of their own. */
  static final long MOST_BYTES = 64L * 1024 * 1024;

  private static final long COMPRESSED_BYTES = MOST_BYTES / 256;

  private final List<String> sizes = new ArrayList<>();

  /** Takes a column into account, as it stands in the query and as it is selected. */
  void add(ColumnForm form, String column, String typeName, String selected) {
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
    sizes.add("coalesce(" + bytes + ", 0)::bigint");
  }

  /** Bytes of a row, as an expression of type bigint; only large values count. */
  String size() {
    return sizes.isEmpty() ? "0::bigint" : String.join(" + ", sizes);
  }

  /**
   * An expression that fails where the row is too large, with "requested length too large" (54000).
   *
   * @param expression of type text or bytea
   */
  String guard(String expression, String type) {
    if (sizes.isEmpty()) {
      return expression;
    }
    // The length depends on the row, so that the planner does not compute it for all rows.
    return "case when %1$s > %2$d then cast(repeat('x', cast(%1$s - (%1$s) + %3$d as integer)) as %4$s) else %5$s end"
        .formatted("(" + size() + ")", MOST_BYTES, Integer.MAX_VALUE, type, expression);
  }
}
