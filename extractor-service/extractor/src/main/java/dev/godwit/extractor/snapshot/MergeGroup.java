package dev.godwit.extractor.snapshot;

import java.util.List;

/**
 * Old contacts that are one contact of the new system. Immutable.
 *
 * @param members legacy ids in key order, at least two; the first is the survivor
 */
public record MergeGroup(List<String> members) {
  /** The rule by which contacts of one normalised address are one. */
  public static final String SAME_ADDRESS = "SAME_ADDRESS";

  public MergeGroup {
    members = List.copyOf(members);
  }

  /** Legacy id of the member that the new contact is named by. */
  public String survivor() {
    return members.getFirst();
  }
}
