package dev.godwit.pack;

import dev.godwit.records.Entity;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of the target.
 *
 * @param index position in the pack, over all entities, from 0
 * @param entity entity whose records it holds
 * @param name name without schema
 * @param each list field: one row an item; null for one row a record
 * @param when conditions that a record meets to have rows here; empty for every record
 * @param columns in the order of the pack, which is the order of cells everywhere
 * @param key columns that identify a row
 * @param customerColumn column that holds the customer or the account; null where there is none
 * @param via column through which a row belongs to the customer: the row that it points to does;
 *     null where there is none. Without either, {@code godwit.identity} knows the customer's rows
 * @param count one row with the number of the customer's rows; placeholder {@code {schema}},
 *     parameters {@code :customer} and {@code :account}; null while the pack is being read
 * @param readBack the customer's rows, columns in the order of {@code columns}; any order of rows;
 *     null while the pack is being read
 * @param maxItems most rows a record may have here; null for no limit
 * @param filledByDatabase columns that the pack names only to say that the database fills them:
 *     Godwit neither writes nor reads them, and they are none of {@code columns}
 * @param at place in the pack; null where it was not read from a file
 */
public record TargetTable(
    int index,
    Entity entity,
    String name,
    String each,
    List<RowCondition> when,
    List<TargetColumn> columns,
    List<String> key,
    String customerColumn,
    String via,
    Sql count,
    Sql readBack,
    Integer maxItems,
    List<FilledColumn> filledByDatabase,
    Position at) {

  /**
   * A column that the database fills: by a default, an identity, a generated expression or a
   * trigger.
   *
   * @param name name of the column
   * @param at place in the pack
   */
  public record FilledColumn(String name, Position at) {}

  public TargetTable {
    when = List.copyOf(when);
    columns = List.copyOf(columns);
    key = List.copyOf(key);
    filledByDatabase = List.copyOf(filledByDatabase);
  }

  /** A table of every record, all of whose columns in the pack are written. */
  public TargetTable(
      int index,
      Entity entity,
      String name,
      String each,
      List<TargetColumn> columns,
      List<String> key,
      String customerColumn,
      Sql count,
      Sql readBack,
      Integer maxItems,
      Position at) {
    this(
        index,
        entity,
        name,
        each,
        List.of(),
        columns,
        key,
        customerColumn,
        null,
        count,
        readBack,
        maxItems,
        List.of(),
        at);
  }

  /** A table of rows that hold their customer. */
  public TargetTable(
      int index,
      Entity entity,
      String name,
      String each,
      List<RowCondition> when,
      List<TargetColumn> columns,
      List<String> key,
      String customerColumn,
      Sql count,
      Sql readBack,
      Integer maxItems,
      List<FilledColumn> filledByDatabase,
      Position at) {
    this(
        index,
        entity,
        name,
        each,
        when,
        columns,
        key,
        customerColumn,
        null,
        count,
        readBack,
        maxItems,
        filledByDatabase,
        at);
  }

  /** A table without a limit of items and without a place. */
  public TargetTable(
      int index,
      Entity entity,
      String name,
      String each,
      List<TargetColumn> columns,
      List<String> key,
      String customerColumn,
      Sql count,
      Sql readBack) {
    this(index, entity, name, each, columns, key, customerColumn, count, readBack, null, null);
  }

  /**
   * Whether every record has one row in it. The first such table of an entity is its main table;
   * the others are companions of it.
   */
  public boolean hasEveryRecord() {
    return each == null && when.isEmpty();
  }

  /** Whether only {@code godwit.identity} knows which rows are the customer's. */
  public boolean isOwnedByIdentity() {
    return customerColumn == null && via == null;
  }

  /** Column of a name; null where there is none. */
  public TargetColumn column(String column) {
    int position = position(column);
    return position < 0 ? null : columns.get(position);
  }

  /** Column that holds the record's id; null where there is none. */
  public TargetColumn idColumn() {
    return columns.stream()
        .filter(column -> TargetColumn.ID.equals(column.value()))
        .findFirst()
        .orElse(null);
  }

  /** Whether a record in which a field is NULL has no rows here. */
  public boolean isWithout(String field) {
    return field.equals(each)
        || when.stream()
            .anyMatch(
                condition ->
                    condition.field().equals(field)
                        && !condition.word().equals(RowCondition.ABSENT));
  }

  /** Positions of the key's columns in {@link #columns()}, from 0, in the order of the key. */
  public List<Integer> keyPositions() {
    List<Integer> positions = new ArrayList<>();
    for (String keyColumn : key) {
      positions.add(position(keyColumn));
    }
    return positions;
  }

  /** Position of a column in {@link #columns()}, from 0; -1 where there is none of that name. */
  public int position(String column) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(column)) {
        return i;
      }
    }
    return -1;
  }

  /** Columns that are written and left out of digests and differences, in the pack's order. */
  public List<TargetColumn> uncompared() {
    return columns.stream().filter(column -> !column.compared()).toList();
  }

  /** Positions in {@link #columns()} of {@link #uncompared()}, from 0, ascending; a new array. */
  public int[] uncomparedPositions() {
    return TargetColumn.uncomparedPositions(columns);
  }

  /** The same table at another position in the pack. */
  public TargetTable at(int position) {
    return with(position, columns, count, readBack);
  }

  /** The same table with other columns. */
  public TargetTable withColumns(List<TargetColumn> described) {
    return with(index, described, count, readBack);
  }

  /** The same table with other queries. */
  public TargetTable withQueries(Sql counting, Sql reading) {
    return with(index, columns, counting, reading);
  }

  private TargetTable with(int position, List<TargetColumn> of, Sql counting, Sql reading) {
    return new TargetTable(
        position,
        entity,
        name,
        each,
        when,
        of,
        key,
        customerColumn,
        via,
        counting,
        reading,
        maxItems,
        filledByDatabase,
        at);
  }
}
