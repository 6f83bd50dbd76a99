package dev.godwit.api;

import java.util.List;

/**
 * Rows of the source that are, or may be, one, by id and position; their values stay in {@code
 * crm.merge-groups.v1}.
 *
 * @param run number of the run whose plan found the group
 * @param entity name of the entity, in small letters
 * @param group 16 hexadecimal digits that follow from the members
 * @param state AUTOMATIC, REVIEW, TOGETHER or APART
 * @param rule rule of the weakest link
 * @param weight match weight of the weakest link, in bits
 * @param size number of its rows
 * @param decision number of the decision that settled it; null where none did, and where that was
 *     undone since: the next run is without it
 * @param members legacy ids, the survivor first; at most 200, the first ones
 * @param partition partition of {@code crm.merge-groups.v1} that has its record
 * @param offset offset of the record there
 */
public record MergeGroupAnswer(
    int run,
    String entity,
    String group,
    String state,
    String rule,
    double weight,
    int size,
    Integer decision,
    List<String> members,
    int partition,
    long offset) {
  /** The states that a group can have. */
  public static final List<String> STATES = List.of("AUTOMATIC", "REVIEW", "TOGETHER", "APART");

  public MergeGroupAnswer {
    members = List.copyOf(members);
  }

  /** True where each of its rows is among the members. */
  public boolean isWhole() {
    return members.size() == size;
  }
}
