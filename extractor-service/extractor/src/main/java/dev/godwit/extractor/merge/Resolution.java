package dev.godwit.extractor.merge;

import dev.godwit.extractor.merge.Decided.Placed;
import dev.godwit.extractor.merge.RowGroup.State;
import dev.godwit.worker.merge.MergeGroup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Decides which rows of an entity are one. What counts, the strongest first:
 *
 * <ol>
 *   <li>decisions of people, of which the latest about two rows counts;
 *   <li>the pack's rule: the same address, the same key;
 *   <li>automatic links, those of the greatest weight first.
 * </ol>
 *
 * Rows that a person kept apart are never joined, through others neither. Other links make groups
 * for review, unless a decision by rule settles them. The result follows from the rows, the links
 * and the decisions alone, not from the order in which they were found. Not thread-safe.
 */
public final class Resolution {
  /** Rule of a group that a person decided. */
  public static final String DECIDED = "DECIDED";

  /** Weight of a group that a rule of the pack or a person made, which has no evidence to weigh. */
  public static final double UNWEIGHED = 0;

  /**
   * Most rows that are put before a person as one group, unless two of its parts have more. Two
   * groups that would have more together are put before a person as they are, and their strongest
   * link as a group of its own.
   */
  private static final int LARGEST_REVIEW = 50;

  private final Map<String, Long> order;
  private final Decided decided;
  private final Clusters clusters;

  /** The joins of decisions alone. */
  private final Clusters byDecision;

  private final Map<String, Long> positions = new HashMap<>();
  private final Map<String, String> survivors = new HashMap<>();
  private final Map<String, String> ruleOfRow = new HashMap<>();
  private final List<Link> joined = new ArrayList<>();
  private final List<RowGroup> settled = new ArrayList<>();

  /**
   * For the rows of one entity.
   *
   * @param order place of each row in the snapshot, of all that a group, a link or a decision
   *     names; one that is missing is not there any more, and in no group
   */
  public Resolution(Map<String, Long> order, Decided decided) {
    this.order = Map.copyOf(order);
    this.decided = decided;
    this.clusters = new Clusters(decided);
    this.byDecision = new Clusters(decided);
  }

  /**
   * The groups, in the order of their first rows.
   *
   * @param byRule groups of the pack's rule
   * @param links evidence beside it
   */
  public List<RowGroup> resolve(List<MergeGroup> byRule, List<Link> links) {
    decided.byMembers().forEach(this::decide);
    byRule.forEach(this::merge);
    List<Link> ordered =
        links.stream()
            .filter(link -> order.containsKey(link.left()) && order.containsKey(link.right()))
            .map(this::directed)
            .sorted(
                Comparator.comparingDouble(Link::weight)
                    .reversed()
                    .thenComparing(link -> order.get(link.left()))
                    .thenComparing(link -> order.get(link.right())))
            .toList();
    for (Link link : ordered) {
      if (link.isAutomatic()
          && !clusters.areOne(link.left(), link.right())
          && clusters.join(link.left(), link.right())) {
        joined.add(link);
      }
    }
    List<RowGroup> open = review(ordered);
    List<RowGroup> all = new ArrayList<>(merged());
    all.addAll(open);
    all.addAll(settled);
    all.addAll(apart());
    all.sort(
        Comparator.<RowGroup, Long>comparing(group -> order.get(group.members().getFirst()))
            .thenComparing(RowGroup::state)
            .thenComparing(group -> group.members().size()));
    return all;
  }

  /** Legacy id of the row that a row becomes part of; its own where it stays. Once resolved. */
  public String survivor(String row) {
    return survivors.computeIfAbsent(
        clusters.root(row),
        root -> clusters.of(root).stream().min(Comparator.comparing(order::get)).orElseThrow());
  }

  private Link directed(Link link) {
    return order.get(link.left()) <= order.get(link.right()) ? link : link.turned();
  }

  private void decide(Placed one) {
    if (!one.decision().getIsTogether()) {
      return;
    }
    List<String> rows = inOrder(one.decision().getMembers());
    for (int i = 0; i < rows.size(); i++) {
      for (int j = i + 1; j < rows.size(); j++) {
        if (one.equals(decided.of(rows.get(i), rows.get(j)))
            && clusters.join(rows.get(i), rows.get(j))) {
          count(rows.get(i), rows.get(j), one.position());
        }
      }
    }
  }

  /** Counts a decision that joined two rows. */
  private void count(String left, String right, long position) {
    byDecision.join(left, right);
    positions.merge(left, position, Math::max);
    positions.merge(right, position, Math::max);
  }

  private void merge(MergeGroup group) {
    joinAll(
        inOrder(group.members()),
        (head, row) -> {
          ruleOfRow.put(row, group.rule());
          ruleOfRow.put(head, group.rule());
        });
  }

  /**
   * Joins rows, of those that a person kept apart as many as can be.
   *
   * @param onJoined takes each two rows that were joined
   */
  private void joinAll(List<String> rows, BiConsumer<String, String> onJoined) {
    List<String> heads = new ArrayList<>();
    for (String row : rows) {
      boolean isPlaced = false;
      for (int i = 0; i < heads.size() && !isPlaced; i++) {
        isPlaced = clusters.join(heads.get(i), row);
        if (isPlaced) {
          onJoined.accept(heads.get(i), row);
        }
      }
      if (!isPlaced) {
        heads.add(row);
      }
    }
  }

  /** Groups of clusters that may be one; those that a decision by rule settles are joined. */
  private List<RowGroup> review(List<Link> ordered) {
    Clusters groups = new Clusters(Decided.NONE);
    Map<String, Link> weakest = new HashMap<>();
    List<Link> left = new ArrayList<>();
    for (Link link : ordered) {
      if (clusters.areOne(link.left(), link.right())
          || clusters.areApart(link.left(), link.right())) {
        continue;
      }
      String one = clusters.root(link.left());
      String other = clusters.root(link.right());
      if (groups.areOne(one, other)) {
        continue;
      }
      boolean isFirst = groups.of(one).size() == 1 && groups.of(other).size() == 1;
      if (isFirst || rows(groups.of(one)) + rows(groups.of(other)) <= LARGEST_REVIEW) {
        groups.join(one, other);
        weakest.put(groups.root(one), link);
      } else {
        left.add(link);
      }
    }
    // A decision joins clusters, so the groups are settled after all of them are read.
    List<ReviewGroup> proposed = new ArrayList<>();
    for (List<String> parts : groups.all()) {
      proposed.add(proposed(parts, weakest.get(groups.root(parts.getFirst()))));
    }
    Set<Set<String>> bridged = new HashSet<>();
    for (Link link : left) {
      String one = clusters.root(link.left());
      String other = clusters.root(link.right());
      if (!groups.areOne(one, other) && bridged.add(Set.of(groups.root(one), groups.root(other)))) {
        proposed.add(proposed(List.of(one, other), link));
      }
    }
    return proposed.stream().flatMap(group -> settle(group).stream()).toList();
  }

  /**
   * Rows that may be one.
   *
   * @param rows in the order of the snapshot
   * @param link the weakest that holds them together
   */
  private record ReviewGroup(List<String> rows, Link link) {}

  private ReviewGroup proposed(List<String> roots, Link link) {
    return new ReviewGroup(
        inOrder(roots.stream().flatMap(root -> clusters.of(root).stream()).toList()), link);
  }

  /** The group as it is put before a person; empty where a decision by rule settles it. */
  private Optional<RowGroup> settle(ReviewGroup group) {
    Link link = group.link();
    List<String> rows = group.rows();
    Placed by = decided.of(link.rule(), link.weight(), rows.size());
    if (by == null) {
      return Optional.of(new RowGroup(State.REVIEW, rows, link.rule(), link.weight(), null));
    }
    if (by.decision().getIsTogether()) {
      joinAll(rows, (head, row) -> count(head, row, by.position()));
    } else {
      settled.add(new RowGroup(State.APART, rows, link.rule(), link.weight(), by.position()));
    }
    return Optional.empty();
  }

  private int rows(List<String> roots) {
    return roots.stream().mapToInt(root -> clusters.of(root).size()).sum();
  }

  private List<RowGroup> merged() {
    Map<String, Link> weakest = new HashMap<>();
    // They come with the greatest weight first, so the last one is the weakest.
    joined.forEach(link -> weakest.put(clusters.root(link.left()), link));
    List<RowGroup> merged = new ArrayList<>();
    for (List<String> cluster : clusters.all()) {
      List<String> rows = inOrder(cluster);
      Link link = weakest.get(clusters.root(rows.getFirst()));
      if (byDecision.of(rows.getFirst()).size() == rows.size()) {
        long position = rows.stream().mapToLong(positions::get).max().orElseThrow();
        merged.add(new RowGroup(State.TOGETHER, rows, DECIDED, UNWEIGHED, position));
        continue;
      }
      String rule =
          rows.stream()
              .map(ruleOfRow::get)
              .filter(of -> of != null)
              .findFirst()
              .orElseGet(() -> link == null ? DECIDED : link.rule());
      merged.add(
          new RowGroup(
              State.AUTOMATIC, rows, rule, link == null ? UNWEIGHED : link.weight(), null));
    }
    return merged;
  }

  private List<RowGroup> apart() {
    List<RowGroup> apart = new ArrayList<>();
    Set<Set<String>> seen = new HashSet<>();
    for (Placed one : decided.byMembers().reversed()) {
      if (one.decision().getIsTogether()) {
        continue;
      }
      List<String> rows =
          inOrder(one.decision().getMembers()).stream().filter(row -> isKept(row, one)).toList();
      if (rows.size() > 1 && seen.add(Set.copyOf(rows))) {
        apart.add(new RowGroup(State.APART, rows, DECIDED, UNWEIGHED, one.position()));
      }
    }
    return apart;
  }

  private boolean isKept(String row, Placed by) {
    return by.decision().getMembers().stream()
        .anyMatch(
            other ->
                !other.equals(row)
                    && order.containsKey(other)
                    && by.equals(decided.of(row, other)));
  }

  private List<String> inOrder(List<String> rows) {
    return rows.stream()
        .distinct()
        .filter(order::containsKey)
        .sorted(Comparator.comparing(order::get))
        .toList();
  }
}
