package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.CommandAnswer;
import dev.godwit.api.RunOutcome;
import dev.godwit.common.v1.Stage;
import dev.godwit.local.stack.Part;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.Difference;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.row.v1.ReleasedRecord;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows that are too long for the target, in a live run alone, until somebody widens the column. */
@ExtendWith(SharedStack.class)
class TransformReplayIT {
  private static final String LONG = "c".repeat(150);
  private static final int ROWS = 30;
  private static final int RATE = 3;

  /** The sample data has one, too; it is found in the rehearsal and waived. */
  private static final int WAIVED = 1;

  private final RunningGodwit godwit;
  private final TopicReader topics;

  TransformReplayIT(RunningGodwit godwit) {
    this.godwit = godwit;
    this.topics = new TopicReader(godwit);
  }

  @Test
  void shouldReleaseQuarantinedRowsOnceAndCompareThemWhenTheTransformerIsKilledMeanwhile() {
    Customer customer = godwit.customer("replayed");
    customer.create(50, 300, 100);
    customer.rehearse();
    customer.approve();
    List<String> emails = emailsWithoutEngagement(customer);
    for (String email : emails) {
      godwit
          .databases()
          .executeSource("update email set campaign = ? where id = ?::bigint", LONG, email);
    }
    customer.beginLiveRun();
    customer.awaitEvents("CommitHeld", 1);
    assertThat(quarantined(customer)).isEqualTo(WAIVED + ROWS);
    widenTheColumn();

    replay(customer, "TRANSFORM", RATE);
    customer.awaitEvents("ReplayProgressed", 2);
    godwit.kill(Part.TRANSFORMER);
    godwit.startAgain(Part.TRANSFORMER);
    customer.awaitEvents("ReplayFinished", 1);
    customer.awaitEvents("MigrationCommitted", 1);
    customer.awaitOutcome(RunOutcome.COMMITTED);

    assertThat(quarantined(customer)).isEqualTo(WAIVED);
    assertThat(rowsWithTheLongValue(customer)).containsExactlyInAnyOrderElementsOf(emails);
    String runId = new MigrationResult(godwit, customer).runId();
    List<ReleasedRecord> released =
        topics.all(Topics.QUARANTINE, ReleasedRecord.class).stream()
            .filter(record -> record.getRunId().equals(runId))
            .toList();
    assertThat(released)
        .extracting(ReleasedRecord::getLegacyId)
        .containsExactlyInAnyOrderElementsOf(emails);
    assertThat(released).allMatch(record -> record.getStage() == Stage.TRANSFORM);
    assertThat(
            topics.all(Topics.RECEIPTS, Receipt.class).stream()
                .filter(receipt -> receipt.getRunId().equals(runId) && receipt.getReplay() == 1)
                .mapToLong(Receipt::getRecordsOut)
                .sum())
        .isEqualTo(ROWS);
    compareAfterTheCommit(customer, runId, emails.getFirst());
  }

  private void compareAfterTheCommit(Customer customer, String runId, String email) {
    replay(customer, "VALIDATE", 0);
    customer.awaitEvents("ReplayFinished", 2);
    assertThat(topics.differences(runId)).isEmpty();

    godwit
        .databases()
        .executeTarget(
            "update crm.email set campaign = 'mine' where customer_id = ? and legacy_id = ?",
            customer.id(),
            email);
    replay(customer, "VALIDATE", 0);
    customer.awaitEvents("ReplayFinished", 3);
    assertThat(topics.differences(runId))
        .singleElement()
        .satisfies(difference -> assertThat(difference.getReplay()).isEqualTo(3))
        .extracting(Difference::getDifference, Difference::getFields)
        .containsExactly("CHANGED", List.of("campaign"));
  }

  private void widenTheColumn() {
    for (String schema : List.of("crm", "crm_staging")) {
      godwit
          .databases()
          .executeTarget(
              "alter table " + schema + ".email alter column campaign type varchar(200)");
    }
  }

  private static long quarantined(Customer customer) {
    return customer.report().quarantine().stream()
        .filter(q -> q.reason().equals("LIMIT_EXCEEDED"))
        .mapToLong(q -> q.count())
        .sum();
  }

  private static void replay(Customer customer, String stage, int rate) {
    CommandAnswer answer =
        customer.send("ReplayStage", "ann", Map.of("stage", stage, "rate", rate));
    assertThat(answer.state())
        .as("ReplayStage %s: %s", stage, answer.problem())
        .isEqualTo(CommandAnswer.State.ACCEPTED);
  }

  private List<String> rowsWithTheLongValue(Customer customer) {
    return godwit
        .databases()
        .targetRows(
            "select legacy_id from crm.email where customer_id = ? and campaign = ?",
            customer.id(),
            LONG)
        .stream()
        .map(List::getFirst)
        .toList();
  }

  /** Emails that the rehearsal loaded and that no engagement refers to. */
  private List<String> emailsWithoutEngagement(Customer customer) {
    List<String> quarantinedBefore =
        topics.quarantineOf(customer.id()).records().stream()
            .map(QuarantinedRecord::getLegacyId)
            .toList();
    return godwit
        .databases()
        .sourceRows(
            """
            select id::text from email e where customer_id = ?
              and not exists (select 1 from engagement g where g.email_id = e.id) order by id""",
            customer.id())
        .stream()
        .map(List::getFirst)
        .filter(email -> !quarantinedBefore.contains(email))
        .limit(ROWS)
        .toList();
  }
}
