package dev.godwit.orchestrator.view.merges;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.MergeExplanationAnswer;
import dev.godwit.api.MergeGroupAnswer;
import dev.godwit.api.PairAnswer;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairExplanationTest {
  private static final List<PairAnswer> EVIDENCE =
      List.of(pair("1", "2"), pair("3", "2"), pair("3", "4"), pair("1", "5"));

  @Test
  void shouldNameTheEvidenceOfAPairThatWasCompared() {
    MergeExplanationAnswer answer = explain("2", "3", "REVIEW", null);
    assertThat(answer.evidence()).containsExactly(pair("3", "2"));
    assertThat(answer.text())
        .isEqualTo(
            "A person has to decide whether they are one: both are in group g of run 2, compared with"
                + " each other: SAME_PHONE, weight 7.5 bits.");
  }

  @Test
  void shouldNameTheChainThatLinksAPairThatWasNotCompared() {
    MergeExplanationAnswer answer = explain("1", "4", "APART", 3);
    assertThat(answer.evidence()).containsExactly(pair("1", "2"), pair("3", "2"), pair("3", "4"));
    assertThat(answer.text())
        .startsWith("A person keeps them apart (decision 3)")
        .contains("linked through 2 other rows");
  }

  @Test
  void shouldSayWhenTheRecordDoesNotHoldTheLink() {
    MergeExplanationAnswer answer = explain("1", "9", "TOGETHER", 1);
    assertThat(answer.evidence()).isEmpty();
    assertThat(answer.text()).contains("does not hold the pairs that link them");
  }

  @Test
  void shouldSayThatNothingWasComparedBeforeTheFirstPlan() {
    assertThat(PairExplanation.apart("contacts", "1", "2", 0, groups(List.of())).text())
        .startsWith("No run of this customer was planned yet");
  }

  @Test
  void shouldSayWhenAGroupHasMoreRowsThanItLists() {
    MergeGroupAnswer large =
        new MergeGroupAnswer(
            2, "contacts", "g", "AUTOMATIC", "SAME_ADDRESS", 0, 1_250, null, List.of("1"), 0, 0);
    assertThat(PairExplanation.apart("contacts", "8", "9", 2, groups(List.of(large))).text())
        .contains("g (1,250 rows)")
        .contains("Whether the rows are among them is not known")
        .doesNotContain("stay separate");
    assertThat(PairExplanation.apart("contacts", "8", "9", 2, groups(List.of())).text())
        .contains("They stay separate");
  }

  @Test
  void shouldSayThatADecisionWasUndone() {
    assertThat(explain("1", "2", "TOGETHER", null).text())
        .startsWith("A person decided that they are one (a decision that was undone since)");
  }

  private static PairExplanation.Groups groups(List<MergeGroupAnswer> large) {
    return new PairExplanation.Groups(List.of(), List.of(), large);
  }

  private static MergeExplanationAnswer explain(
      String left, String right, String state, Integer decision) {
    return PairExplanation.together(
        "contacts",
        left,
        right,
        new MergeGroupAnswer(
            2,
            "contacts",
            "g",
            state,
            "SAME_PHONE",
            7.5,
            5,
            decision,
            List.of("1", "2", "3", "4", "5"),
            0,
            0),
        EVIDENCE);
  }

  private static PairAnswer pair(String left, String right) {
    return new PairAnswer(left, right, "SAME_PHONE", 7.5, List.of());
  }
}
