package dev.godwit.validator.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.receipt.v1.Ledger;
import dev.godwit.receipt.v1.OffsetRange;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.receipt.v1.TableDigest;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.validator.ledger.SampleRun;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaterReceiptsTest {
  private static final OffsetRange LOADED =
      new OffsetRange(Entity.CONTACTS.symbol(), 0, 200L, 301L, null);

  private final Ledger ledger =
      Ledger.newBuilder()
          .setRunId(SampleRun.RUN)
          .setCustomer("acme")
          .setCut(1)
          .setLines(List.of())
          .setHops(List.of())
          .setQuarantine(List.of())
          .setTables(List.of())
          .setRanges(List.of(LOADED))
          .build();

  @Test
  void shouldAddTheRowsOfLaterReplaysAndOfRecordsBehindTheCutOnce() {
    Ledger now = after(ledger, SampleRun.replays(), SampleRun.replays());

    assertThat(now.getTables()).extracting(TableDigest::getRows).containsExactly(2L, 2L, 2L);
    assertThat(now.getRanges())
        .contains(OffsetRange.newBuilder(LOADED).setToOffset(302).build())
        .hasSize(3);
  }

  @Test
  void shouldLeaveOutWhatTheLedgerHasAlready() {
    Ledger last =
        Ledger.newBuilder(ledger)
            .setLastReplay(2)
            .setRanges(List.of(OffsetRange.newBuilder(LOADED).setToOffset(302).build()))
            .build();

    List<Receipt> ofContacts =
        SampleRun.replays().stream().filter(r -> Entities.of(r).equals(Entity.CONTACTS)).toList();

    assertThat(after(last, ofContacts)).isEqualTo(last);
  }

  @Test
  void shouldIgnoreOtherRunsAndLiveEngagement() {
    List<Receipt> others =
        SampleRun.replays().stream()
            .map(receipt -> Receipt.newBuilder(receipt).setRunId("acme/1").build())
            .toList();

    assertThat(after(ledger, others, SampleRun.liveReplay(1))).isEqualTo(ledger);
  }

  @SafeVarargs
  private static Ledger after(Ledger ledger, List<Receipt>... receipts) {
    LaterReceipts later = new LaterReceipts(ledger);
    for (List<Receipt> some : receipts) {
      some.forEach(later::add);
    }
    return later.continued();
  }
}
