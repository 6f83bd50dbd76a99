package dev.godwit.orchestrator.domain.common;

import java.util.List;

/**
 * A person's decision about rows that may be one: of rows by their ids, or of every group that a
 * rule finds.
 *
 * @param isTogether true where the rows are one, false where each two of them are not
 * @param members legacy ids of the rows, at least two; empty for a decision by rule
 * @param groupId group that the author saw; null where the rows are named
 * @param rule for a decision by rule its name, {@value #EVERY_RULE} for each; null for one by
 *     members
 * @param minWeight for a decision by rule the lowest match weight of a group, bits; null for any
 * @param maxMembers for a decision by rule the greatest number of members of a group; null for any
 * @param entityName name of the entity where the pack declares it; null for contacts
 */
public record MergeDecision(
    boolean isTogether,
    List<String> members,
    String groupId,
    String rule,
    Double minWeight,
    Integer maxMembers,
    String entityName) {
  /** Each rule. */
  public static final String EVERY_RULE = "*";

  public MergeDecision {
    members = List.copyOf(members);
  }

  /** Whether it is about the groups of a rule, not about rows that it names. */
  public boolean isByRule() {
    return rule != null;
  }

  /** The entity; a name that cannot be one is the caller's to refuse first. */
  public Entity entity() {
    return entityName == null ? Entity.CONTACTS : Entity.valueOf(entityName);
  }
}
