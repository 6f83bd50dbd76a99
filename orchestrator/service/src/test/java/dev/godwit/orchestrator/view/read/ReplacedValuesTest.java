package dev.godwit.orchestrator.view.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.ReportAnswer;
import dev.godwit.orchestrator.view.fold.RunDocument;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplacedValuesTest {
  @Test
  void shouldNameFieldReasonAndWaiverOfEachFinding() {
    RunDocument run = new RunDocument();
    run.quarantine.put("LOAD/CONTACTS/TARGET_REFUSED", 3L);
    run.quarantine.put("VALIDATE/CONTACTS/REPLACED.address.BAD_ADDRESS", 12L);
    run.quarantine.put("VALIDATE/CONTACTS/REPLACED.companyIds.REPEATED_ITEM", 2L);
    run.quarantine.put("VALIDATE/CONTACTS/STAGING_DIFFERS", 1L);
    ReportAnswer.Waiver waiver =
        new ReportAnswer.Waiver(
            "CONTACTS", "REPLACED.address.BAD_ADDRESS", 20, "ann", Instant.EPOCH, "known");

    assertThat(ReplacedValues.of(run, List.of(waiver)))
        .containsExactly(
            new ReportAnswer.Replaced(
                "CONTACTS", "address", "BAD_ADDRESS", 12, "REPLACED.address.BAD_ADDRESS", 20),
            new ReportAnswer.Replaced("CONTACTS", "companyIds", "REPEATED_ITEM", 2, null, 0));
  }
}
