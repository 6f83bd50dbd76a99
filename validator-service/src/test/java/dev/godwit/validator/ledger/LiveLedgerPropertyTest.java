package dev.godwit.validator.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.Check;
import dev.godwit.common.v1.LedgerLine;
import dev.godwit.common.v1.Stage;
import dev.godwit.receipt.v1.Ledger;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.validator.ledger.LiveRunSimulation.Fate;
import dev.godwit.validator.ledger.ReceiptBook.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class LiveLedgerPropertyTest {
  private static final int STEPS = 400;

  /** A book that is asked for ledgers as a run goes on, and forgets what it need not know. */
  private static final class Ledgers {
    private MemoryLedgerStore store = new MemoryLedgerStore();
    private final List<Ledger> ledgers = new ArrayList<>();
    private int answered;

    void book(Receipt receipt) {
      assertThat(new ReceiptBook(store).book(receipt)).isNotEqualTo(Outcome.CONFLICTING);
    }

    /** The transaction of a few receipts is taken back by a crash; they are read again. */
    void bookTwice(List<Receipt> receipts) {
      MemoryLedgerStore before = store.copy();
      receipts.forEach(this::book);
      store = before;
      receipts.forEach(this::book);
    }

    void answer(LiveRunSimulation run) {
      for (int cut = answered + 1; cut <= run.cuts(); cut++) {
        ReceiptBook book = new ReceiptBook(store);
        RunLedger ledger =
            new RunLedger(
                run.request(cut, cut > 2),
                store.sums(LiveRunSimulation.RUN),
                book.frozenAt(LiveRunSimulation.RUN, cut),
                store.conflicts(LiveRunSimulation.RUN));
        if (!ledger.isComplete()) {
          return;
        }
        ledgers.add(ledger.toRecord());
        book.settle(LiveRunSimulation.RUN, cut);
        answered = cut;
      }
    }
  }

  @Property(tries = 300)
  void shouldCountEachEventOnceWhenACutIsMade(@ForAll Random random) {
    LiveRunSimulation run = new LiveRunSimulation(random);
    Ledgers ledgers = new Ledgers();
    for (int i = 0; i < STEPS; i++) {
      run.step();
      if (random.nextInt(6) == 0) {
        consume(ledgers, run, random);
        ledgers.answer(run);
      }
    }
    run.takeCut();
    run.drain();
    consume(ledgers, run, random);
    ledgers.answer(run);

    assertThat(ledgers.ledgers).hasSize(run.cuts());
    for (Ledger ledger : ledgers.ledgers) {
      holdAgainstModel(ledger, run);
    }
    assertThat(run.snapshot(Fate.LOADED) + run.liveRows()).isEqualTo(run.targetRows());
  }

  @Property(tries = 100)
  void shouldNotGrowWhenCutsFollow(@ForAll Random random) {
    LiveRunSimulation run = new LiveRunSimulation(random);
    Ledgers ledgers = new Ledgers();
    for (int cut = 0; cut < 10; cut++) {
      for (int i = 0; i < 60; i++) {
        run.step();
      }
      run.takeCut();
      run.drain();
      consume(ledgers, run, random);
      ledgers.answer(run);
      assertThat(ledgers.store.size()).isZero();
    }
  }

  @Property(tries = 200)
  void shouldFailOrNeverCompleteWhenAReceiptIsLost(@ForAll Random random) {
    LiveRunSimulation run = new LiveRunSimulation(random);
    for (int i = 0; i < STEPS; i++) {
      run.step();
    }
    run.takeCut();
    run.drain();
    List<Receipt> all = new ArrayList<>();
    for (Receipt receipt : run.takeSent()) {
      boolean known =
          all.stream().anyMatch(r -> ReceiptRange.of(r).equals(ReceiptRange.of(receipt)));
      if (!known) {
        all.add(receipt);
      }
    }
    all.removeIf(r -> r.getRecordsIn() == 0 && r.getCut() == 0);
    Receipt lost = all.remove(random.nextInt(all.size()));
    MemoryLedgerStore store = new MemoryLedgerStore();
    ReceiptBook book = new ReceiptBook(store);
    all.forEach(book::book);
    RunLedger ledger =
        new RunLedger(
            run.request(run.cuts(), false),
            store.sums(LiveRunSimulation.RUN),
            book.frozenAt(LiveRunSimulation.RUN, run.cuts()),
            0);

    boolean unnoticed =
        ledger.isComplete() && ledger.toRecord().getHops().stream().allMatch(Check::getPassed);
    assertThat(unnoticed && !saidNothingThatAnotherSays(lost)).isFalse();
  }

  /**
   * Nobody counts live events before the transformer; where it quarantined all of a range, nobody
   * after it does either. The page about the checks says so.
   */
  private static boolean saidNothingThatAnotherSays(Receipt lost) {
    return lost.getRecordsIn() == 0
        || (Entities.of(lost).equals(Entity.LIVE)
            && lost.getStage() == Stage.TRANSFORM
            && lost.getRecordsOut() == 0);
  }

  private static void consume(Ledgers ledgers, LiveRunSimulation run, Random random) {
    List<Receipt> consumed = run.takeSent();
    if (random.nextInt(4) == 0) {
      ledgers.bookTwice(consumed);
    } else {
      consumed.forEach(ledgers::book);
    }
  }

  private static void holdAgainstModel(Ledger ledger, LiveRunSimulation run) {
    int cut = ledger.getCut();
    assertThat(ledger.getHops()).as("cut %d", cut).allMatch(Check::getPassed);
    LedgerLine line =
        ledger.getLines().stream()
            .filter(l -> Entities.of(l).equals(Entity.ENGAGEMENTS))
            .findFirst()
            .orElseThrow();
    assertThat(line.getLiveReceived()).isEqualTo(run.before(cut));
    assertThat(line.getLiveMachine()).isEqualTo(run.machineBefore(cut));
    assertThat(line.getLiveLoaded()).isEqualTo(run.before(cut, Fate.LOADED));
    assertThat(line.getLiveDuplicates()).isEqualTo(run.before(cut, Fate.DUPLICATE));
    assertThat(line.getLiveQuarantined())
        .isEqualTo(
            run.before(cut, Fate.QUARANTINED_BY_TRANSFORMER)
                + run.before(cut, Fate.QUARANTINED_BY_LOADER));
    assertThat(run.before(cut, Fate.WAITING)).isZero();
    assertThat(line.getLoaded()).isEqualTo(run.snapshot(Fate.LOADED));
    assertThat(line.getDuplicates()).isEqualTo(run.snapshot(Fate.DUPLICATE));
  }
}
