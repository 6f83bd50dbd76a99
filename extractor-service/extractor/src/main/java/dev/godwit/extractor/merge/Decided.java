package dev.godwit.extractor.merge;

import dev.godwit.common.v1.MergeDecision;
import dev.godwit.records.Entity;
import dev.godwit.worker.decision.RunDecisions;
import dev.godwit.worker.decision.StoredDecision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The decisions of people about the rows of one entity, in their order: the latest about two rows
 * counts. Immutable, thread-safe.
 */
public final class Decided {
  private static final String EVERY_RULE = "*";

  /** No decisions. */
  public static final Decided NONE = new Decided(List.of());

  /**
   * A decision.
   *
   * @param position offset in {@code migration.commands.v1} of the command that holds it
   * @param decision what was decided
   */
  public record Placed(long position, MergeDecision decision) {}

  /** The decisions of a run by entity; an entity about which nothing was decided is missing. */
  public static Map<Entity, Decided> of(RunDecisions decisions) {
    Map<Entity, List<Placed>> byEntity = new HashMap<>();
    for (StoredDecision.Merges merges : decisions.merges()) {
      for (MergeDecision one : merges.decisions()) {
        byEntity
            .computeIfAbsent(entity(one), entity -> new ArrayList<>())
            .add(new Placed(merges.position(), one));
      }
    }
    Map<Entity, Decided> decided = new HashMap<>();
    byEntity.forEach((entity, placed) -> decided.put(entity, new Decided(placed)));
    return decided;
  }

  private static Entity entity(MergeDecision decision) {
    String name = decision.getEntityName();
    return name == null ? Entity.CONTACTS : Entity.valueOf(name);
  }

  private final List<Placed> byMembers = new ArrayList<>();
  private final List<Placed> byRule = new ArrayList<>();

  /** Places in {@link #byMembers} of the decisions about a row, in their order. */
  private final Map<String, List<Integer>> ofRow = new HashMap<>();

  /** Decisions about the rows of one entity, the earliest first. */
  public Decided(List<Placed> decisions) {
    for (Placed one : decisions) {
      if (one.decision().getRule() != null) {
        byRule.add(one);
        continue;
      }
      for (String member : new HashSet<>(one.decision().getMembers())) {
        ofRow.computeIfAbsent(member, m -> new ArrayList<>(1)).add(byMembers.size());
      }
      byMembers.add(one);
    }
  }

  /** Ids of all rows that a decision names. */
  public Set<String> rows() {
    return ofRow.keySet();
  }

  /** The decisions that name rows, the earliest first. */
  public List<Placed> byMembers() {
    return byMembers;
  }

  /** The latest decision about two rows; null where there is none. */
  public Placed of(String left, String right) {
    List<Integer> first = ofRow.get(left);
    List<Integer> second = ofRow.get(right);
    if (first == null || second == null) {
      return null;
    }
    int i = first.size() - 1;
    int j = second.size() - 1;
    while (i >= 0 && j >= 0) {
      int compared = Integer.compare(first.get(i), second.get(j));
      if (compared == 0) {
        return byMembers.get(first.get(i));
      }
      if (compared > 0) {
        i--;
      } else {
        j--;
      }
    }
    return null;
  }

  /** Whether the latest decision about two rows keeps them apart. */
  public boolean areApart(String left, String right) {
    Placed of = of(left, right);
    return of != null && !of.decision().getIsTogether();
  }

  /** Rows that are kept apart from a row by a decision that names both. */
  public Set<String> apartFrom(String row) {
    Set<String> apart = new HashSet<>();
    for (int place : ofRow.getOrDefault(row, List.of())) {
      Placed one = byMembers.get(place);
      if (!one.decision().getIsTogether()) {
        for (String other : one.decision().getMembers()) {
          if (!other.equals(row) && areApart(row, other)) {
            apart.add(other);
          }
        }
      }
    }
    return apart;
  }

  /**
   * The latest decision by rule that a group meets; null where there is none.
   *
   * @param weight match weight in bits of its weakest link
   */
  public Placed of(String rule, double weight, int members) {
    for (Placed one : byRule.reversed()) {
      MergeDecision decision = one.decision();
      boolean isNamed =
          decision.getRule().equals(EVERY_RULE) || decision.getRule().equalsIgnoreCase(rule);
      boolean isHeavy = decision.getMinWeight() == null || weight >= decision.getMinWeight();
      boolean isSmall = decision.getMaxMembers() == null || members <= decision.getMaxMembers();
      if (isNamed && isHeavy && isSmall) {
        return one;
      }
    }
    return null;
  }
}
