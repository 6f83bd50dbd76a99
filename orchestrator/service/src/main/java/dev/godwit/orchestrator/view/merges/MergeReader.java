package dev.godwit.orchestrator.view.merges;

import dev.godwit.api.MergeCountAnswer;
import dev.godwit.api.MergeGroupAnswer;
import dev.godwit.orchestrator.view.store.DecisionRow;
import dev.godwit.orchestrator.view.store.MergeGroupRow;
import dev.godwit.orchestrator.view.store.MigrationRow;
import dev.godwit.orchestrator.view.store.RunRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Merge groups of the last run that was planned, from the read model. Lists are ordered by weight,
 * the greatest first, then by id. Thread-safe.
 */
@ApplicationScoped
public class MergeReader {
  private static final String OF_RUN = "customer = :customer and run = :run";
  private static final String ORDER = " order by weight desc, groupId";

  private final EntityManager entities;

  MergeReader(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * Groups.
   *
   * @return empty where there is no such migration
   * @throws UnknownGroupException where the list should begin behind a group that it does not have
   */
  @Transactional
  public Optional<List<MergeGroupAnswer>> groups(String customer, MergeQuery query) {
    if (MigrationRow.findById(customer) == null) {
      return Optional.empty();
    }
    Map<String, Object> values = ofLastRun(customer);
    StringBuilder where = new StringBuilder(OF_RUN);
    add(where, values, "state", " and state = :state", query.state());
    add(where, values, "rule", " and rule = :rule", query.rule());
    add(where, values, "above", " and weight >= :above", query.above());
    add(where, values, "atMost", " and size <= :atMost", query.atMost());
    if (query.after() != null) {
      MergeGroupRow last =
          row(customer, query.after()).orElseThrow(() -> new UnknownGroupException(query.after()));
      where.append(" and (weight < :weight or (weight = :weight and groupId > :group))");
      values.put("weight", last.weight);
      values.put("group", last.groupId);
    }
    Map<Long, Integer> decisions = DecisionRow.holding(customer);
    return Optional.of(
        MergeGroupRow.<MergeGroupRow>find(where + ORDER, values).page(0, query.limit()).stream()
            .map(group -> group.answer(decisions))
            .toList());
  }

  /** A group; empty where there is none of that id. */
  @Transactional
  public Optional<MergeGroupAnswer> group(String customer, String group) {
    return row(customer, group).map(found -> found.answer(DecisionRow.holding(customer)));
  }

  /** The number of groups by entity, state and rule; empty where there is no such migration. */
  @Transactional
  public Optional<List<MergeCountAnswer>> counts(String customer) {
    if (MigrationRow.findById(customer) == null) {
      return Optional.empty();
    }
    Map<String, Object> values = ofLastRun(customer);
    int run = (Integer) values.get("run");
    return Optional.of(
        entities
            .createQuery(
                "select entity, state, rule, count(*), sum(size), min(weight), max(weight)"
                    + " from MergeGroupRow where "
                    + OF_RUN
                    + " group by entity, state, rule order by entity, state, rule",
                Object[].class)
            .setParameter("customer", customer)
            .setParameter("run", run)
            .getResultStream()
            .map(
                c ->
                    new MergeCountAnswer(
                        run,
                        (String) c[0],
                        (String) c[1],
                        (String) c[2],
                        ((Number) c[3]).longValue(),
                        ((Number) c[4]).longValue(),
                        (Double) c[5],
                        (Double) c[6]))
            .toList());
  }

  /** Groups that have a row among their listed members. */
  @Transactional
  public List<MergeGroupAnswer> groupsOf(String customer, String entity, String legacyId) {
    Map<String, Object> values = ofLastRun(customer);
    values.put("entity", entity);
    values.put("member", legacyId);
    Map<Long, Integer> decisions = DecisionRow.holding(customer);
    return MergeGroupRow.<MergeGroupRow>find(
            OF_RUN + " and entity = :entity and array_contains(members, :member)" + ORDER, values)
        .stream()
        .map(group -> group.answer(decisions))
        .toList();
  }

  /** Groups of an entity that have more rows than their listed members. */
  @Transactional
  public List<MergeGroupAnswer> beyondTheirMembers(String customer, String entity) {
    Map<String, Object> values = ofLastRun(customer);
    values.put("entity", entity);
    Map<Long, Integer> decisions = DecisionRow.holding(customer);
    return MergeGroupRow.<MergeGroupRow>find(
            OF_RUN + " and entity = :entity and size > array_length(members)" + ORDER, values)
        .stream()
        .map(group -> group.answer(decisions))
        .toList();
  }

  /** Number of the last run that was planned; 0 where there is none. */
  @Transactional
  public int lastRun(String customer) {
    return RunRow.lastPlanned(customer);
  }

  /** Number of the customer's last decision about merges or values; 0 where none was made. */
  @Transactional
  public int lastDecision(String customer) {
    return DecisionRow.last(customer);
  }

  private static Optional<MergeGroupRow> row(String customer, String group) {
    String key = MergeGroupRow.id(customer, RunRow.lastPlanned(customer), group);
    return MergeGroupRow.findByIdOptional(key);
  }

  private static Map<String, Object> ofLastRun(String customer) {
    Map<String, Object> values = new HashMap<>();
    values.put("customer", customer);
    values.put("run", RunRow.lastPlanned(customer));
    return values;
  }

  private static void add(
      StringBuilder where, Map<String, Object> values, String name, String term, Object value) {
    if (value != null) {
      where.append(term);
      values.put(name, value);
    }
  }

  /** A list should begin behind a group that there is not. The request is at fault. */
  public static final class UnknownGroupException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String group;

    UnknownGroupException(String group) {
      super("Expected a merge group of the last planned run, found '" + group + "'.");
      this.group = group;
    }

    /** Id that was asked for. */
    public String group() {
      return group;
    }
  }
}
