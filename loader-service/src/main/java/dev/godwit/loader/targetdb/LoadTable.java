package dev.godwit.loader.targetdb;

import dev.godwit.common.v1.Entity;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetTable;
import dev.godwit.pgcopy.RowEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table of the target pack in one schema, with its encoder and statements.
 *
 * @param table the pack's table, completed from the catalogue
 * @param name its name with schema, quoted
 * @param encoder writes its tuples; shares the batch's thread
 * @param key positions of the key columns
 * @param references columns that point to another entity
 */
public record LoadTable(
    TargetTable table, String name, RowEncoder encoder, int[] key, List<Reference> references) {

  /**
   * A column that holds the id of a record of another entity.
   *
   * @param position position of the column in the row, from 0
   * @param column its name
   * @param entity the entity it points to
   */
  public record Reference(int position, String column, Entity entity) {}

  static LoadTable of(String schema, TargetTable table) {
    List<Reference> references = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      TargetColumn column = table.columns().get(i);
      if (column.references() != null && column.references() != table.entity()) {
        references.add(new Reference(i, column.name(), column.references()));
      }
    }
    return new LoadTable(
        table,
        Identifier.quote(schema) + "." + Identifier.quote(table.name()),
        new RowEncoder(table),
        table.keyPositions().stream().mapToInt(Integer::intValue).toArray(),
        List.copyOf(references));
  }

  /** Columns in the pack's order, quoted, joined by comma. */
  public String columnList() {
    return table.columns().stream()
        .map(column -> Identifier.quote(column.name()))
        .collect(Collectors.joining(", "));
  }

  /** A binary COPY of the table's columns into a table of the same columns. */
  public String copyInto(String target) {
    return "COPY " + target + " (" + columnList() + ") FROM STDIN (FORMAT binary)";
  }

  /** A binary COPY into the table. */
  public String copy() {
    return copyInto(name);
  }
}
