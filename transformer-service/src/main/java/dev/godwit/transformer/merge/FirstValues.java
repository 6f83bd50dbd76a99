package dev.godwit.transformer.merge;

import dev.godwit.transformer.shape.RowReader;
import java.util.ArrayList;
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
  private final Object[] values;

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
    this.values = new Object[size];
  }

  /** Puts the values in their places; null where no row has one. */
  void into(List<IndexedRecord> rows, Object[] into) {
    for (int place : places) {
      into[place] = null;
    }
    first(rows, plain, into);
    for (int i = 0; i < places.length; i++) {
      if (!orders[i].isStated()) {
        continue;
      }
      String constant = orders[i].constant(rows);
      if (constant != null) {
        into[places[i]] = constant;
      } else if (orders[i].isUnion()) {
        into[places[i]] = union(rows, places[i]);
      } else {
        first(orders[i].of(rows), new int[] {places[i]}, into);
      }
    }
  }

  private void first(List<IndexedRecord> rows, int[] of, Object[] into) {
    for (IndexedRecord row : rows) {
      reader.into(row, values);
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
  private List<Object> union(List<IndexedRecord> rows, int place) {
    Set<Object> items = new LinkedHashSet<>();
    for (IndexedRecord row : rows) {
      reader.into(row, values);
      if (values[place] instanceof List<?> list) {
        items.addAll(list);
      }
    }
    return new ArrayList<>(items);
  }
}
