package dev.godwit.transformer.merge;

import dev.godwit.transformer.shape.RowReader;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/**
 * The values of rows that are one: of each field that of the first row that has one, in the order
 * of the field's rule; an empty list is none. Not thread-safe.
 */
final class FirstValues {
  private final RowReader reader;
  private final int[] places;
  private final int[] plain;
  private final MemberOrder[] orders;
  private final int size;

  /**
   * Of rows that a reader reads.
   *
   * @param places places of the fields
   * @param names their names, in the same order
   * @param row schema of a row
   * @param size number of places
   */
  FirstValues(RowReader reader, int[] places, List<String> names, Schema row, int size) {
    this.reader = reader;
    this.places = places;
    this.orders = names.stream().map(name -> MemberOrder.of(row, name)).toArray(MemberOrder[]::new);
    this.plain =
        IntStream.range(0, places.length)
            .filter(i -> !orders[i].isStated())
            .map(i -> places[i])
            .toArray();
    this.size = size;
  }

  /** Puts the values in their places; null where no row has one. */
  void into(List<IndexedRecord> rows, Object[] into) {
    for (int place : places) {
      into[place] = null;
    }
    // A row is read once, since the reader counts the values that it replaces.
    IdentityHashMap<IndexedRecord, Object[]> read = new IdentityHashMap<>();
    for (IndexedRecord row : rows) {
      Object[] values = new Object[size];
      reader.into(row, values);
      read.put(row, values);
    }
    first(rows, read, plain, into);
    for (int i = 0; i < places.length; i++) {
      if (!orders[i].isStated()) {
        continue;
      }
      String constant = orders[i].constant(rows);
      if (constant != null) {
        into[places[i]] = constant;
      } else if (orders[i].isUnion()) {
        into[places[i]] = union(rows, read, places[i]);
      } else {
        first(orders[i].of(rows), read, new int[] {places[i]}, into);
      }
    }
  }

  private static void first(
      List<IndexedRecord> rows,
      IdentityHashMap<IndexedRecord, Object[]> read,
      int[] of,
      Object[] into) {
    for (IndexedRecord row : rows) {
      Object[] values = read.get(row);
      for (int place : of) {
        Object value = values[place];
        boolean isEmpty = value == null || (value instanceof List<?> list && list.isEmpty());
        if (into[place] == null && !isEmpty) {
          into[place] = value;
        }
      }
    }
  }

  /** All items of a list, each once. */
  private static List<Object> union(
      List<IndexedRecord> rows, IdentityHashMap<IndexedRecord, Object[]> read, int place) {
    Set<Object> items = new LinkedHashSet<>();
    for (IndexedRecord row : rows) {
      if (read.get(row)[place] instanceof List<?> list) {
        items.addAll(list);
      }
    }
    return new ArrayList<>(items);
  }
}
