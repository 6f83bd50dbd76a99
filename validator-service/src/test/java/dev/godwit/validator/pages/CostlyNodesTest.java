package dev.godwit.validator.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.CostlyNode;
import org.junit.jupiter.api.Test;

class CostlyNodesTest {
  @Test
  void shouldCountEachNodeByItselfOverAllItsLoops() {
    String plan =
        """
        [{"Plan": {"Node Type": "Limit", "Actual Total Time": 10.5, "Actual Rows": 50, "Actual Loops": 1,
          "Shared Hit Blocks": 120, "Shared Read Blocks": 10, "Plans": [
            {"Node Type": "Nested Loop", "Actual Total Time": 10.4, "Actual Rows": 50, "Actual Loops": 1,
             "Shared Hit Blocks": 120, "Shared Read Blocks": 10, "Plans": [
               {"Node Type": "Seq Scan", "Relation Name": "contact", "Filter": "(address = 'ann@x.org')",
                "Actual Total Time": 2.0, "Actual Rows": 50, "Actual Loops": 1, "Shared Hit Blocks": 20, "Shared Read Blocks": 0},
               {"Node Type": "Index Scan", "Relation Name": "email", "Index Name": "email_by_contact",
                "Actual Total Time": 0.16, "Actual Rows": 3, "Actual Loops": 50, "Shared Hit Blocks": 100, "Shared Read Blocks": 10}]}]}}]
        """;

    assertThat(CostlyNodes.of(plan, true))
        .isEqualTo(
            new CostlyNode("Index Scan", "email", "email_by_contact", 76, 8_000L, 150L, 110L));
  }

  @Test
  void shouldNotCountACommonTableExpressionInTheNodeThatReadsIt() {
    String plan =
        """
        [{"Plan": {"Node Type": "Sort", "Actual Total Time": 30.0, "Actual Rows": 5, "Actual Loops": 1, "Plans": [
            {"Node Type": "Seq Scan", "Parent Relationship": "InitPlan", "Subplan Name": "CTE big", "Relation Name": "engagement",
             "Actual Total Time": 20.0, "Actual Rows": 1000, "Actual Loops": 1},
            {"Node Type": "CTE Scan", "CTE Name": "big", "Actual Total Time": 25.0, "Actual Rows": 1000, "Actual Loops": 1}]}}]
        """;

    assertThat(CostlyNodes.of(plan, true))
        .isEqualTo(new CostlyNode("Seq Scan", "engagement", "", 67, 20_000L, 1_000L, 0L));
  }

  @Test
  void shouldTakeTheEstimatedCostWhenThePlanWasNotExecuted() {
    String plan =
        """
        [{"Plan": {"Node Type": "Sort", "Total Cost": 110.0, "Plan Rows": 9, "Plans": [
            {"Node Type": "Seq Scan", "Relation Name": "contact", "Total Cost": 90.0, "Plan Rows": 900}]}}]
        """;

    assertThat(CostlyNodes.of(plan, false))
        .isEqualTo(new CostlyNode("Seq Scan", "contact", "", 82, -1L, 900L, -1L));
  }

  @Test
  void shouldGiveNoneWhenTheTextIsNoPlan() {
    assertThat(CostlyNodes.of("", true)).isNull();
    assertThat(CostlyNodes.of("{", true)).isNull();
    assertThat(CostlyNodes.of("[]", true)).isNull();
  }
}
