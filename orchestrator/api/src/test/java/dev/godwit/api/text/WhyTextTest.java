package dev.godwit.api.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.FreezeAnswer;
import dev.godwit.api.Phase;
import dev.godwit.api.Problem;
import dev.godwit.api.WhyAnswer;
import dev.godwit.api.WhyAnswer.Kind;
import dev.godwit.api.WhyAnswer.Reason;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class WhyTextTest {
  private static final Instant AT = Instant.parse("2026-03-01T10:02:11Z");

  @Test
  void shouldPrintReasonCommandsAndRejectionWhenTheRunIsHeld() {
    WhyAnswer why =
        new WhyAnswer(
            "acme",
            AT.plusSeconds(125),
            Phase.HELD,
            2,
            "LIVE",
            AT,
            "A failure holds the run; the customer stays frozen meanwhile.",
            true,
            List.of(
                Reason.of(Kind.HELD, AT, "load on table contact: value too long"),
                Reason.of(Kind.STAGE_WAITS, null, "transform waits for Kafka")),
            List.of("godwit resume acme", "godwit rollback acme"),
            new FreezeAnswer(AT, null, 125, 14_400),
            new WhyAnswer.Rejected(
                AT, "ReplayStage", new Problem("a held run", "a failure", "Resume it.")),
            "");

    assertThat(WhyText.of(why, ZoneOffset.UTC))
        .isEqualTo(
            """
            acme is held, live run 2 (since 10:02:11, 2m 05s)
            It waits for a person. A failure holds the run; the customer stays frozen meanwhile.

              held              load on table contact: value too long (since 10:02:11, 2m 05s)
              stage waits       transform waits for Kafka

              customer          frozen for 2m 05s, freeze budget 4h 00m (0% used)

            What you can do

              godwit resume acme
              godwit rollback acme
              read deploy/runbooks/column-too-short.md
              read deploy/runbooks/broker-or-registry-down.md

            The last command that was rejected: ReplayStage at 2026-03-01 10:02:11
              expected  a held run
              found     a failure
              do        Resume it.
            """);
  }

  @Test
  void shouldSayThatNothingIsNeededWhenTheCustomerIsCommitted() {
    WhyAnswer why =
        new WhyAnswer(
            "acme",
            AT,
            Phase.COMMITTED,
            2,
            "LIVE",
            AT,
            "It waits for nothing.",
            false,
            List.of(),
            List.of(),
            null,
            null,
            "");
    assertThat(WhyText.of(why, ZoneOffset.UTC))
        .contains("It waits for nothing.", "Nothing is needed.")
        .doesNotContain("a person");
  }
}
