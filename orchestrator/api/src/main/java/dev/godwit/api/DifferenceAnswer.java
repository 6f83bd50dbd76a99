package dev.godwit.api;

import java.util.List;

/**
 * One key in which the new system differs from what was loaded.
 *
 * @param difference MISSING, UNEXPECTED or CHANGED
 * @param fields columns that differ; empty unless CHANGED
 */
public record DifferenceAnswer(String table, String key, String difference, List<String> fields) {
  public DifferenceAnswer {
    fields = List.copyOf(fields);
  }
}
