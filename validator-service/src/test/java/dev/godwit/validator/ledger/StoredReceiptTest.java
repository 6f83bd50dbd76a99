package dev.godwit.validator.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.receipt.v1.CloseCount;
import dev.godwit.receipt.v1.LostRange;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.receipt.v1.ReplacedCount;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoredReceiptTest {
  /** Two bytes of Avro's mark and eight of the schema's fingerprint. */
  private static final int HEADER = 10;

  private final Receipt receipt = SampleRun.receipts().get(3);

  @Test
  void shouldReadWhatItWroteWithAndWithoutAReplay() throws IOException {
    Receipt ofReplay = Receipt.newBuilder(receipt).setReplay(7).build();

    assertThat(StoredReceipt.receipt(StoredReceipt.bytes(receipt))).isEqualTo(receipt);
    assertThat(StoredReceipt.receipt(StoredReceipt.bytes(ofReplay))).isEqualTo(ofReplay);
  }

  @Test
  void shouldReadWhatItWroteWhenLiveRecordsWereLost() throws IOException {
    Receipt lost = Receipt.newBuilder(receipt).setLost(List.of(new LostRange(3L, 9L))).build();

    assertThat(StoredReceipt.receipt(StoredReceipt.bytes(lost))).isEqualTo(lost);
  }

  @Test
  void shouldReadWhatItWroteWhenMachinesCausedEvents() throws IOException {
    Receipt machine = Receipt.newBuilder(receipt).setMachine(5).build();

    assertThat(StoredReceipt.receipt(StoredReceipt.bytes(machine))).isEqualTo(machine);
  }

  @Test
  void shouldReadWhatItWroteWhenValuesWereReplaced() throws IOException {
    Receipt replaced =
        Receipt.newBuilder(receipt)
            .setReplaced(List.of(new ReplacedCount("address", "BAD_ADDRESS", 2L)))
            .build();

    assertThat(StoredReceipt.receipt(StoredReceipt.bytes(replaced))).isEqualTo(replaced);
  }

  @Test
  void shouldReadWhatItWroteWhenValuesComeCloseToALimit() throws IOException {
    Receipt close = withClose(receipt);

    assertThat(StoredReceipt.receipt(StoredReceipt.bytes(close))).isEqualTo(close);
    assertThat(SeenReceipt.of(close)).isNotEqualTo(SeenReceipt.of(receipt));
  }

  @Test
  void shouldNotSumValuesCloseToALimit() {
    assertThat(ReceiptSum.of(withClose(receipt))).isEqualTo(ReceiptSum.of(receipt));
    assertThat(ReceiptSum.plus(ReceiptSum.of(receipt), withClose(receipt)))
        .isEqualTo(ReceiptSum.plus(ReceiptSum.of(receipt), receipt));
  }

  private static Receipt withClose(Receipt receipt) {
    return Receipt.newBuilder(receipt)
        .setClose(
            List.of(new CloseCount("contact.name", "CHARACTERS", 20L, 2L, 95, 19L, List.of("7"))))
        .build();
  }

  @Test
  void shouldWriteAReceiptOfNoReplayAsBeforeThereWereReplays() throws IOException {
    byte[] whole = new byte[receipt.toByteBuffer().remaining()];
    receipt.toByteBuffer().get(whole);

    byte[] stored = StoredReceipt.bytes(receipt);

    assertThat(stored).hasSize(whole.length - 6);
    assertThat(ByteBuffer.wrap(stored, HEADER, stored.length - HEADER))
        .isEqualTo(ByteBuffer.wrap(whole, HEADER, stored.length - HEADER));
    assertThat(StoredReceipt.receipt(whole)).isEqualTo(receipt);
  }
}
