package dev.godwit.validator.receipts;

import dev.godwit.receipt.v1.Ledger;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Entities;
import dev.godwit.validator.ledger.ReceiptBook.Outcome;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import org.jboss.logging.Logger;

/** Counts receipts by outcome; logs alarms and complete ledgers. Thread-safe. */
final class LedgerMetrics implements LedgerListener {
  private static final Logger LOG = Logger.getLogger(LedgerMetrics.class);
  private static final String RECEIPTS = "godwit.validator.receipts";

  private final MeterRegistry meters;

  LedgerMetrics(MeterRegistry meters) {
    this.meters = meters;
  }

  @Override
  public void booked(Receipt receipt, Outcome outcome) {
    meters
        .counter(
            RECEIPTS,
            "stage",
            receipt.getStage().name().toLowerCase(Locale.ROOT),
            "outcome",
            outcome.name().toLowerCase(Locale.ROOT))
        .increment();
    if (outcome == Outcome.CONFLICTING) {
      LOG.errorf(
          "ALARM: run=%s: a receipt contradicts another: %s of %s, partition %d, offsets %d to %d, by"
              + " %s. It is not booked, and the run will not be reconciled. Look for two instances"
              + " with the same name, then start the run again.",
          receipt.getRunId(),
          receipt.getStage(),
          Entities.of(receipt),
          receipt.getPartition(),
          receipt.getFromOffset(),
          receipt.getToOffset(),
          receipt.getInstance());
    }
  }

  @Override
  public void unreadable(String topic, int partition, long offset, String why) {
    meters.counter(RECEIPTS, "stage", "unknown", "outcome", "unreadable").increment();
    LOG.errorf(
        "ALARM: skipping the value at %s-%d@%d. %s Its run cannot be reconciled; update this service"
            + " or roll the run back.",
        topic, partition, offset, why);
  }

  @Override
  public void complete(Ledger ledger) {
    LOG.infof("run=%s cut=%d: the ledger is complete.", ledger.getRunId(), ledger.getCut());
  }
}
