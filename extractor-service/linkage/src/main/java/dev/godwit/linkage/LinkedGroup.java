package dev.godwit.linkage;

import java.util.List;

/**
 * Rows that are, or may be, one.
 *
 * @param state whether a rule merges them
 * @param rule rule of the weakest link
 * @param weight of the weakest link that holds the group together, in bits
 * @param members ids in ascending order; at least two
 * @param evidence pairs that hold it together and others that were compared, heaviest first
 */
public record LinkedGroup(
    GroupState state, Rule rule, double weight, List<String> members, List<PairEvidence> evidence) {
  public LinkedGroup {
    members = List.copyOf(members);
    evidence = List.copyOf(evidence);
  }
}
