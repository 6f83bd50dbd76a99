package dev.godwit.transformer.merge;

import dev.godwit.transformer.shape.RowReader;
import java.util.List;
import org.apache.avro.generic.IndexedRecord;

/**
 * The values of rows that are one, of each field that of the first row that has one; an empty list
 * is none. Not thread-safe.
 */
final class FirstValues {
  private final RowReader reader;
  private final int[] places;
  private final Object[] values;

  /**
   * Of rows that a reader reads.
   *
   * @param places places of the fields
   * @param size number of places
   */
  FirstValues(RowReader reader, int[] places, int size) {
    this.reader = reader;
    this.places = places;
    this.values = new Object[size];
  }

  /** Puts the values in their places; null where no row has one. */
  void into(List<IndexedRecord> rows, Object[] into) {
    for (int place : places) {
      into[place] = null;
    }
    for (IndexedRecord row : rows) {
      reader.into(row, values);
      for (int place : places) {
        Object value = values[place];
        boolean isEmpty = value == null || (value instanceof List<?> list && list.isEmpty());
        if (into[place] == null && !isEmpty) {
          into[place] = value;
        }
      }
    }
  }
}
