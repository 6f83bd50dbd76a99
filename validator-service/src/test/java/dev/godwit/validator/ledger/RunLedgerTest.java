package dev.godwit.validator.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.Check;
import dev.godwit.common.v1.EntityCount;
import dev.godwit.common.v1.LedgerLine;
import dev.godwit.common.v1.QuarantineCount;
import dev.godwit.common.v1.Stage;
import dev.godwit.receipt.v1.Ledger;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.receipt.v1.ReplacedCount;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.task.v1.ReconcileCut;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RunLedgerTest {
  @Test
  void shouldPassEveryCheckWhenNothingIsLost() {
    Ledger ledger = ledger(SampleRun.receipts());

    assertThat(ledger.getHops()).isNotEmpty().allMatch(Check::getPassed);
    LedgerLine contacts = ledger.getLines().getFirst();
    assertThat(Entities.of(contacts)).isEqualTo(Entity.CONTACTS);
    assertThat(contacts.getSourceRows()).isEqualTo(20);
    assertThat(contacts.getExtracted()).isEqualTo(20);
    assertThat(contacts.getTransformed()).isEqualTo(17);
    assertThat(contacts.getMergedAway()).isEqualTo(1);
    assertThat(contacts.getQuarantinedByTransformer()).isEqualTo(2);
    assertThat(contacts.getLoaded()).isEqualTo(16);
    assertThat(contacts.getQuarantinedByLoader()).isEqualTo(1);
    assertThat(contacts.getTargetRows()).isEqualTo(-1);
  }

  @Test
  void shouldListQuarantineByEntityStageAndReasonWhenRowsAreQuarantined() {
    assertThat(ledger(SampleRun.receipts()).getQuarantine())
        .hasSize(9)
        .contains(
            new QuarantineCount(Entity.EMAILS.symbol(), Stage.TRANSFORM, "BAD_DATE", 1L, null))
        .contains(
            new QuarantineCount(Entity.EMAILS.symbol(), Stage.LOAD, "TARGET_REFUSED", 1L, null));
  }

  @Test
  void shouldListReplacedValuesByEntityFieldAndReasonAsFindings() {
    List<Receipt> receipts = new ArrayList<>();
    for (Receipt receipt : SampleRun.receipts()) {
      boolean of =
          receipt.getStage() == Stage.TRANSFORM && Entities.of(receipt).equals(Entity.CONTACTS);
      receipts.add(
          of
              ? Receipt.newBuilder(receipt)
                  .setReplaced(List.of(new ReplacedCount("address", "BAD_ADDRESS", 2L)))
                  .build()
              : receipt);
    }
    long replaced =
        2L * receipts.stream().filter(receipt -> !receipt.getReplaced().isEmpty()).count();

    Ledger ledger = ledger(receipts);

    assertThat(replaced).isGreaterThan(2);
    assertThat(failed(ledger)).isEmpty();
    assertThat(ledger.getQuarantine())
        .hasSize(10)
        .contains(
            new QuarantineCount(
                Entity.CONTACTS.symbol(),
                Stage.VALIDATE,
                "REPLACED.address.BAD_ADDRESS",
                replaced,
                null));
  }

  @Test
  void shouldBalanceWhenTheExtractorQuarantinesRows() {
    List<Receipt> receipts = new ArrayList<>(SampleRun.receipts());
    Receipt chunk = receipts.getFirst();
    receipts.set(
        0,
        Receipt.newBuilder(chunk)
            .setRowsIn(chunk.getRowsIn() + 3)
            .setQuarantined(3)
            .setReasons(BlankReceipt.reasons("LIMIT_EXCEEDED", 3))
            .build());
    ReconcileCut request = SampleRun.request();
    EntityCount contacts = request.getSourceRows().getFirst();
    contacts.setRows(contacts.getRows() + 3);
    Ledger ledger = new RunLedger(request, booked(receipts).sums(SampleRun.RUN), 0).toRecord();

    assertThat(failed(ledger)).isEmpty();
    assertThat(ledger.getLines().getFirst().getExtracted()).isEqualTo(23);
    assertThat(ledger.getLines().getFirst().getQuarantinedByTransformer()).isEqualTo(5);
    assertThat(ledger.getQuarantine())
        .contains(
            new QuarantineCount(
                Entity.CONTACTS.symbol(), Stage.EXTRACT, "LIMIT_EXCEEDED", 3L, null));
  }

  @Test
  void shouldNameTheRangesOfTheExpectedRowsWhenALedgerIsMade() {
    Ledger ledger = ledger(SampleRun.receipts());

    assertThat(ledger.getRanges()).hasSize(6);
    assertThat(ledger.getRanges().getFirst().getFromOffset()).isEqualTo(200);
    assertThat(ledger.getRanges().getFirst().getToOffset()).isEqualTo(301);
    assertThat(ledger.getTaskId()).isEqualTo("task-1");
  }

  @Test
  void shouldNotBeCompleteWhenTheCutHasNotPassedEverywhere() {
    for (int left = 0; left < SampleRun.receipts().size(); left++) {
      List<Receipt> receipts = new ArrayList<>(SampleRun.receipts());
      Receipt without = receipts.remove(left);
      MemoryLedgerStore store = booked(receipts);
      RunLedger ledger = new RunLedger(SampleRun.request(), store.sums(SampleRun.RUN), 0);

      assertThat(ledger.isComplete())
          .isEqualTo(without.getCut() == 0 || without.getStage() == Stage.EXTRACT);
    }
  }

  @Test
  void shouldFailTheFirstEquationWhenAChunkIsLost() {
    List<Receipt> receipts = new ArrayList<>(SampleRun.receipts());
    receipts.removeFirst();

    assertThat(failed(ledger(receipts)))
        .containsExactly(
            CheckNames.EXTRACTED_EQUALS_SOURCE,
            CheckNames.EXTRACTED_RECORDS_ARRIVED,
            CheckNames.EXTRACTED_BYTES_ARRIVED,
            CheckNames.EXTRACTED_ACCOUNTED_FOR);
  }

  @Test
  void shouldFailTheBytesAloneWhenAValueIsSwapped() {
    assertThat(failed(ledger(changed(15 + 2, r -> r.setDigestIn(99)))))
        .containsExactly(CheckNames.TRANSFORMED_BYTES_ARRIVED);
  }

  @Test
  void shouldFailTheAccountWhenTheTransformerLosesARecord() {
    assertThat(failed(ledger(changed(3, r -> r.setRecordsOut(7)))))
        .containsExactly(
            CheckNames.EXTRACTED_ACCOUNTED_FOR,
            CheckNames.TRANSFORMED_RECORDS_ARRIVED,
            CheckNames.TRANSFORMED_ACCOUNTED_FOR);
  }

  @Test
  void shouldFailWhenAQuarantinedRowHasNoReason() {
    assertThat(failed(ledger(changed(3, r -> r.setReasons(List.of())))))
        .containsExactly(CheckNames.QUARANTINE_HAS_REASONS);
  }

  @Test
  void shouldFailWhenAReceiptContradictsAnother() {
    List<Receipt> receipts = new ArrayList<>(SampleRun.receipts());
    receipts.add(Receipt.newBuilder(receipts.get(3)).setRecordsOut(9).build());

    assertThat(failed(ledger(receipts))).containsExactly(CheckNames.RECEIPTS_AGREE);
  }

  @Test
  void shouldCountADuplicateWhenAnEngagementCameLiveBefore() {
    Ledger ledger = ledger(heldAlready(Entity.ENGAGEMENTS));

    assertThat(failed(ledger)).isEmpty();
    LedgerLine engagements = ledger.getLines().getLast();
    assertThat(engagements.getDuplicates()).isEqualTo(2);
    assertThat(engagements.getTransformed())
        .isEqualTo(
            engagements.getLoaded()
                + engagements.getQuarantinedByLoader()
                + engagements.getDuplicates());
  }

  @Test
  void shouldFailWhenAContactWasInTheTargetBefore() {
    assertThat(failed(ledger(heldAlready(Entity.CONTACTS))))
        .containsExactly(CheckNames.NOTHING_LOADED_TWICE);
  }

  private static List<Receipt> heldAlready(Entity entity) {
    List<Receipt> receipts = new ArrayList<>(SampleRun.receipts());
    Receipt load =
        receipts.stream()
            .filter(r -> r.getStage() == Stage.LOAD && Entities.of(r).equals(entity))
            .filter(r -> r.getRecordsIn() > 0)
            .findFirst()
            .orElseThrow();
    load.setRecordsOut(load.getRecordsOut() - 2);
    load.setAlreadyLoaded(2);
    return receipts;
  }

  @Test
  void shouldFailTheFirstEquationWhenTheSourceCountDiffers() {
    MemoryLedgerStore store = booked(SampleRun.receipts());
    var request = SampleRun.request();
    request.getSourceRows().getFirst().setRows(21);

    Ledger ledger = new RunLedger(request, store.sums(SampleRun.RUN), 0).toRecord();

    assertThat(failed(ledger)).containsExactly(CheckNames.EXTRACTED_EQUALS_SOURCE);
    assertThat(ledger.getHops().getFirst().getExpected()).isEqualTo("21");
    assertThat(ledger.getHops().getFirst().getFound()).isEqualTo("20");
  }

  @Test
  void shouldHaveALineAfterTheCommitForEachEntityThatReplaysChanged() {
    ReconcileCut before = ReconcileCut.newBuilder(SampleRun.request()).setCommitted(true).build();
    MemoryLedgerStore store = booked(SampleRun.receipts());
    assertThat(new RunLedger(before, store.sums(SampleRun.RUN), 0).toRecord().getLines())
        .extracting(Entities::of)
        .containsExactly(Entity.ENGAGEMENTS);

    List<Receipt> receipts = new ArrayList<>(SampleRun.receipts());
    receipts.addAll(SampleRun.replays());
    ReconcileCut after =
        ReconcileCut.newBuilder(SampleRun.requestAfterReplays()).setCommitted(true).build();
    RunLedger ledger = new RunLedger(after, booked(receipts).sums(SampleRun.RUN), 0);

    assertThat(ledger.isComplete()).isTrue();
    assertThat(failed(ledger.toRecord())).isEmpty();
    assertThat(ledger.toRecord().getHops()).hasSizeGreaterThan(20);
    assertThat(ledger.toRecord().getLines())
        .extracting(Entities::of)
        .containsExactly(Entity.CONTACTS, Entity.EMAILS, Entity.ENGAGEMENTS);
    LedgerLine contacts = ledger.toRecord().getLines().getFirst();
    assertThat(contacts.getLoaded()).isEqualTo(18);
    assertThat(contacts.getQuarantinedByTransformer()).isEqualTo(1);
    assertThat(contacts.getQuarantinedByLoader()).isZero();
    assertThat(ledger.toRecord().getQuarantine()).as("nothing is to be waived any more").isEmpty();
  }

  private static List<Receipt> changed(int index, Consumer<Receipt> change) {
    List<Receipt> receipts = new ArrayList<>(SampleRun.receipts());
    change.accept(receipts.get(index));
    return receipts;
  }

  private static List<String> failed(Ledger ledger) {
    return ledger.getHops().stream().filter(c -> !c.getPassed()).map(Check::getName).toList();
  }

  private static MemoryLedgerStore booked(List<Receipt> receipts) {
    MemoryLedgerStore store = new MemoryLedgerStore();
    ReceiptBook book = new ReceiptBook(store);
    receipts.forEach(book::book);
    return store;
  }

  private static Ledger ledger(List<Receipt> receipts) {
    MemoryLedgerStore store = booked(receipts);
    return new RunLedger(
            SampleRun.request(), store.sums(SampleRun.RUN), store.conflicts(SampleRun.RUN))
        .toRecord();
  }
}
