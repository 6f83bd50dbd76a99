package dev.godwit.api;

import java.util.List;

/**
 * Why two rows are, may be, or are not in one merge group.
 *
 * @param entity name of the entity, in small letters
 * @param left legacy id of one row
 * @param right legacy id of the other
 * @param run number of the run whose plan compared them
 * @param group the group that both are in; null where there is none
 * @param evidence the pairs that link the two, from left to right: one where they were compared
 *     with each other; empty where there is no group, or its record does not hold them
 * @param text the answer in words
 */
public record MergeExplanationAnswer(
    String entity,
    String left,
    String right,
    int run,
    MergeGroupAnswer group,
    List<PairAnswer> evidence,
    String text) {
  public MergeExplanationAnswer {
    evidence = List.copyOf(evidence);
  }
}
