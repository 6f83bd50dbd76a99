package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.CommandAnswer;
import dev.godwit.common.v1.Stage;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.ReleasedRecord;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A row that only the live target refuses: released into the held run, and replayed after it. */
@ExtendWith(SharedStack.class)
class LoadReplayIT {
  private final RunningGodwit godwit;

  LoadReplayIT(RunningGodwit godwit) {
    this.godwit = godwit;
  }

  @Test
  void shouldReleaseARefusedRowIntoTheHeldRunAndRestoreDeletedRowsAfterTheCommit() {
    Customer customer = godwit.customer("reloaded");
    customer.create(50, 100, 250);
    customer.rehearse();
    customer.approve();
    String email = emailWithEngagement(customer);
    godwit
        .databases()
        .executeTarget(
            "alter table crm.email add constraint refuse_one check (legacy_id <> '%s') not valid"
                .formatted(email));
    customer.beginLiveRun();
    customer.awaitEvents("CommitHeld", 1);
    String runId = new MigrationResult(godwit, customer).runId();
    long held = quarantined(runId);
    assertThat(held).isGreaterThan(1);
    List<List<String>> before = engagements(customer);

    godwit.databases().executeTarget("alter table crm.email drop constraint refuse_one");
    replay(customer);
    customer.awaitEvents("MigrationCommitted", 1);

    long waived = quarantined(runId);
    assertThat(waived).as("rows without an email, as in the rehearsal").isLessThan(held - 1);
    assertThat(engagements(customer)).hasSizeGreaterThan(before.size());
    TopicReader topics = new TopicReader(godwit);
    assertThat(topics.all(Topics.QUARANTINE, ReleasedRecord.class))
        .filteredOn(released -> released.getRunId().equals(runId))
        .hasSize((int) (held - waived))
        .allMatch(released -> released.getStage() == Stage.LOAD)
        .anyMatch(released -> released.getLegacyId().equals(email));
    assertThat(
            topics.all(Topics.RECEIPTS, Receipt.class).stream()
                .filter(receipt -> receipt.getRunId().equals(runId) && receipt.getReplay() > 0)
                .mapToLong(Receipt::getRecordsOut)
                .sum())
        .isEqualTo(held - waived);
    restoreAfterTheCommit(customer);
  }

  private void restoreAfterTheCommit(Customer customer) {
    List<List<String>> before = engagements(customer);
    godwit
        .databases()
        .executeTarget("delete from crm.engagement where customer_id = ?", customer.id());
    long finished = customer.events("ReplayFinished");

    replay(customer);
    customer.awaitEvents("ReplayFinished", finished + 1);

    assertThat(engagements(customer)).isEqualTo(before);
  }

  private static void replay(Customer customer) {
    CommandAnswer answer = customer.send("ReplayStage", "ann", Map.of("stage", "LOAD"));
    assertThat(answer.state())
        .as("ReplayStage: %s", answer.problem())
        .isEqualTo(CommandAnswer.State.ACCEPTED);
  }

  private long quarantined(String runId) {
    return Long.parseLong(
        godwit
            .databases()
            .targetRows("select count(*)::text from godwit.quarantined where run_id = ?", runId)
            .getFirst()
            .getFirst());
  }

  private List<List<String>> engagements(Customer customer) {
    return godwit
        .databases()
        .targetRows(
            "select t::text from crm.engagement t where customer_id = ? order by 1", customer.id());
  }

  private String emailWithEngagement(Customer customer) {
    return godwit
        .databases()
        .sourceRows(
            """
            select id::text from email e where customer_id = ? and exists
              (select 1 from engagement g where g.email_id = e.id) order by id limit 1""",
            customer.id())
        .getFirst()
        .getFirst();
  }
}
