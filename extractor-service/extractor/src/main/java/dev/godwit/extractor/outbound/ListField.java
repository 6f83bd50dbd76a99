package dev.godwit.extractor.outbound;

import dev.godwit.pgcopy.CopyTuple;
import dev.godwit.wire.BodyBuffer;
import dev.godwit.worker.merge.Merges;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A list in one text column, cut at a separator; NULL and empty text are the empty list. Stateless.
 */
final class ListField {
  private ListField() {}

  /** Writes a column; without a separator the whole text is the one element. */
  static void write(CopyTuple row, int column, byte[] separator, BodyBuffer out) {
    int length = row.length(column);
    if (length > 0) {
      byte[] bytes = row.bytes();
      int start = row.start(column);
      int end = start + length;
      out.writeLong(count(bytes, start, end, separator));
      int from = start;
      int at;
      while ((at = next(bytes, from, end, separator)) >= 0) {
        out.writeBytes(bytes, from, at - from);
        from = at + separator.length;
      }
      out.writeBytes(bytes, from, end - from);
    }
    out.writeLong(0);
  }

  /** Writes a column of ids: those of survivors in place of merged ones, each once. */
  static void writeSurvivors(
      CopyTuple row, int column, byte[] separator, Merges merges, BodyBuffer out) {
    Set<String> ids = new LinkedHashSet<>();
    for (String id : items(row, column, separator)) {
      String survivor = merges.survivor(id);
      ids.add(survivor == null ? id : survivor);
    }
    if (!ids.isEmpty()) {
      out.writeLong(ids.size());
      ids.forEach(out::writeString);
    }
    out.writeLong(0);
  }

  /** The elements of a column. */
  static List<String> items(CopyTuple row, int column, byte[] separator) {
    List<String> items = new ArrayList<>();
    int length = row.length(column);
    if (length > 0) {
      byte[] bytes = row.bytes();
      int from = row.start(column);
      int end = from + length;
      int at;
      while ((at = next(bytes, from, end, separator)) >= 0) {
        items.add(new String(bytes, from, at - from, StandardCharsets.UTF_8));
        from = at + separator.length;
      }
      items.add(new String(bytes, from, end - from, StandardCharsets.UTF_8));
    }
    return items;
  }

  private static int count(byte[] bytes, int start, int end, byte[] separator) {
    int count = 1;
    int from = start;
    int at;
    while ((at = next(bytes, from, end, separator)) >= 0) {
      count++;
      from = at + separator.length;
    }
    return count;
  }

  /** Where the separator stands next, or -1. */
  private static int next(byte[] bytes, int from, int end, byte[] separator) {
    if (separator == null || separator.length == 0) {
      return -1;
    }
    for (int at = from; at <= end - separator.length; at++) {
      int i = 0;
      while (i < separator.length && bytes[at + i] == separator[i]) {
        i++;
      }
      if (i == separator.length) {
        return at;
      }
    }
    return -1;
  }
}
