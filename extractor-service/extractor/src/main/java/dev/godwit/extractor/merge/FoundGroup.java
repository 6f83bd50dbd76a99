package dev.godwit.extractor.merge;

import java.util.List;
import java.util.Map;

/**
 * A group with what a person needs to decide about it. Immutable.
 *
 * @param group the group
 * @param survivors by legacy id the row that each member becomes part of as things are
 * @param values by legacy id the texts of the row's fields; a field that a row lacks is missing
 * @param links evidence between its rows, that of the greatest weight first
 */
public record FoundGroup(
    RowGroup group,
    Map<String, String> survivors,
    Map<String, Map<String, String>> values,
    List<Link> links) {
  public FoundGroup {
    survivors = Map.copyOf(survivors);
    values = Map.copyOf(values);
    links = List.copyOf(links);
  }
}
