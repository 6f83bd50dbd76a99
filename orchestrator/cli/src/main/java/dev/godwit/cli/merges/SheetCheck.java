package dev.godwit.cli.merges;

import dev.godwit.api.MergeGroupAnswer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Checks the decisions of a file against the groups of now: each decided group is still there with
 * the same rows and state, all its rows have a decision, and no two decisions contradict each
 * other. Not thread-safe.
 */
public final class SheetCheck {
  private final String customer;
  private final Map<String, MergeGroupAnswer> now;
  private final Flaws flaws;

  /**
   * The outcome, to be used where there are no flaws.
   *
   * @param decisions of the groups that are to be decided
   * @param already groups that are decided so already
   * @param open groups without a decision
   */
  public record Checked(List<GroupDecision> decisions, int already, int open) {
    public Checked {
      decisions = List.copyOf(decisions);
    }
  }

  private SheetCheck(String customer, List<MergeGroupAnswer> now, Flaws flaws) {
    this.customer = customer;
    this.now = now.stream().collect(Collectors.toMap(MergeGroupAnswer::group, Function.identity()));
    this.flaws = flaws;
  }

  /**
   * Checks a file.
   *
   * @param now every group of the last planned run
   * @param flaws receives what is wrong
   */
  public static Checked check(
      String customer, MergeSheet sheet, List<MergeGroupAnswer> now, Flaws flaws) {
    return new SheetCheck(customer, now, flaws).check(sheet);
  }

  private Checked check(MergeSheet sheet) {
    List<GroupDecision> decided = new ArrayList<>();
    int already = 0;
    int open = 0;
    for (MergeSheet.Group group : sheet.groups()) {
      if (group.isOpen()) {
        open++;
      } else if (isComplete(group)) {
        GroupDecision decision = GroupDecision.of(group);
        MergeGroupAnswer current = now.get(group.id());
        if (current == null) {
          flaws.add(
              group.line(),
              "group",
              "expected a group of the last planned run, found '%s', which is none (any more); export the groups again"
                  .formatted(group.id()));
        } else if (isAsExported(group, current) && isSettled(current)) {
          already += isSame(decision, current, group) ? 1 : 0;
        } else {
          sendable(decision);
          decided.add(decision);
        }
      }
    }
    contradictions(decided);
    return new Checked(decided, already, open);
  }

  /** Every row has a decision, and no label stands alone. */
  private boolean isComplete(MergeSheet.Group group) {
    Map<String, Long> rows =
        group.rows().stream()
            .collect(Collectors.groupingBy(MergeSheet.Row::decision, Collectors.counting()));
    boolean complete = true;
    for (MergeSheet.Row row : group.rows()) {
      if (row.decision().isEmpty()) {
        flaws.add(
            row.line(),
            "decision",
            ("expected a decision, as other rows of group %s have one, found nothing;"
                    + " write apart for a row that is none of the others")
                .formatted(group.id()));
        complete = false;
      } else if (!row.decision().equals("apart") && rows.get(row.decision()) == 1) {
        flaws.add(
            row.line(),
            "decision",
            "expected '%s' at two rows of group %s at least, found it at one; write apart for a row that is none of the others"
                .formatted(row.decision(), group.id()));
        complete = false;
      }
    }
    return complete;
  }

  private boolean isAsExported(MergeSheet.Group group, MergeGroupAnswer current) {
    int before = flaws.all().size();
    if (!group.state().equals(current.state())) {
      flaws.add(
          group.line(),
          "state",
          "expected %s, the state of group %s now, found '%s'; export the groups again"
              .formatted(current.state(), group.id(), group.state()));
    }
    if (!group.entity().equals(current.entity())) {
      flaws.add(
          group.line(),
          "entity",
          "expected %s, the entity of group %s, found '%s'"
              .formatted(current.entity(), group.id(), group.entity()));
    }
    if (!current.isWhole()) {
      flaws.add(
          group.line(),
          "group",
          "expected a group of at most %d rows, found %d in group %s; decide it by rule, or name its rows"
              .formatted(current.members().size(), current.size(), group.id()));
      return false;
    }
    Set<String> expected = new HashSet<>(current.members());
    for (MergeSheet.Row row : group.rows()) {
      if (!expected.remove(row.member())) {
        flaws.add(
            row.line(),
            "member",
            "expected a row of group %s, found '%s', which is none; members cannot be changed"
                .formatted(group.id(), row.member()));
      }
    }
    if (!expected.isEmpty()) {
      flaws.add(
          group.line(),
          "member",
          "expected all %d rows of group %s, found none for %s"
              .formatted(current.size(), group.id(), expected.stream().sorted().limit(5).toList()));
    }
    return flaws.all().size() == before;
  }

  private void sendable(GroupDecision decision) {
    int size = decision.fields().size();
    if (size > DecideMergesCommands.MOST) {
      flaws.add(
          decision.line(),
          "decision",
          "expected parts of group %s that need at most %,d decisions, found %,d; use fewer labels"
              .formatted(decision.group(), DecideMergesCommands.MOST, size));
    }
  }

  private static boolean isSettled(MergeGroupAnswer current) {
    return current.decision() != null;
  }

  private boolean isSame(GroupDecision decision, MergeGroupAnswer current, MergeSheet.Group group) {
    boolean same = current.state().equals("TOGETHER") ? decision.isTogether() : decision.isApart();
    if (!same) {
      flaws.add(
          group.line(),
          "decision",
          "expected the decision %d of group %s, which is %s, found another one; undo it first: godwit merges undo %s %d"
              .formatted(
                  current.decision(),
                  group.id(),
                  current.state().toLowerCase(Locale.ROOT),
                  customer,
                  current.decision()));
    }
    return same;
  }

  /** Rows that one group keeps apart are not one by others, also not through further rows. */
  private void contradictions(List<GroupDecision> decided) {
    JoinedRows joined = new JoinedRows();
    decided.forEach(joined::add);
    for (GroupDecision decision : decided) {
      JoinedRows.Contradiction found = joined.contradiction(decision);
      if (found != null) {
        flaws.add(
            decision.line(),
            "decision",
            ("expected rows '%s' and '%s' apart as here in the whole file,"
                    + " found them one by group %s in line %d, alone or with others")
                .formatted(found.left(), found.right(), found.by().group(), found.by().line()));
      }
    }
  }
}
