package dev.godwit.transformer.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.receipt.v1.LostRange;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Topics;
import dev.godwit.transformer.outbound.ReceiptPosition;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

/** Where a session continues, and records that were deleted before it. */
class LivePositionsTest extends LiveSession {
  @Test
  void shouldContinueWhereItsReceiptsEndWhenTheCommittedOffsetIsLost() throws Exception {
    open("acme", 1, 9);
    on.read(TWO, 10, event("acme", "e-1").setEmailId("70").build());
    on.read(TWO, 12, event("acme", "e-2").setEmailId("70").build());
    on.steps(2);
    ReceiptPosition found = new ReceiptPosition();
    on.receipts().stream().filter(ReceiptPosition::isOne).forEach(found::add);
    assertThat(found.position()).isEqualTo(on.committed(TWO));

    on.ofReceipts.put(TWO, found.position());
    on.consumer.rebalance(List.of());
    on.consumer.rebalance(List.of(TWO));
    assertThat(on.consumer.position(TWO)).isEqualTo(13);
    on.read(TWO, 13, event("acme", "e-3").setEmailId("70").build());
    on.steps(2);

    assertThat(on.sent(Topics.LIVE_TRANSFORMED)).hasSize(3);
    assertThat(on.receipts().getLast().getFromOffset()).isEqualTo(13);
    assertThat(on.failures).isEmpty();
  }

  @Test
  void shouldReportAndBookWhatWasDeletedWhenItsNextRecordIsGone() throws Exception {
    open("acme", 1, 9);
    open("later", 2, 60);
    on.ofReceipts.put(TWO, new OffsetAndMetadata(10, "acme%2F1=10"));
    on.consumer.rebalance(List.of());
    on.consumer.updateBeginningOffsets(Map.of(TWO, 40L));

    on.consumer.rebalance(List.of(TWO));
    on.steps(1);

    assertThat(on.failures)
        .containsExactly(
            "acme/1: Expected every record of crm.engagements.live.v1 to be there until it is read,"
                + " found those of partition 2 from offset 10 to 39 deleted before they were transformed.");
    assertThat(on.committed(TWO).offset()).isEqualTo(40);
    Receipt receipt = on.receipts().getFirst();
    assertThat(receipt.getRunId()).isEqualTo("acme/1");
    assertThat(receipt.getFromOffset()).isEqualTo(10);
    assertThat(receipt.getToOffset()).isEqualTo(40);
    assertThat(receipt.getRecordsIn()).isZero();
    assertThat(receipt.getLost()).containsExactly(new LostRange(10L, 40L));
  }

  @Test
  void shouldReportEveryRunningRunWhenRowsOfASnapshotAreDeletedUnread() {
    start("acme", 1);
    on.ofReceipts.put(SNAPSHOT, new OffsetAndMetadata(3));
    on.consumer.rebalance(List.of());
    on.consumer.updateBeginningOffsets(Map.of(SNAPSHOT, 5L));
    on.consumer.rebalance(List.of(SNAPSHOT));
    assertThat(on.failures).singleElement().asString().startsWith("acme/1: ").contains("3 to 4");
    assertThat(on.consumer.position(SNAPSHOT)).isEqualTo(5);
  }

  @Test
  void shouldWaitForAPersonWhenItsOffsetIsBeyondTheEndAndBeginAnewWhenItIsDeleted() {
    open("acme", 1, 9);
    on.consumer.commitSync(Map.of(TWO, new OffsetAndMetadata(2_000_000)));
    on.consumer.rebalance(List.of());
    on.consumer.rebalance(List.of(TWO, THREE));
    on.steps(1);
    assertThat(on.failures).singleElement().asString().contains("acme/1", "made anew");
    assertThat(on.session.held()).containsOnlyKeys(TWO);
    assertThat(on.consumer.paused()).containsExactly(TWO);

    SessionFixture reset = new SessionFixture(Map.of(TWO, new OffsetAndMetadata(2_000_000)), TWO);
    assertThat(reset.session.held()).isEmpty();
    assertThat(reset.consumer.position(TWO)).isZero();
    assertThat(reset.committed(TWO).offset()).isZero();
  }
}
