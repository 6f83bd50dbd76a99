package dev.godwit.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A decision about merges before it is published. Component names are those of the schema, {@code
 * dev.godwit.common.v1.MergeDecision}; the orchestrator checks it.
 *
 * @param isTogether true where the rows are one, false where each two of them are not
 * @param members legacy ids of the rows; empty for a decision by rule
 * @param rule for a decision by rule its name, * for each; null for one by members
 * @param minWeight for a decision by rule the lowest match weight of a group, bits; null for any
 * @param maxMembers for a decision by rule the greatest number of members; null for any
 * @param entityName name of a declared entity; null for contacts
 */
record ProposedMerge(
    boolean isTogether,
    List<String> members,
    String rule,
    Double minWeight,
    Integer maxMembers,
    String entityName) {
  ProposedMerge {
    members = List.copyOf(members);
  }

  /** Of rows by their ids. */
  static ProposedMerge ofRows(boolean together, List<String> members, String entityName) {
    return new ProposedMerge(together, members, null, null, null, entityName);
  }

  /** As the command has it; what is null is left out. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("isTogether", isTogether);
    fields.put("members", members);
    fields.put("rule", rule);
    fields.put("minWeight", minWeight);
    fields.put("maxMembers", maxMembers);
    fields.put("entityName", entityName);
    fields.values().removeIf(value -> value == null);
    return fields;
  }
}
