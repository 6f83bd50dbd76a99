package dev.godwit.cli.merges;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.MergeGroupAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SheetCheckTest {
  private final Flaws flaws = new Flaws();
  private final List<MergeGroupAnswer> now = new ArrayList<>();
  private final StringBuilder file = new StringBuilder("group,entity,state,member,decision,seen\n");

  @Test
  void shouldMakeDecisionsOfGroupsAndLeaveOpenOnes() {
    exported("g1", "REVIEW", null, "1:together", "2:together");
    exported("g2", "REVIEW", null, "3:apart", "4:apart", "5:apart");
    exported("g3", "AUTOMATIC", null, "6:together:a", "7:together:A", "8:apart");
    exported("g4", "REVIEW", null, "9:", "10:");

    SheetCheck.Checked checked = check();

    assertThat(flaws.all()).isEmpty();
    assertThat(checked.open()).isEqualTo(1);
    assertThat(checked.decisions().stream().flatMap(d -> d.fields().stream()))
        .containsExactly(
            decision(true, "g1", "1", "2"),
            decision(false, "g2", "3", "4", "5"),
            decision(true, "g3", "6", "7"),
            decision(false, "g3", "6", "8"),
            decision(false, "g3", "7", "8"));
  }

  @Test
  void shouldCountGroupsThatAreDecidedSoAlready() {
    exported("g1", "TOGETHER", 2, "1:together", "2:together");
    exported("g2", "APART", 2, "3:apart", "4:apart");
    SheetCheck.Checked checked = check();
    assertThat(flaws.all()).isEmpty();
    assertThat(checked.already()).isEqualTo(2);
    assertThat(checked.decisions()).isEmpty();
  }

  @Test
  void shouldRefuseAGroupThatIsDecidedOtherwise() {
    exported("g1", "TOGETHER", 2, "1:apart", "2:apart");
    check();
    assertThat(sentences())
        .containsExactly(
            "line 2, column decision: expected the decision 2 of group g1, which is together, found"
                + " another one; undo it first: godwit merges undo acme 2");
  }

  @Test
  void shouldRefuseUnknownAndStaleGroups() {
    line("gone", "REVIEW", "1:apart", "2:apart");
    now.add(group("g1", "APART", 4, 2, "3", "4"));
    line("g1", "REVIEW", "3:apart", "4:apart");
    check();
    assertThat(sentences())
        .containsExactly(
            "line 2, column group: expected a group of the last planned run, found 'gone', which is"
                + " none (any more); export the groups again",
            "line 4, column state: expected APART, the state of group g1 now, found 'REVIEW'; export"
                + " the groups again");
  }

  @Test
  void shouldRefuseMembersThatWereEdited() {
    now.add(group("g1", "REVIEW", null, 3, "1", "2", "3"));
    line("g1", "REVIEW", "1:together", "2:together", "9:apart");
    now.add(group("g2", "REVIEW", null, 900, "4", "5"));
    line("g2", "REVIEW", "4:together", "5:together");
    check();
    assertThat(sentences())
        .containsExactly(
            "line 2, column member: expected all 3 rows of group g1, found none for [3]",
            "line 4, column member: expected a row of group g1, found '9', which is none; members"
                + " cannot be changed",
            "line 5, column group: expected a group of at most 2 rows, found 900 in group g2; decide"
                + " it by rule, or name its rows");
  }

  @Test
  void shouldRefuseAGroupThatIsDecidedInPart() {
    exported("g1", "REVIEW", null, "1:together", "2:together", "3:");
    exported("g2", "REVIEW", null, "4:together:a", "5:apart");
    check();
    assertThat(sentences())
        .hasSize(2)
        .first()
        .asString()
        .startsWith("line 4, column decision: expected a decision, as other rows of group g1");
    assertThat(sentences().getLast())
        .startsWith("line 5, column decision: expected 'together:a' at two rows of group g2");
  }

  @Test
  void shouldRefuseGroupsThatContradictEachOther() {
    exported("g1", "REVIEW", null, "1:together", "2:together", "3:apart");
    exported("g2", "AUTOMATIC", null, "1:apart", "2:apart");
    exported("g3", "REVIEW", null, "2:apart", "4:apart");
    check();
    assertThat(sentences())
        .containsExactly(
            "line 5, column decision: expected rows '1' and '2' apart as here in the whole file, found"
                + " them one by group g1 in line 2, alone or with others");
  }

  @Test
  void shouldRefuseAContradictionThroughFurtherRows() {
    exported("g1", "REVIEW", null, "1:together", "2:together");
    exported("g2", "REVIEW", null, "2:together", "3:together");
    exported("g3", "REVIEW", null, "1:apart", "3:apart", "4:apart");
    check();
    assertThat(sentences())
        .containsExactly(
            "line 6, column decision: expected rows '1' and '3' apart as here in the whole file, found"
                + " them one by group g2 in line 4, alone or with others");
  }

  @Test
  void shouldRefuseAGroupThatNeedsTooManyDecisions() {
    String[] rows =
        IntStream.range(0, 120)
            .mapToObj(i -> i + ":together:" + (i < 60 ? "a" : "b"))
            .toArray(String[]::new);
    exported("g1", "REVIEW", null, rows);
    check();
    assertThat(sentences())
        .singleElement()
        .asString()
        .contains("need at most 2,000 decisions, found 3,602");
  }

  private SheetCheck.Checked check() {
    return SheetCheck.check("acme", MergeSheet.read(file.toString(), flaws), now, flaws);
  }

  private List<String> sentences() {
    return flaws.all().stream().map(Flaws.Flaw::sentence).toList();
  }

  private void exported(String id, String state, Integer decision, String... rows) {
    String[] members =
        IntStream.range(0, rows.length)
            .mapToObj(i -> rows[i].substring(0, rows[i].indexOf(':')))
            .toArray(String[]::new);
    now.add(group(id, state, decision, members.length, members));
    line(id, state, rows);
  }

  private void line(String id, String state, String... rows) {
    for (String row : rows) {
      int colon = row.indexOf(':');
      file.append(
          "%s,contacts,%s,%s,%s,0\n"
              .formatted(id, state, row.substring(0, colon), row.substring(colon + 1)));
    }
  }

  private static MergeGroupAnswer group(
      String id, String state, Integer decision, int size, String... members) {
    return new MergeGroupAnswer(
        1, "contacts", id, state, "SAME_PHONE", 7, size, decision, List.of(members), 0, 0);
  }

  private static Map<String, Object> decision(boolean together, String group, String... members) {
    return Map.of("isTogether", together, "members", List.of(members), "groupId", group);
  }
}
