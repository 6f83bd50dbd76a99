package dev.godwit.extractor.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.MergeDecision;
import dev.godwit.extractor.merge.Decided.Placed;
import dev.godwit.extractor.merge.RowGroup.State;
import dev.godwit.worker.merge.MergeGroup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResolutionTest {
  @Test
  void shouldMergeByRuleAndByAutomaticLinks() {
    List<RowGroup> groups =
        resolve(
            List.of(address("1", "2")),
            List.of(automatic("2", "3", 12), review("4", "5", 3)),
            Decided.NONE);

    assertThat(groups)
        .containsExactly(
            new RowGroup(
                State.AUTOMATIC, List.of("1", "2", "3"), MergeGroup.SAME_ADDRESS, 12, null),
            new RowGroup(State.REVIEW, List.of("4", "5"), "SAME_NAME", 3, null));
  }

  @Test
  void shouldNameTheWeakestLinkOfAGroup() {
    List<RowGroup> groups =
        resolve(List.of(), List.of(automatic("2", "3", 11), automatic("1", "2", 20)), Decided.NONE);

    assertThat(groups)
        .containsExactly(
            new RowGroup(State.AUTOMATIC, List.of("1", "2", "3"), "SAME_PHONE", 11, null));
  }

  @Test
  void shouldPutTheRowsOfMergedGroupsIntoTheReview() {
    List<RowGroup> groups =
        resolve(List.of(address("1", "2")), List.of(review("2", "5", 4)), Decided.NONE);

    assertThat(groups)
        .containsExactly(
            new RowGroup(
                State.AUTOMATIC,
                List.of("1", "2"),
                MergeGroup.SAME_ADDRESS,
                Resolution.UNWEIGHED,
                null),
            new RowGroup(State.REVIEW, List.of("1", "2", "5"), "SAME_NAME", 4, null));
  }

  @Test
  void shouldMergeWhatAPersonPutTogetherAndAskNoMore() {
    List<RowGroup> groups =
        resolve(
            List.of(),
            List.of(review("4", "5", 3), review("5", "6", 2)),
            new Decided(List.of(together(1, "4", "5", "6"))));

    assertThat(groups)
        .containsExactly(
            new RowGroup(
                State.TOGETHER,
                List.of("4", "5", "6"),
                Resolution.DECIDED,
                Resolution.UNWEIGHED,
                1L));
  }

  @Test
  void shouldKeepApartWhatAPersonKeptApartWhateverTheRules() {
    List<RowGroup> groups =
        resolve(
            List.of(address("1", "2", "3")),
            List.of(automatic("2", "3", 30), automatic("1", "4", 20), automatic("3", "4", 15)),
            new Decided(List.of(apart(1, "1", "3"))));

    assertThat(groups)
        .containsExactly(
            new RowGroup(
                State.AUTOMATIC, List.of("1", "2", "4"), MergeGroup.SAME_ADDRESS, 20, null),
            new RowGroup(State.APART, List.of("1", "3"), Resolution.DECIDED, 0, 1L));
  }

  @Test
  void shouldLetTheLatestDecisionCount() {
    Decided undecided = new Decided(List.of(together(1, "1", "2", "3"), apart(2, "1", "3")));
    assertThat(undecided.areApart("1", "3")).isTrue();
    assertThat(undecided.areApart("1", "2")).isFalse();

    Decided again =
        new Decided(List.of(together(1, "1", "2"), apart(2, "1", "2"), together(3, "1", "2")));
    assertThat(resolve(List.of(), List.of(), again))
        .containsExactly(
            new RowGroup(State.TOGETHER, List.of("1", "2"), Resolution.DECIDED, 0, 3L));
  }

  @Test
  void shouldSettleGroupsByRule() {
    Placed heavy = new Placed(1L, byRule(true, "SAME_NAME", 5.0, 2));
    List<RowGroup> groups =
        resolve(
            List.of(),
            List.of(
                review("1", "2", 6), review("3", "4", 4), review("5", "6", 7), review("6", "7", 7)),
            new Decided(List.of(heavy)));

    assertThat(groups)
        .extracting(RowGroup::state, RowGroup::members)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(State.TOGETHER, List.of("1", "2")),
            org.assertj.core.groups.Tuple.tuple(State.REVIEW, List.of("3", "4")),
            org.assertj.core.groups.Tuple.tuple(State.REVIEW, List.of("5", "6", "7")));
  }

  @Test
  void shouldProposeTheStrongestLinkBetweenGroupsThatWouldBeTooLargeTogether() {
    List<Link> links = new ArrayList<>();
    for (int row = 1; row < 40; row++) {
      links.add(review(Integer.toString(row), Integer.toString(row + 1), 9));
      links.add(review(Integer.toString(row + 40), Integer.toString(row + 41), 9));
    }
    links.add(review("7", "47", 5));
    links.add(review("8", "48", 4));

    List<RowGroup> groups = resolve(80, List.of(), links, Decided.NONE);

    assertThat(groups).extracting(RowGroup::state).containsOnly(State.REVIEW);
    assertThat(groups).extracting(group -> group.members().size()).containsExactly(40, 2, 40);
    assertThat(groups.get(1).members()).containsExactly("7", "47");
    assertThat(groups.get(1).weight()).isEqualTo(5);

    List<RowGroup> next = resolve(80, List.of(), links, new Decided(List.of(apart(1, "7", "47"))));
    assertThat(next)
        .filteredOn(group -> group.state() == State.REVIEW)
        .extracting(RowGroup::members)
        .contains(List.of("8", "48"));
  }

  @Test
  void shouldJoinByRuleWhatNobodyKeptApart() {
    List<RowGroup> groups =
        resolve(
            List.of(),
            List.of(review("1", "2", 6), review("2", "3", 6), review("3", "4", 6)),
            new Decided(
                List.of(
                    apart(1, "1", "3"),
                    apart(2, "1", "4"),
                    new Placed(3, byRule(true, "SAME_NAME", null, null)))));

    assertThat(groups)
        .filteredOn(RowGroup::isMerged)
        .extracting(RowGroup::state, RowGroup::members, RowGroup::decision)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(State.TOGETHER, List.of("1", "2"), 3L),
            org.assertj.core.groups.Tuple.tuple(State.TOGETHER, List.of("3", "4"), 3L));
  }

  @Test
  void shouldForgetRowsThatTheSnapshotDoesNotHave() {
    Resolution resolution =
        new Resolution(Map.of("1", 0L, "2", 1L), new Decided(List.of(together(1, "1", "9"))));
    assertThat(resolution.resolve(List.of(), List.of(review("1", "9", 3)))).isEmpty();
  }

  /** Random rows, links and decisions: neither the order of the links nor of the members counts. */
  @Test
  void shouldNotDependOnTheOrderInWhichEvidenceIsFound() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      List<String> rows = new ArrayList<>();
      for (int i = 1; i <= 12; i++) {
        rows.add(Integer.toString(i));
      }
      List<Link> links = new ArrayList<>();
      List<Placed> decisions = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        List<String> two = some(rows, 2, random);
        links.add(
            new Link(
                two.get(0),
                two.get(1),
                "SIMILAR_ROWS",
                random.nextInt(20),
                random.nextBoolean(),
                0));
      }
      for (long position = 1; position <= 4; position++) {
        List<String> some = some(rows, 2 + random.nextInt(3), random);
        decisions.add(
            new Placed(
                position,
                new MergeDecision(random.nextBoolean(), some, null, null, null, null, null)));
      }
      Decided decided = new Decided(decisions);
      List<MergeGroup> byRule =
          List.of(new MergeGroup(some(rows, 3, random), MergeGroup.SAME_ADDRESS));

      List<RowGroup> first = resolve(byRule, links, decided);
      List<Link> shuffled = new ArrayList<>();
      links.forEach(link -> shuffled.add(random.nextBoolean() ? link : link.turned()));
      Collections.shuffle(shuffled, random);
      List<String> members = new ArrayList<>(byRule.getFirst().members());
      Collections.shuffle(members, random);
      List<RowGroup> second =
          resolve(List.of(new MergeGroup(members, MergeGroup.SAME_ADDRESS)), shuffled, decided);

      assertThat(second).as("seed %d", seed).isEqualTo(first);
      for (RowGroup group : first) {
        if (group.isMerged()) {
          for (String left : group.members()) {
            for (String right : group.members()) {
              boolean areApart = !left.equals(right) && decided.areApart(left, right);
              assertThat(areApart).as("seed %d", seed).isFalse();
            }
          }
        }
      }
    }
  }

  private static List<String> some(List<String> rows, int count, Random random) {
    List<String> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, random);
    return List.copyOf(shuffled.subList(0, count));
  }

  private static List<RowGroup> resolve(
      List<MergeGroup> byRule, List<Link> links, Decided decided) {
    return resolve(12, byRule, links, decided);
  }

  private static List<RowGroup> resolve(
      int rows, List<MergeGroup> byRule, List<Link> links, Decided decided) {
    Map<String, Long> order = new HashMap<>();
    for (long i = 1; i <= rows; i++) {
      order.put(Long.toString(i), i);
    }
    return new Resolution(order, decided).resolve(byRule, links);
  }

  private static MergeGroup address(String... members) {
    return new MergeGroup(Arrays.asList(members), MergeGroup.SAME_ADDRESS);
  }

  private static Link automatic(String left, String right, double weight) {
    return new Link(left, right, "SAME_PHONE", weight, true, 0);
  }

  private static Link review(String left, String right, double weight) {
    return new Link(left, right, "SAME_NAME", weight, false, 0);
  }

  private static Placed together(long position, String... members) {
    return new Placed(
        position, new MergeDecision(true, Arrays.asList(members), null, null, null, null, null));
  }

  private static Placed apart(long position, String... members) {
    return new Placed(
        position, new MergeDecision(false, Arrays.asList(members), null, null, null, null, null));
  }

  private static MergeDecision byRule(
      boolean isTogether, String rule, Double minWeight, Integer maxMembers) {
    return new MergeDecision(isTogether, List.of(), null, rule, minWeight, maxMembers, null);
  }
}
