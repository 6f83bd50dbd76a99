package dev.godwit.extractor.snapshot;

import java.util.List;

/**
 * Source contacts that are one target contact. Immutable.
 *
 * @param members legacy ids in key order, at least two; the first is the survivor
 */
public record MergeGroup(List<String> members) {
  /** Rule: contacts with the same normalised address are one contact. */
  public static final String SAME_ADDRESS = "SAME_ADDRESS";

  public MergeGroup {
    members = List.copyOf(members);
  }

  /** Legacy id of the member that identifies the target contact. */
  public String survivor() {
    return members.getFirst();
  }
}
