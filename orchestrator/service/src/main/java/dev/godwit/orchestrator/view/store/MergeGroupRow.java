package dev.godwit.orchestrator.view.store;

import dev.godwit.api.MergeGroupAnswer;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;
import java.util.Map;

/** A merge group as a run's plan found it: ids, weight and position, never content. */
@Entity
@Table(name = "merge_group")
public class MergeGroupRow extends PanacheEntityBase {
  /** Run and group, joined by a slash. */
  @Id public String id;

  public String customer;
  public int run;

  /** Name of the entity in small letters. */
  public String entity;

  @Column(name = "group_id")
  public String groupId;

  public String state;
  public String rule;

  /** Match weight of the weakest link, in bits. */
  public double weight;

  /** Number of its rows; {@link #members} may hold fewer. */
  public int size;

  /** Offset of the command that settled it; null where none did. */
  @Column(name = "decision_at")
  public Long decisionAt;

  /** Legacy ids of the first rows, the survivor first. */
  public String[] members;

  public int part;

  @Column(name = "at_offset")
  public long offset;

  /**
   * The group.
   *
   * @param decisions numbers of the decisions that hold, {@link DecisionRow#holding}
   */
  public MergeGroupAnswer answer(Map<Long, Integer> decisions) {
    return new MergeGroupAnswer(
        run,
        entity,
        groupId,
        state,
        rule,
        weight,
        size,
        decisionAt == null ? null : decisions.get(decisionAt),
        List.of(members),
        part,
        offset);
  }

  /** Key of a group of a run. */
  public static String id(String customer, int run, String groupId) {
    return "%s/%d/%s".formatted(customer, run, groupId);
  }

  /** Those of some keys. */
  public static List<MergeGroupRow> ofKeys(List<String> ids) {
    return ids.isEmpty() ? List.of() : list("id in ?1", ids);
  }

  /** Deletes those of the runs before one. */
  public static long deleteBefore(String customer, int run) {
    return delete("customer = ?1 and run < ?2", customer, run);
  }
}
