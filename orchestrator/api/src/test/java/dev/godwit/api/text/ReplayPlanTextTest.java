package dev.godwit.api.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.Problem;
import dev.godwit.api.ReplayPlanAnswer;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayPlanTextTest {

  @Test
  void shouldPrintRangesCountsEstimateAndCommand() {
    ReplayPlanAnswer plan =
        new ReplayPlanAnswer(
            "acme",
            2,
            "LOAD",
            null,
            null,
            List.of(
                new ReplayPlanAnswer.Range(
                    "crm.contacts.transformed.v1", "CONTACTS", 0, 17, 4_711, 1_200),
                new ReplayPlanAnswer.Range(
                    "crm.contacts.transformed.v1", "CONTACTS", 1, 0, 900, -1)),
            List.of(new ReplayPlanAnswer.EntityPlan("CONTACTS", 1_200, 1_197, 3)),
            1_200,
            3,
            100,
            400,
            3.0,
            List.of("Rows that are missing are written."));

    assertThat(ReplayPlanText.of(plan, "godwit replay acme --stage load --yes"))
        .isEqualTo(
            """
            Plan of a replay: run 2 of acme, stage load. Nothing has begun.

              topic                        partition  from offset  to offset  records
              ---------------------------  ---------  -----------  ---------  -------
              crm.contacts.transformed.v1          0           17       4711    1,200
              crm.contacts.transformed.v1          1            0        900        -

              entity    records  in the target already  in quarantine
              --------  -------  ---------------------  -------------
              contacts    1,200                  1,197              3

              records to read   1,200
              of them selected  at most 3
              estimate          about 3.0s (the run did 400/s, limit 100/s)
              note              Rows that are missing are written.

            To act:

              godwit replay acme --stage load --yes
            """);
  }

  @Test
  void shouldPrintTheRefusalAloneWhenItWouldBeRefused() {
    ReplayPlanAnswer plan =
        new ReplayPlanAnswer(
            "acme",
            2,
            "TRANSFORM",
            new Problem("the stage load", "the stage transform", "Replay the load."),
            null,
            List.of(),
            List.of(),
            0,
            0,
            0,
            0,
            null,
            List.of());

    assertThat(ReplayPlanText.of(plan, "godwit replay acme --yes"))
        .contains("would be refused", "expected  the stage load", "do        Replay the load.")
        .doesNotContain("--yes");
  }
}
