package dev.godwit.loader.targetdb;

import dev.godwit.pack.ColumnType;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
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
  private final int customerPosition;
  private final boolean ownParent;
  private final List<MappedId> mapped;
  private final boolean written;
  private final boolean remembered;
  private final boolean main;

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
   * A column whose cell is an id of the source, to which {@code godwit.identity} knows that of the
   * target.
   *
   * @param position position of the column in the row, from 0
   * @param entity the entity whose id it is
   * @param type type of the target's id
   * @param own whether it is the id of the record itself
   */
  public record MappedId(int position, Entity entity, ColumnType type, boolean own) {}

  /**
   * A table in a schema.
   *
   * @param ownParent whether it is the main table of an entity whose records refer to each other
   * @param account the customer's account; null where the pack has none
   */
  LoadTable(TargetPack pack, String schema, TargetTable table, boolean ownParent, String account) {
    this.table = table;
    this.name = Identifier.quote(schema) + "." + Identifier.quote(table.name());
    this.encoder = new RowEncoder(table, account);
    this.written = pack.writes(table);
    this.main = pack.isMain(table);
    this.remembered = main && pack.isRemembered(table.entity());
    List<MappedId> ids = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      TargetColumn column = table.columns().get(i);
      Entity of = pack.mapped(table, column);
      if (of != null) {
        ids.add(new MappedId(i, of, column.stored(), column.references() == null));
      }
    }
    this.mapped = List.copyOf(ids);
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
    List<String> values = table.columns().stream().map(TargetColumn::value).toList();
    this.idPosition = values.indexOf(TargetColumn.ID);
    this.customerPosition = values.indexOf(TargetColumn.CUSTOMER);
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

  /** Position of the column of the customer as the source names it; -1 where it has none. */
  public int customerPosition() {
    return customerPosition;
  }

  /** Columns of ids that {@code godwit.identity} knows. */
  public List<MappedId> mapped() {
    return mapped;
  }

  /** Whether it is the main table of its entity, which holds one row of each record. */
  public boolean isMain() {
    return main;
  }

  /** Whether rows are written; false for the main table of ids that are looked up. */
  public boolean isWritten() {
    return written;
  }

  /** Whether {@code godwit.identity} remembers the ids of its rows. */
  public boolean isRemembered() {
    return remembered;
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
