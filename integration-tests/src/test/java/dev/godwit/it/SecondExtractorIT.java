package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.RunOutcome;
import dev.godwit.local.stack.Part;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two extractors: they share the chunks, and each has the tails of the other when that one dies.
 */
@ExtendWith(SharedStack.class)
class SecondExtractorIT {
  private final RunningGodwit godwit;

  SecondExtractorIT(RunningGodwit godwit) {
    this.godwit = godwit;
  }

  @Test
  void shouldShareTheWorkAndTakeOverWhenTheFirstExtractorIsKilled() throws InterruptedException {
    try (SecondInstance second = SecondInstance.start(godwit, Part.EXTRACTOR);
        AuditedTraffic traffic = AuditedTraffic.of(godwit, "two")) {
      Customer customer = traffic.customer();
      traffic.begin();
      customer.rehearse();
      assertThat(second.counted("godwit_stage_records_total", "outcome=\"extracted\""))
          .as("rows of the rehearsal that the second has extracted")
          .isPositive();
      customer.approve();
      customer.beginLiveRun();
      customer.awaitOutcome(RunOutcome.COMMITTED);

      godwit.kill(Part.EXTRACTOR);
      double before = tailed(second, customer);
      Conditions.await(
          "the second extractor goes on with the tail of " + customer.id(),
          () -> tailed(second, customer) > before);
      godwit.startAgain(Part.EXTRACTOR);
      traffic.addUp();
    }
  }

  private static double tailed(SecondInstance second, Customer customer) {
    return second.counted("godwit_tail_rows_total", "customer=\"" + customer.id() + "\"");
  }
}
