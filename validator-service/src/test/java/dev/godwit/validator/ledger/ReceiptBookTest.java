package dev.godwit.validator.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.receipt.v1.Receipt;
import dev.godwit.validator.ledger.ReceiptBook.Outcome;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReceiptBookTest {
  private final MemoryLedgerStore store = new MemoryLedgerStore();
  private final ReceiptBook book = new ReceiptBook(store);
  private final Receipt receipt = SampleRun.receipts().get(3);

  @Test
  void theFirstReceiptOfARangeIsBooked() {
    assertThat(book.book(receipt)).isEqualTo(Outcome.BOOKED);
  }

  @Test
  void theSameAgainFromAnotherInstanceAndLaterChangesNothing() {
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
  void theSameRangeWithOtherContentIsAConflict() {
    book.book(receipt);

    assertThat(book.book(Receipt.newBuilder(receipt).setRecordsOut(3).build()))
        .isEqualTo(Outcome.CONFLICTING);
    assertThat(store.conflicts(SampleRun.RUN)).isEqualTo(1);
  }

  @Test
  void aRangeThatBeginsInsideAnotherIsAConflict() {
    book.book(receipt);

    assertThat(book.book(range(109, 120))).isEqualTo(Outcome.CONFLICTING);
    assertThat(book.book(range(110, 120))).isEqualTo(Outcome.BOOKED);
  }

  @Test
  void aRangeThatEndsInsideAnotherIsAConflict() {
    book.book(receipt);

    assertThat(book.book(range(90, 101))).isEqualTo(Outcome.CONFLICTING);
    assertThat(book.book(range(90, 100))).isEqualTo(Outcome.BOOKED);
  }

  @Test
  void sumsOfDifferentLinesAreRefused() {
    Receipt other = SampleRun.receipts().get(4);

    assertThatThrownBy(() -> ReceiptSum.plus(receipt, other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Expected receipts of");
  }

  @Test
  void whatIsKeptOfAReceiptSurvivesItsBytes() {
    SeenReceipt seen = SeenReceipt.of(receipt);

    assertThat(SeenReceipt.fromBytes(seen.toBytes())).isEqualTo(seen);
  }

  private Receipt range(long from, long to) {
    return Receipt.newBuilder(receipt).setFromOffset(from).setToOffset(to).build();
  }
}
