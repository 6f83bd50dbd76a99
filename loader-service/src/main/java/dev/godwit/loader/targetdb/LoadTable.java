package dev.godwit.loader.targetdb;

import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetTable;
import dev.godwit.pgcopy.RowEncoder;
import dev.godwit.records.Entity;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table of the target pack in one schema, with its encoder and statements. Its encoder belongs to
 * one thread.
 */
public final class LoadTable {
  private final TargetTable table;
  private final String name;
  private final RowEncoder encoder;
  private final int[] key;
  private final List<Reference> references;
  private final int idPosition;
  private final boolean ownParent;

  /**
   * A column that holds the id of a record, of another entity or of its own.
   *
   * @param position position of the column in the row, from 0
   * @param column its name
   * @param entity the entity it points to
   * @param isOwn whether that is the entity of the row itself
   */
  public record Reference(int position, String column, Entity entity, boolean isOwn) {}

  /**
   * A table in a schema.
   *
   * @param ownParent whether it is the main table of an entity whose records refer to each other
   */
  LoadTable(String schema, TargetTable table, boolean ownParent) {
    this.table = table;
    this.name = Identifier.quote(schema) + "." + Identifier.quote(table.name());
    this.encoder = new RowEncoder(table);
    this.key = table.keyPositions().stream().mapToInt(Integer::intValue).toArray();
    List<Reference> found = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      TargetColumn column = table.columns().get(i);
      if (column.references() != null) {
        boolean isOwn = column.references().equals(table.entity());
        found.add(new Reference(i, column.name(), column.references(), isOwn));
      }
    }
    this.references = List.copyOf(found);
    this.idPosition = table.columns().stream().map(TargetColumn::value).toList().indexOf("id");
    this.ownParent = ownParent;
  }

  /** The pack's table, completed from the catalogue. */
  public TargetTable table() {
    return table;
  }

  /** Name with schema, quoted. */
  public String name() {
    return name;
  }

  public RowEncoder encoder() {
    return encoder;
  }

  /** Positions of the key columns; not to be changed. */
  public int[] key() {
    return key;
  }

  /** Columns that refer to an entity, their own one included. */
  public List<Reference> references() {
    return references;
  }

  /** Whether records of its entity can refer to other rows of it. */
  public boolean isOwnParent() {
    return ownParent;
  }

  /** Position of the column of the record's id; -1 where it has none. */
  public int idPosition() {
    return idPosition;
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
