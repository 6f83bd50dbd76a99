package dev.godwit.orchestrator.domain.decide;

import dev.godwit.orchestrator.domain.command.Command.DecideMerges;
import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.MergeDecision;
import dev.godwit.orchestrator.domain.decide.Decision.Rejection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Finds the first flaw of decisions about merges: one that decides nothing, or cannot be carried
 * out, or contradicts another one of its command. Stateless and thread-safe.
 */
final class MergeDecisionValidation {
  private static final Pattern GROUP = Pattern.compile("[0-9a-f]{16}");
  private static final int FEWEST_MEMBERS = 2;

  private MergeDecisionValidation() {}

  /** The first flaw; null where there is none. */
  static Rejection of(DecideMerges command) {
    List<MergeDecision> decisions = command.decisions();
    Rejection flaw = DecisionFlaws.frame(command, command.seen(), "decisions", decisions.size());
    for (int i = 0; i < decisions.size() && flaw == null; i++) {
      String path = "decisions[" + i + "].";
      MergeDecision one = decisions.get(i);
      flaw = one.entityName() == null ? null : entity(path + "entityName", one.entityName());
      if (flaw == null) {
        flaw = one.isByRule() ? byRule(path, one) : byMembers(path, one);
      }
    }
    return flaw != null ? flaw : MergeContradictions.of(decisions);
  }

  private static Rejection entity(String field, String name) {
    Rejection flaw = DecisionFlaws.entity(field, name);
    if (flaw != null) {
      return flaw;
    }
    Entity entity = Entity.valueOf(name);
    return entity.equals(Entity.EMAILS) || entity.equals(Entity.ENGAGEMENTS)
        ? DecisionFlaws.of(
            field,
            "contacts, or an entity that the pack declares",
            entity.text() + ", never merged")
        : null;
  }

  private static Rejection byRule(String path, MergeDecision one) {
    if (!one.members().isEmpty()) {
      return DecisionFlaws.of(
          path + "members", "none, since rule is given", one.members().size() + " of them");
    }
    if (one.groupId() != null) {
      return DecisionFlaws.of(path + "groupId", "none, since rule is given", "a group");
    }
    Rejection flaw =
        DecisionFlaws.name(path + "rule", "the name of a rule, or * for each", one.rule());
    if (flaw == null && one.minWeight() != null && !Double.isFinite(one.minWeight())) {
      flaw = DecisionFlaws.of(path + "minWeight", "a number of bits", one.minWeight().toString());
    }
    if (flaw == null && one.maxMembers() != null && one.maxMembers() < FEWEST_MEMBERS) {
      flaw =
          DecisionFlaws.of(
              path + "maxMembers",
              "at least %d, or none for any".formatted(FEWEST_MEMBERS),
              one.maxMembers().toString());
    }
    return flaw;
  }

  private static Rejection byMembers(String path, MergeDecision one) {
    if (one.minWeight() != null || one.maxMembers() != null) {
      return DecisionFlaws.of(
          path + (one.minWeight() != null ? "minWeight" : "maxMembers"),
          "none, since no rule is given",
          "a number");
    }
    if (one.groupId() != null && !GROUP.matcher(one.groupId()).matches()) {
      return DecisionFlaws.of(
          path + "groupId", "16 hexadecimal digits, as godwit merges list shows", "something else");
    }
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < one.members().size(); i++) {
      Rejection flaw = DecisionFlaws.id(path + "members[" + i + "]", one.members().get(i));
      if (flaw != null) {
        return flaw;
      }
      Integer before = seen.putIfAbsent(one.members().get(i), i);
      if (before != null) {
        return DecisionFlaws.of(
            path + "members",
            "distinct ids",
            "the same id as numbers %d and %d".formatted(before, i));
      }
    }
    return one.members().size() < FEWEST_MEMBERS
        ? DecisionFlaws.of(
            path + "members",
            "the ids of at least %d rows, or a rule".formatted(FEWEST_MEMBERS),
            String.valueOf(one.members().size()))
        : null;
  }
}
