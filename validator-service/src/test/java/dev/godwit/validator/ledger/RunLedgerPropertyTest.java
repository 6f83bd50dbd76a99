package dev.godwit.validator.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.canonical.BucketDigest;
import dev.godwit.common.v1.Check;
import dev.godwit.common.v1.QuarantineCount;
import dev.godwit.common.v1.Stage;
import dev.godwit.receipt.v1.Ledger;
import dev.godwit.receipt.v1.ReasonCount;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.receipt.v1.TableDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class RunLedgerPropertyTest {
  private static final Ledger EXPECTED = ledger(SampleRun.receipts());
  private static final RunLedger AFTER_REPLAYS =
      after(Stream.concat(SampleRun.receipts().stream(), SampleRun.replays().stream()).toList());

  @Property(tries = 200)
  void shouldMakeTheSameLedgerWhenTheOrderDiffers(@ForAll Random random) {
    List<Receipt> receipts = new ArrayList<>(SampleRun.receipts());
    Collections.shuffle(receipts, random);

    assertThat(ledger(receipts)).isEqualTo(EXPECTED);
  }

  @Property(tries = 200)
  void shouldMakeTheSameLedgerWhenReceiptsAreRepeated(@ForAll Random random) {
    List<Receipt> receipts = new ArrayList<>(SampleRun.receipts());
    for (int i = random.nextInt(40); i > 0; i--) {
      Receipt again = receipts.get(random.nextInt(receipts.size()));
      receipts.add(
          random.nextInt(receipts.size() + 1),
          Receipt.newBuilder(again).setInstance("restarted-" + i).build());
    }
    Collections.shuffle(receipts, random);

    assertThat(ledger(receipts)).isEqualTo(EXPECTED);
  }

  @Property(tries = 200)
  void shouldMakeTheSameLedgerWhenTheWorkIsSplitDifferently(@ForAll Random random) {
    List<Receipt> receipts = new ArrayList<>();
    for (Receipt receipt : SampleRun.receipts()) {
      receipts.addAll(split(receipt, random));
    }
    Collections.shuffle(receipts, random);

    assertThat(ledger(receipts)).isEqualTo(EXPECTED);
  }

  @Property(tries = 200)
  void shouldFailOrNeverCompleteWhenAReceiptIsLost(@ForAll Random random) {
    List<Receipt> receipts = new ArrayList<>(SampleRun.receipts());
    receipts.removeIf(r -> r.getStage() == Stage.EXTRACT && r.getCut() > 0);
    receipts.remove(random.nextInt(receipts.size()));
    MemoryLedgerStore store = new MemoryLedgerStore();
    ReceiptBook book = new ReceiptBook(store);
    receipts.forEach(book::book);

    RunLedger ledger = new RunLedger(SampleRun.request(), store.sums(SampleRun.RUN), 0);

    assertThat(
            ledger.isComplete() && ledger.toRecord().getHops().stream().allMatch(Check::getPassed))
        .isFalse();
  }

  @Property(tries = 200)
  void shouldMakeTheSameLedgerWhenReceiptsOfReplaysComeInAnyOrderAndAgain(@ForAll Random random) {
    List<Receipt> receipts = new ArrayList<>(SampleRun.receipts());
    receipts.addAll(SampleRun.replays());
    receipts.addAll(SampleRun.replays());
    Collections.shuffle(receipts, random);

    RunLedger ledger = after(receipts);

    assertThat(ledger.isComplete()).isTrue();
    assertThat(ledger.toRecord()).isEqualTo(AFTER_REPLAYS.toRecord());
    assertThat(ledger.toRecord().getHops()).allMatch(Check::getPassed);
    assertThat(ledger.toRecord().getQuarantine())
        .extracting(QuarantineCount::getReason)
        .containsOnly("BAD_DATE");
  }

  @Property(tries = 200)
  void shouldNotCompleteWhenAReceiptOfAReplayIsMissing(@ForAll Random random) {
    List<Receipt> replays = new ArrayList<>(SampleRun.replays());
    replays.remove(random.nextInt(replays.size()));
    replays.addAll(SampleRun.receipts());
    Collections.shuffle(replays, random);

    assertThat(after(replays).isComplete()).isFalse();
  }

  /** The report of a replay that failed can come later than the cut behind it. */
  @Property(tries = 50)
  void shouldCompleteWhenReceiptsReleaseMoreThanWasReportedBeforeTheCut(@ForAll Random random) {
    List<Receipt> receipts = new ArrayList<>(SampleRun.receipts());
    receipts.addAll(SampleRun.replays());
    Collections.shuffle(receipts, random);
    MemoryLedgerStore store = new MemoryLedgerStore();
    receipts.forEach(new ReceiptBook(store)::book);

    RunLedger ledger = new RunLedger(SampleRun.request(), store.sums(SampleRun.RUN), 0);

    assertThat(ledger.isComplete()).isTrue();
    assertThat(ledger.toRecord().getHops()).allMatch(Check::getPassed);
  }

  private static RunLedger after(List<Receipt> receipts) {
    MemoryLedgerStore store = new MemoryLedgerStore();
    ReceiptBook book = new ReceiptBook(store);
    receipts.forEach(book::book);
    return new RunLedger(
        SampleRun.requestAfterReplays(), store.sums(SampleRun.RUN), store.conflicts(SampleRun.RUN));
  }

  /** Two receipts that say together what one said. */
  private static List<Receipt> split(Receipt whole, Random random) {
    long width = whole.getToOffset() - whole.getFromOffset();
    if (width < 2 || random.nextBoolean()) {
      return List.of(whole);
    }
    long middle = whole.getFromOffset() + 1 + random.nextInt((int) width - 1);
    List<TableDigest> left = new ArrayList<>();
    List<TableDigest> right = new ArrayList<>();
    for (TableDigest table : whole.getTables()) {
      BucketDigest all = BucketDigest.fromBytes(table.getBuckets().duplicate());
      long rows = table.getRows() == 0 ? 0 : random.nextInt((int) table.getRows());
      BucketDigest some = new BucketDigest();
      for (int i = 0; i < 20; i++) {
        some.add(random.nextLong(), random.nextLong());
      }
      left.add(new TableDigest(table.getTable(), rows, some.toBytes()));
      right.add(new TableDigest(table.getTable(), table.getRows() - rows, minus(all, some)));
    }
    List<ReasonCount> reasons = whole.getReasons();
    int cutReasons = reasons.isEmpty() ? 0 : random.nextInt(reasons.size());
    Receipt first =
        Receipt.newBuilder(whole)
            .setToOffset(middle)
            .setCut(0)
            .setCutPartitions(0)
            .setRecordsIn(whole.getRecordsIn() - 1)
            .setRowsIn(whole.getRowsIn() - 1)
            .setRecordsOut(whole.getRecordsOut() - 1)
            .setMergedAway(0)
            .setQuarantined(0)
            .setDigestIn(whole.getDigestIn() - 77)
            .setDigestOut(whole.getDigestOut() + 5)
            .setReasons(reasons.subList(0, cutReasons))
            .setTables(left)
            .build();
    Receipt second =
        Receipt.newBuilder(whole)
            .setFromOffset(middle)
            .setRecordsIn(1)
            .setRowsIn(1)
            .setRecordsOut(1)
            .setDigestIn(77)
            .setDigestOut(-5)
            .setReasons(reasons.subList(cutReasons, reasons.size()))
            .setTables(right)
            .build();
    return List.of(first, second);
  }

  private static java.nio.ByteBuffer minus(BucketDigest all, BucketDigest some) {
    java.nio.ByteBuffer bytes = java.nio.ByteBuffer.allocate(BucketDigest.BUCKETS * Long.BYTES);
    for (int bucket = 0; bucket < BucketDigest.BUCKETS; bucket++) {
      bytes.putLong(all.sum(bucket) - some.sum(bucket));
    }
    return bytes.flip();
  }

  private static Ledger ledger(List<Receipt> receipts) {
    MemoryLedgerStore store = new MemoryLedgerStore();
    ReceiptBook book = new ReceiptBook(store);
    receipts.forEach(book::book);
    return new RunLedger(
            SampleRun.request(), store.sums(SampleRun.RUN), store.conflicts(SampleRun.RUN))
        .toRecord();
  }
}
