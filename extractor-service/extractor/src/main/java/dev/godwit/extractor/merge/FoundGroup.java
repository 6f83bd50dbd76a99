package dev.godwit.extractor.merge;

import dev.godwit.pack.Survival;
import java.util.List;
import java.util.Map;

/**
 * A group with what a person needs to decide about it. Immutable.
 *
 * @param group the group
 * @param survivors by legacy id the row that each member becomes part of as things are
 * @param values by legacy id the texts of the row's fields; a field that a row lacks is missing
 * @param evidence links between its rows, that of the greatest weight first, at most {@value
 *     #EVIDENCE}
 * @param survives by field the pack's rule that chooses the value that is kept; a field without one
 *     is missing
 */
public record FoundGroup(
    RowGroup group,
    Map<String, String> survivors,
    Map<String, Map<String, String>> values,
    List<Evidence> evidence,
    Map<String, Survival> survives) {
  /** Most links that are shown. */
  public static final int EVIDENCE = 200;

  public FoundGroup {
    survivors = Map.copyOf(survivors);
    values = Map.copyOf(values);
    survives = Map.copyOf(survives);
    evidence = List.copyOf(evidence);
  }
}
