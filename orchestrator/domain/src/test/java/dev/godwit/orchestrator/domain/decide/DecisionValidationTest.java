package dev.godwit.orchestrator.domain.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.orchestrator.domain.command.Command.DecideFix;
import dev.godwit.orchestrator.domain.command.Command.DecideMerges;
import dev.godwit.orchestrator.domain.command.Command.UndoDecision;
import dev.godwit.orchestrator.domain.common.Fix;
import dev.godwit.orchestrator.domain.common.MergeDecision;
import dev.godwit.orchestrator.domain.decide.Decision.Rejection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecisionValidationTest {
  private static final String GROUP = "0123456789abcdef";

  private static Rejection merges(MergeDecision... decisions) {
    return CommandValidation.of(
        new DecideMerges(null, "acme", "ann", "seen", -1, List.of(decisions)));
  }

  private static Rejection fixes(Fix... fixes) {
    return CommandValidation.of(new DecideFix(null, "acme", "ann", "long", -1, List.of(fixes)));
  }

  private static MergeDecision rows(boolean together, String... members) {
    return new MergeDecision(together, List.of(members), null, null, null, null, null);
  }

  private static MergeDecision of(String entity, boolean together, String... members) {
    return new MergeDecision(together, List.of(members), null, null, null, null, entity);
  }

  private static MergeDecision rule(boolean together, String name) {
    return new MergeDecision(together, List.of(), null, name, 7.5, 3, null);
  }

  /** A fix of contacts.outlet, from left to right: limit, mark, from, to, separator, into. */
  private static Fix fix(
      String action,
      Integer limit,
      String mark,
      String from,
      String to,
      String separator,
      String into) {
    return new Fix(
        action, "contacts", "outlet", null, null, limit, mark, from, to, separator, into);
  }

  private static void isAbout(Rejection flaw, String expected, String found) {
    assertThat(flaw).isNotNull();
    assertThat(flaw.expected()).startsWith(expected);
    assertThat(flaw.found()).contains(found);
    assertThat(flaw.action()).contains("send the command again with a new id");
  }

  @Test
  void shouldAcceptDecisionsThatCanBeCarriedOut() {
    assertThat(
            merges(
                rows(true, "a", "b", "c"),
                rows(false, "d", "e"),
                rows(false, "a", "d"),
                of("outlets", false, "a", "b"),
                new MergeDecision(true, List.of("x", "y"), GROUP, null, null, null, null),
                rule(true, "SAME_NAME"),
                rule(false, "SAME_PHONE"),
                new MergeDecision(true, List.of(), null, "*", null, null, "outlets")))
        .isNull();
  }

  @Test
  void shouldRefuseAMergeDecisionThatDecidesNothing() {
    isAbout(merges(), "decisions: at least one", "none");
    isAbout(merges(rows(true, "a")), "decisions[0].members: the ids of at least 2 rows", "1");
    isAbout(
        merges(rows(true, "a", "b"), rows(true, "a", "b", "a")),
        "decisions[1].members: distinct ids",
        "numbers 0 and 2");
    isAbout(merges(rows(true, "a", "")), "decisions[0].members[1]: an id", "nothing");
    isAbout(merges(rows(true, "a", "b\u0000")), "decisions[0].members[1]: an id", "2 characters");
    isAbout(
        merges(rows(true, "a", "x".repeat(201))),
        "decisions[0].members[1]: an id",
        "201 characters");
  }

  @Test
  void shouldRefuseAMergeDecisionByRuleThatNamesRows() {
    isAbout(
        merges(new MergeDecision(true, List.of("a", "b"), null, "r", null, null, null)),
        "decisions[0].members: none, since rule is given",
        "2 of them");
    isAbout(
        merges(new MergeDecision(true, List.of(), GROUP, "r", null, null, null)),
        "decisions[0].groupId: none",
        "a group");
    isAbout(
        merges(new MergeDecision(true, List.of(), null, " ", null, null, null)),
        "decisions[0].rule: the name of a rule",
        "nothing");
    isAbout(
        merges(new MergeDecision(true, List.of(), null, "r", Double.NaN, null, null)),
        "decisions[0].minWeight: a number",
        "NaN");
    isAbout(
        merges(new MergeDecision(true, List.of(), null, "r", null, 1, null)),
        "decisions[0].maxMembers: at least 2",
        "1");
  }

  @Test
  void shouldRefuseConditionsOfARuleForNamedRows() {
    isAbout(
        merges(new MergeDecision(true, List.of("a", "b"), null, null, 1.0, null, null)),
        "decisions[0].minWeight: none, since no rule is given",
        "a number");
    isAbout(
        merges(new MergeDecision(true, List.of("a", "b"), null, null, null, 3, null)),
        "decisions[0].maxMembers: none",
        "a number");
    isAbout(
        merges(new MergeDecision(true, List.of("a", "b"), "G1", null, null, null, null)),
        "decisions[0].groupId: 16 hexadecimal digits",
        "something else");
  }

  @ParameterizedTest
  @CsvSource({
    "emails, never merged",
    "engagements, never merged",
    "live, a text that is no such name",
    "Outlets, one with capitals",
    "'a b', a text that is no such name"
  })
  void shouldRefuseAMergeDecisionOfAnEntityThatCannotBeMerged(String entity, String found) {
    isAbout(merges(of(entity, true, "a", "b")), "decisions[0].entityName: ", found);
  }

  @Test
  void shouldRefuseContradictionsOfOneCommandAlsoThroughFurtherRows() {
    isAbout(
        merges(rows(true, "a", "b"), rows(false, "b", "a")),
        "decisions: none that contradicts",
        "decisions[1] that keeps members 0 and 1 apart, and decisions[0] by which they are one");
    isAbout(
        merges(
            rows(false, "x", "a", "d"),
            rows(true, "a", "b"),
            rows(true, "c", "d"),
            rows(true, "b", "c")),
        "decisions: none that contradicts",
        "decisions[0] that keeps members 1 and 2 apart");
    assertThat(merges(rows(true, "a", "b"), of("outlets", false, "a", "b"))).isNull();
    assertThat(merges(rows(true, "a", "b"), of("contacts", false, "a", "b"))).isNotNull();
  }

  @Test
  void shouldRefuseARuleThatIsDecidedBothWays() {
    isAbout(
        merges(rule(true, "r"), rows(true, "a", "b"), rule(false, "r")),
        "decisions: none that contradicts",
        "decisions[0] and decisions[2]");
    assertThat(merges(rule(true, "*"), rule(false, "r"))).isNotNull();
    assertThat(merges(rule(true, "r"), rule(true, "r"))).isNull();
  }

  @Test
  void shouldRefuseDecisionsWithoutAReasonOrWithAnImpossibleNumber() {
    isAbout(
        CommandValidation.of(
            new DecideMerges(null, "acme", "ann", " ", -1, List.of(rows(true, "a", "b")))),
        "why: the reason",
        "nothing");
    isAbout(
        CommandValidation.of(
            new DecideMerges(null, "acme", "ann", "x", -2, List.of(rows(true, "a", "b")))),
        "seen: ",
        "-2");
    isAbout(CommandValidation.of(new UndoDecision(null, "acme", "ann", "", 1)), "why: ", "nothing");
    isAbout(CommandValidation.of(new UndoDecision(null, "acme", "ann", "x", 0)), "number: ", "0");
    isAbout(
        CommandValidation.of(new DecideFix(null, "acme", "ann", "", -1, List.of())),
        "why: ",
        "nothing");
  }

  @Test
  void shouldNotRepeatAnIdOrAValueInARefusal() {
    String secret = "jane@example.com";
    Rejection ids = merges(rows(true, secret, secret));
    Rejection value = fixes(fix(Fix.MAP, null, null, secret, secret, null, null));
    assertThat(ids.toString() + value).doesNotContain(secret);
  }

  @Test
  void shouldAcceptEachFixWithWhatItTakes() {
    assertThat(
            fixes(
                fix(Fix.TRUNCATE, 1, null, null, null, null, null),
                fix(Fix.MAP, null, null, "", null, null, null),
                new Fix(
                    Fix.DEFAULT,
                    "notes",
                    "text",
                    "REQUIRED_MISSING",
                    null,
                    null,
                    null,
                    null,
                    "",
                    null,
                    null),
                new Fix(
                    Fix.SPLIT, "contacts", "tags", null, null, 3, null, null, null, ";", "labels"),
                new Fix(
                    Fix.DROP, "contacts", "fax", null, null, null, null, null, null, null, null),
                new Fix(
                    Fix.EDIT,
                    "contacts",
                    "outlet",
                    null,
                    "c-7",
                    null,
                    null,
                    null,
                    "x\ny",
                    null,
                    null)))
        .isNull();
  }

  @Test
  void shouldRefuseAFixThatLacksWhatItsActionNeeds() {
    isAbout(fixes(), "fixes: at least one", "none");
    isAbout(
        fixes(fix("CUT", null, null, null, null, null, null)),
        "fixes[0].action: one of TRUNCATE, MAP, DEFAULT, SPLIT, DROP, EDIT",
        "something else");
    isAbout(
        fixes(fix(Fix.TRUNCATE, null, "…", null, null, null, null)),
        "fixes[0].limit: a number of at least 1",
        "none");
    isAbout(fixes(fix(Fix.TRUNCATE, 0, null, null, null, null, null)), "fixes[0].limit: ", "0");
    isAbout(
        fixes(fix(Fix.MAP, null, null, null, "x", null, null)), "fixes[0].from: the value", "none");
    isAbout(fixes(fix(Fix.DEFAULT, null, null, null, null, null, null)), "fixes[0].to: ", "none");
    isAbout(
        fixes(fix(Fix.SPLIT, 2, null, null, null, "", null)), "fixes[0].separator: ", "nothing");
    isAbout(fixes(fix(Fix.SPLIT, 0, null, null, null, ";", "x")), "fixes[0].limit: ", "0");
    isAbout(
        fixes(fix(Fix.EDIT, null, null, null, "x", null, null)),
        "fixes[0].legacyId: an id in the source",
        "nothing");
  }

  @Test
  void shouldRefuseAFixThatFixesNothing() {
    isAbout(
        fixes(fix(Fix.TRUNCATE, 3, "😀😀😀", null, null, null, null)),
        "fixes[0].mark: a mark shorter than limit 3",
        "3 characters");
    assertThat(fixes(fix(Fix.TRUNCATE, 4, "😀😀😀", null, null, null, null))).isNull();
    isAbout(
        fixes(fix(Fix.MAP, null, null, "x", "x", null, null)),
        "fixes[0].to: another value",
        "the same");
    isAbout(fixes(fix(Fix.SPLIT, null, null, null, null, ";", null)), "fixes[0].into: ", "neither");
  }

  @Test
  void shouldRefuseWhatAnotherActionTakes() {
    isAbout(
        fixes(fix(Fix.DROP, 3, null, null, null, null, null)),
        "fixes[0].limit: none, since the action is DROP",
        "a value");
    isAbout(
        fixes(fix(Fix.TRUNCATE, 3, null, "a", null, null, null)), "fixes[0].from: none", "a value");
  }

  @Test
  void shouldRefuseNamesThatCannotBe() {
    isAbout(
        fixes(new Fix(Fix.DROP, "live", "x", null, null, null, null, null, null, null, null)),
        "fixes[0].entity: ",
        "no such name");
    isAbout(
        fixes(new Fix(Fix.DROP, "contacts", " ", null, null, null, null, null, null, null, null)),
        "fixes[0].field: ",
        "nothing");
    isAbout(
        fixes(new Fix(Fix.DROP, "contacts", "x", "", null, null, null, null, null, null, null)),
        "fixes[0].reason: ",
        "nothing");
    isAbout(
        fixes(
            new Fix(
                Fix.DROP, "contacts", "x", "NOT_NULL", null, null, null, null, null, null, null)),
        "fixes[0].reason: none, or one that a value is quarantined for: BAD_ADDRESS, ",
        "a text that is none of these");
    isAbout(
        fixes(fix(Fix.MAP, null, null, "a\ud800", "b", null, null)),
        "fixes[0].from: text",
        "a broken one");
  }

  @Test
  void shouldRefuseTwoFixesOfTheSame() {
    isAbout(
        fixes(
            fix(Fix.TRUNCATE, 3, null, null, null, null, null),
            fix(Fix.MAP, null, null, "a", "b", null, null),
            fix(Fix.DROP, null, null, null, null, null, null)),
        "fixes: at most one",
        "fixes[0] and fixes[2]");
  }
}
