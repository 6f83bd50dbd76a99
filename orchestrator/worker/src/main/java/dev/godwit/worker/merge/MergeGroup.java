package dev.godwit.worker.merge;

import java.util.List;

/**
 * Source rows of one entity that are one row of the target. Immutable.
 *
 * @param members legacy ids, at least two; the first is the survivor. The others are in the order
 *     of queries and keys when they are found, and in that of their texts when they are read back
 * @param rule rule by which they are one, as in {@code crm.identities.v1}
 */
public record MergeGroup(List<String> members, String rule) {
  /** Rule of rows with the same address. */
  public static final String SAME_ADDRESS = "SAME_ADDRESS";

  /** Rule of rows with the same key of the pack. */
  public static final String SAME_KEY = "SAME_KEY";

  public MergeGroup {
    members = List.copyOf(members);
  }

  /** Legacy id of the member that identifies the row of the target. */
  public String survivor() {
    return members.getFirst();
  }
}
