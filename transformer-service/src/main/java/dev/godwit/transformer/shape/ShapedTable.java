package dev.godwit.transformer.shape;

import dev.godwit.pack.FieldType;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetTable;
import dev.godwit.records.QuarantineReason;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.transformer.quarantine.ReplacedValue;
import dev.godwit.transformer.quarantine.SourceFieldName;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A table of the target, compiled, and which rows the current record has in it: one, none where a
 * condition does not hold, or one for each item of a list. Where items of a list have the same key
 * and the key has no position, the first has the row. Not thread-safe.
 */
final class ShapedTable {
  private static final int NO_LIST = -1;

  private final String name;
  private final int index;
  private final String each;
  private final int list;
  private final Integer maxItems;
  private final Cell[] cells;
  private final String[] sources;

  /** Columns whose length is not that of one value of their field in the source. */
  private final BitSet joined = new BitSet();

  private final RecordCondition[] when;

  /** Columns of the key that differ with the item; empty where each item has a row. */
  private final int[] tellingItems;

  private final BitSet rows = new BitSet();
  private List<String> items;

  /**
   * Compiles.
   *
   * @throws IllegalArgumentException where the pack asks for the impossible; fatal
   */
  ShapedTable(TargetTable table, Fields fields, ColumnCompiler compiler) {
    List<TargetColumn> columns = table.columns();
    this.name = table.name();
    this.index = table.index();
    this.each = table.each();
    this.list = each == null ? NO_LIST : fields.position(each);
    this.maxItems = table.maxItems();
    this.cells =
        columns.stream().map(column -> compiler.compile(table, column)).toArray(Cell[]::new);
    this.sources =
        columns.stream().map(column -> source(column, table.each())).toArray(String[]::new);
    for (int i = 0; i < sources.length; i++) {
      joined.set(i, isJoined(columns.get(i), sources[i], fields));
    }
    this.when =
        table.when().stream()
            .map(condition -> RecordCondition.of(condition, fields))
            .toArray(RecordCondition[]::new);
    this.tellingItems = tellingItems(table);
  }

  private static String source(TargetColumn column, String each) {
    if (column.isOfItem()) {
      return each;
    }
    return column.references() == null ? column.value() : column.referenceField();
  }

  /**
   * Items of a list are its own values where the target collects them from texts of merged rows.
   */
  private static boolean isJoined(TargetColumn column, String source, Fields fields) {
    boolean isList = source != null && fields.has(source) && fields.type(source) == FieldType.LIST;
    boolean isCollected = isList && !SourceFieldName.of(fields.entity(), source).equals(source);
    return isList && !(column.isOfItem() && isCollected);
  }

  private static int[] tellingItems(TargetTable table) {
    List<TargetColumn> columns = table.columns();
    boolean byPosition =
        table.keyPositions().stream()
            .anyMatch(i -> TargetColumn.POSITION.equals(columns.get(i).value()));
    return table.each() == null || byPosition
        ? new int[0]
        : table.keyPositions().stream()
            .mapToInt(Integer::intValue)
            .filter(i -> columns.get(i).isOfItem())
            .toArray();
  }

  /** Position of the table in the pack. */
  int index() {
    return index;
  }

  /**
   * Finds which rows the record has.
   *
   * @param repeated takes the items that have no row of their own
   * @return number of rows
   * @throws QuarantinedException where they are too many, or a key cannot take an item
   */
  int plan(Shaping row, List<ReplacedValue> repeated) throws QuarantinedException {
    rows.clear();
    items = List.of();
    for (RecordCondition condition : when) {
      if (!condition.holds(row.values)) {
        return 0;
      }
    }
    if (list == NO_LIST) {
      rows.set(0);
      return 1;
    }
    items = items(row.values[list]);
    checkNumberOfItems();
    rows.set(0, items.size());
    if (items.size() > 1 && tellingItems.length > 0) {
      clearRepeated(row, repeated);
    }
    return rows.cardinality();
  }

  private void checkNumberOfItems() throws QuarantinedException {
    try {
      ItemLimit.check(items, maxItems, name);
    } catch (QuarantinedException e) {
      throw e.from(each).unfixable();
    }
  }

  @SuppressWarnings("unchecked")
  private static List<String> items(Object list) {
    return list == null ? List.of() : (List<String>) list;
  }

  /** Items are compared as the key's columns take them: two spellings can be one word there. */
  private void clearRepeated(Shaping row, List<ReplacedValue> repeated)
      throws QuarantinedException {
    Set<ByteBuffer> keys = new HashSet<>();
    int start = row.out.length();
    for (int i = 0; i < items.size(); i++) {
      toItem(row, i);
      for (int column : tellingItems) {
        write(row, column);
      }
      byte[] key = Arrays.copyOfRange(row.out.array(), start, row.out.length());
      row.out.truncate(start);
      if (!keys.add(ByteBuffer.wrap(key))) {
        rows.clear(i);
        repeated.add(new ReplacedValue(each, ReplacedValue.REPEATED_ITEM));
      }
    }
    toNoItem(row);
  }

  /** The next of the record's rows, from a number on; -1 where there is none. */
  int next(int from) {
    return rows.nextSetBit(from);
  }

  /** Goes to one of the record's rows, whose cells are written next. */
  void begin(Shaping row, int number) {
    if (list != NO_LIST) {
      toItem(row, number);
    }
  }

  /** Writes the cells of the row that was begun. */
  void writeCells(Shaping row) throws QuarantinedException {
    row.out.writeLong(cells.length);
    for (int i = 0; i < cells.length; i++) {
      write(row, i);
    }
    row.out.writeLong(0);
  }

  /**
   * Finds all that the record violates in this table, in each of its rows; nothing stays written.
   *
   * @param found receives the violations, in the order of rows and columns
   */
  void findViolations(Shaping row, Consumer<QuarantinedException> found) {
    for (RecordCondition condition : when) {
      if (!condition.holds(row.values)) {
        return;
      }
    }
    if (list == NO_LIST) {
      cellViolations(row, found);
      return;
    }
    items = items(row.values[list]);
    try {
      checkNumberOfItems();
    } catch (QuarantinedException e) {
      found.accept(e);
    }
    for (int i = 0; i < items.size(); i++) {
      toItem(row, i);
      cellViolations(row, found);
    }
    toNoItem(row);
  }

  private void cellViolations(Shaping row, Consumer<QuarantinedException> found) {
    int start = row.out.length();
    for (int i = 0; i < cells.length; i++) {
      try {
        write(row, i);
      } catch (QuarantinedException e) {
        found.accept(e);
      }
      row.out.truncate(start);
    }
  }

  private void write(Shaping row, int column) throws QuarantinedException {
    try {
      cells[column].write(row);
    } catch (QuarantinedException e) {
      QuarantinedException why = e.from(sources[column]);
      boolean isOfLimit = e.reason() == QuarantineReason.LIMIT_EXCEEDED;
      throw isOfLimit && joined.get(column) ? why.unfixable() : why;
    }
  }

  private void toItem(Shaping row, int number) {
    row.item = items.get(number);
    row.position = number + 1L;
  }

  /** Ends the record's rows of this table. */
  void toNoItem(Shaping row) {
    row.item = null;
    row.position = 0;
  }
}
