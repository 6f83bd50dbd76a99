package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.CommandAnswer;
import dev.godwit.api.RunOutcome;
import dev.godwit.common.v1.Entity;
import dev.godwit.common.v1.Stage;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.Difference;
import dev.godwit.row.v1.ReleasedRecord;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A row that is too long for the target, in a live run alone, until somebody widens the column. */
@ExtendWith(SharedStack.class)
class TransformReplayIT {
  private static final String LONG = "c".repeat(150);

  private final RunningGodwit godwit;

  TransformReplayIT(RunningGodwit godwit) {
    this.godwit = godwit;
  }

  @Test
  void shouldReleaseAQuarantinedRowIntoTheHeldRunAndCompareItAfterTheCommit() {
    Customer customer = godwit.customer("replayed");
    customer.create(50, 100, 250);
    customer.rehearse();
    customer.approve();
    String email = emailWithoutEngagement(customer);
    godwit
        .databases()
        .executeSource("update email set campaign = ? where id = ?::bigint", LONG, email);
    customer.beginLiveRun();
    customer.awaitEvents("CommitHeld", 1);
    // One of them is in the sample data, and was waived.
    assertThat(quarantined(customer)).isEqualTo(2);

    for (String schema : List.of("crm", "crm_staging")) {
      godwit
          .databases()
          .executeTarget(
              "alter table " + schema + ".email alter column campaign type varchar(200)");
    }
    replay(customer, "TRANSFORM");
    customer.awaitOutcome(RunOutcome.COMMITTED);

    assertThat(quarantined(customer)).isEqualTo(1);
    String runId = new MigrationResult(godwit, customer).runId();
    assertThat(
            godwit
                .databases()
                .targetRows(
                    "select campaign from crm.email where customer_id = ? and legacy_id = ?",
                    customer.id(),
                    email))
        .containsExactly(List.of(LONG));
    TopicReader topics = new TopicReader(godwit);
    assertThat(topics.all(Topics.QUARANTINE, ReleasedRecord.class))
        .filteredOn(released -> released.getRunId().equals(runId))
        .singleElement()
        .satisfies(released -> assertThat(released.getLegacyId()).isEqualTo(email))
        .satisfies(released -> assertThat(released.getStage()).isEqualTo(Stage.TRANSFORM));
    assertThat(topics.all(Topics.RECEIPTS, Receipt.class))
        .filteredOn(receipt -> receipt.getRunId().equals(runId) && receipt.getReplay() > 0)
        .singleElement()
        .satisfies(receipt -> assertThat(receipt.getEntity()).isEqualTo(Entity.EMAILS))
        .satisfies(receipt -> assertThat(receipt.getRecordsOut()).isEqualTo(1));
    compareAfterTheCommit(customer, runId, email, topics);
  }

  private void compareAfterTheCommit(
      Customer customer, String runId, String email, TopicReader topics) {
    long before = customer.events("ReplayFinished");
    replay(customer, "VALIDATE");
    customer.awaitEvents("ReplayFinished", before + 1);
    assertThat(topics.differences(runId)).isEmpty();

    godwit
        .databases()
        .executeTarget(
            "update crm.email set campaign = 'mine' where customer_id = ? and legacy_id = ?",
            customer.id(),
            email);
    replay(customer, "VALIDATE");
    customer.awaitEvents("ReplayFinished", before + 2);
    assertThat(topics.differences(runId))
        .singleElement()
        .satisfies(difference -> assertThat(difference.getReplay()).isEqualTo(3))
        .extracting(Difference::getDifference, Difference::getFields)
        .containsExactly("CHANGED", List.of("campaign"));
  }

  private static long quarantined(Customer customer) {
    return customer.report().quarantine().stream()
        .filter(q -> q.reason().equals("LIMIT_EXCEEDED"))
        .mapToLong(q -> q.count())
        .sum();
  }

  private static void replay(Customer customer, String stage) {
    CommandAnswer answer = customer.send("ReplayStage", "ann", Map.of("stage", stage));
    assertThat(answer.state())
        .as("ReplayStage %s: %s", stage, answer.problem())
        .isEqualTo(CommandAnswer.State.ACCEPTED);
  }

  private String emailWithoutEngagement(Customer customer) {
    return godwit
        .databases()
        .sourceRows(
            """
            select id::text from email e where customer_id = ? and not exists
              (select 1 from engagement g where g.email_id = e.id) order by id limit 1""",
            customer.id())
        .getFirst()
        .getFirst();
  }
}
