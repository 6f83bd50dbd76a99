package dev.godwit.orchestrator.view.merges;

/**
 * A selection of merge groups.
 *
 * @param state only those in this state; null for every state
 * @param rule only those of this rule; null for every rule
 * @param above lowest match weight, in bits; null for any
 * @param atMost greatest number of rows; null for any
 * @param after id of the group behind which the list begins; null for its begin
 * @param limit greatest number of groups of the list
 */
public record MergeQuery(
    String state, String rule, Double above, Integer atMost, String after, int limit) {
  /** Greatest limit of one list. */
  public static final int MOST = 1_000;

  /** The same with another limit. */
  public MergeQuery upTo(int most) {
    return new MergeQuery(state, rule, above, atMost, after, most);
  }

  /** The next part of the same list. */
  MergeQuery after(String group) {
    return new MergeQuery(state, rule, above, atMost, group, MOST);
  }
}
