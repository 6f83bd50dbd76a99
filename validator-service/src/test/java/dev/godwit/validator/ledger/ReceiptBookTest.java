package dev.godwit.validator.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.common.v1.Check;
import dev.godwit.receipt.v1.LostRange;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Entity;
import dev.godwit.validator.ledger.ReceiptBook.Outcome;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceiptBookTest {
  private final MemoryLedgerStore store = new MemoryLedgerStore();
  private final ReceiptBook book = new ReceiptBook(store);
  private final Receipt receipt = SampleRun.receipts().get(3);

  @Test
  void shouldBookAReceiptWhenItsRangeIsNew() {
    assertThat(book.book(receipt)).isEqualTo(Outcome.BOOKED);
  }

  @Test
  void shouldChangeNothingWhenAnotherInstanceRepeatsAReceipt() {
    book.book(receipt);
    var before = store.sums(SampleRun.RUN);
    Receipt again =
        Receipt.newBuilder(receipt)
            .setInstance("other")
            .setProducedAt(Instant.parse("2030-01-01T00:00:00Z"))
            .build();

    assertThat(book.book(again)).isEqualTo(Outcome.REPEATED);
    assertThat(store.sums(SampleRun.RUN)).isEqualTo(before);
  }

  @Test
  void shouldConflictWhenTheSameRangeHasOtherContent() {
    book.book(receipt);

    assertThat(book.book(Receipt.newBuilder(receipt).setRecordsOut(3).build()))
        .isEqualTo(Outcome.CONFLICTING);
    assertThat(store.conflicts(SampleRun.RUN)).isEqualTo(1);
  }

  @Test
  void shouldBookTheSameRangeOnceForEachReplay() {
    book.book(receipt);
    Receipt first = Receipt.newBuilder(receipt).setReplay(1).build();

    assertThat(book.book(first)).isEqualTo(Outcome.BOOKED);
    assertThat(book.book(first)).isEqualTo(Outcome.REPEATED);
    assertThat(book.book(Receipt.newBuilder(receipt).setReplay(2).build()))
        .isEqualTo(Outcome.BOOKED);
    assertThat(book.book(Receipt.newBuilder(first).setQuarantined(-5).build()))
        .isEqualTo(Outcome.CONFLICTING);
    assertThat(store.sums(SampleRun.RUN)).hasSize(3);
  }

  @Test
  void shouldBookALaterReceiptOfAReplayAndRecogniseAnEarlierOneWhenItsCutIsSettled() {
    SampleRun.receipts().forEach(book::book);
    Receipt replay = SampleRun.replays().getFirst();
    book.book(replay);
    book.settle(SampleRun.RUN, 1);

    Receipt below = Receipt.newBuilder(replay).setFromOffset(10).setToOffset(20).build();
    assertThat(book.book(below)).isEqualTo(Outcome.BOOKED);
    assertThat(book.book(replay)).isEqualTo(Outcome.REPEATED);
    assertThat(book.book(Receipt.newBuilder(below).setReplay(2).build())).isEqualTo(Outcome.BOOKED);
    assertThat(store.conflicts(SampleRun.RUN)).isZero();
  }

  @Test
  void shouldConflictWhenARangeBeginsInsideAnother() {
    book.book(receipt);

    assertThat(book.book(range(109, 120))).isEqualTo(Outcome.CONFLICTING);
    assertThat(book.book(range(110, 120))).isEqualTo(Outcome.BOOKED);
  }

  @Test
  void shouldConflictWhenARangeEndsInsideAnother() {
    book.book(receipt);

    assertThat(book.book(range(90, 101))).isEqualTo(Outcome.CONFLICTING);
    assertThat(book.book(range(90, 100))).isEqualTo(Outcome.BOOKED);
  }

  @Test
  void shouldRefuseToAddWhenReceiptsAreOfDifferentLines() {
    Receipt other = SampleRun.receipts().get(4);

    assertThatThrownBy(() -> ReceiptSum.plus(receipt, other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Expected receipts of");
  }

  @Test
  void shouldReadTheSameMarkWhenItWasWrittenAsBytes() {
    SeenReceipt seen = SeenReceipt.of(receipt);

    assertThat(SeenReceipt.fromBytes(seen.toBytes())).isEqualTo(seen);
  }

  @Test
  void shouldFreezeTheSumOfLiveEngagementWhenAMarkerIsBooked() {
    book.book(live(10, 20, 5, 0));
    book.book(live(20, 31, 2, 1));
    book.book(live(31, 40, 4, 0));

    Receipt frozen = book.frozenAt(SampleRun.RUN, 1).getFirst();
    assertThat(frozen.getRecordsIn()).isEqualTo(7);
    assertThat(frozen.getCut()).isEqualTo(1);
    assertThat(store.sum(ReceiptRange.of(frozen).line()).orElseThrow().getRecordsIn())
        .isEqualTo(11);
  }

  @Test
  void shouldCountAReceiptAtTheCutWhenItArrivesAfterTheMarkersReceipt() {
    book.book(live(10, 20, 5, 0));
    book.book(live(25, 31, 2, 1));

    assertThat(book.book(live(20, 25, 1, 0))).isEqualTo(Outcome.BOOKED);
    assertThat(book.frozenAt(SampleRun.RUN, 1).getFirst().getRecordsIn()).isEqualTo(8);
  }

  @Test
  void shouldConflictWhenAReceiptFromBehindTheMarkerArrivesBeforeIt() {
    book.book(live(31, 40, 4, 0));

    assertThat(book.book(live(20, 31, 2, 1))).isEqualTo(Outcome.CONFLICTING);
    assertThat(store.conflicts(SampleRun.RUN)).isEqualTo(1);
    assertThat(book.frozenAt(SampleRun.RUN, 1)).hasSize(1);
  }

  @Test
  void shouldKeepTheFrozenSumWhenASecondMarkerOfTheCutIsBooked() {
    book.book(live(10, 31, 7, 1));

    assertThat(book.book(live(31, 40, 4, 1))).isEqualTo(Outcome.CONFLICTING);
    assertThat(book.frozenAt(SampleRun.RUN, 1).getFirst().getRecordsIn()).isEqualTo(7);
  }

  @Test
  void shouldRecogniseAReceiptWhenItsCutWasSettled() {
    book.book(receipt);
    book.book(live(10, 20, 5, 0));
    book.book(live(20, 31, 2, 1));
    book.book(live(31, 40, 4, 0));
    book.settle(SampleRun.RUN, 1);

    assertThat(store.size()).isEqualTo(1);
    assertThat(book.book(receipt)).isEqualTo(Outcome.REPEATED);
    assertThat(book.book(live(10, 20, 5, 0))).isEqualTo(Outcome.REPEATED);
    assertThat(book.book(live(31, 40, 4, 0))).isEqualTo(Outcome.REPEATED);
    assertThat(book.book(live(25, 35, 4, 0))).isEqualTo(Outcome.CONFLICTING);
    assertThat(book.book(live(40, 50, 1, 2))).isEqualTo(Outcome.BOOKED);
    assertThat(book.frozenAt(SampleRun.RUN, 2).getFirst().getRecordsIn()).isEqualTo(12);
  }

  @Test
  void shouldFailTheCutWithPartitionAndOffsetsWhenLiveRecordsWereDeletedUnread() {
    book.book(live(10, 20, 5, 0));
    book.book(
        Receipt.newBuilder(live(20, 45, 0, 0)).setLost(List.of(new LostRange(20L, 45L))).build());
    book.book(live(45, 51, 2, 1));

    List<Check> failed = lostAt(1);
    assertThat(failed)
        .singleElement()
        .satisfies(
            check -> {
              assertThat(check.getSubject()).contains("crm.engagements.live.v1, partition");
              assertThat(check.getFound()).isEqualTo("offsets 20 to 44 deleted");
              assertThat(check.getPassed()).isFalse();
            });

    book.settle(SampleRun.RUN, 1);
    book.book(live(51, 60, 1, 2));
    assertThat(lostAt(2)).as("before the commit nothing is forgotten").hasSize(1);

    book.acknowledgeLost(SampleRun.RUN);
    book.settle(SampleRun.RUN, 2);
    book.book(live(60, 70, 1, 3));
    assertThat(lostAt(3)).as("after the commit the next cut is about what came since").isEmpty();
  }

  private List<Check> lostAt(int cut) {
    return new LiveLedger(book.frozenAt(SampleRun.RUN, cut))
        .checks().stream()
            .filter(check -> check.getName().equals(CheckNames.LIVE_RECORDS_KEPT))
            .toList();
  }

  private Receipt live(long from, long to, long records, int cut) {
    return Receipt.newBuilder(range(from, to))
        .setEntity(Entity.LIVE.symbol())
        .setEntityName(Entity.LIVE.declaredName())
        .setRecordsIn(records)
        .setCut(cut)
        .setCutPartitions(cut == 0 ? 0 : 1)
        .build();
  }

  private Receipt range(long from, long to) {
    return Receipt.newBuilder(receipt).setFromOffset(from).setToOffset(to).build();
  }
}
