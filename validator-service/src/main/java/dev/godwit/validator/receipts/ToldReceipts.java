package dev.godwit.validator.receipts;

import dev.godwit.receipt.v1.Ledger;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.validator.ledger.ReceiptBook.Outcome;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import org.jboss.logging.Logger;

/** Logs what must be known and counts the rest. Thread-safe. */
final class ToldReceipts implements ReceiptWatch {
  private static final Logger LOG = Logger.getLogger(ToldReceipts.class);
  private static final String RECEIPTS = "godwit.validator.receipts";

  private final MeterRegistry meters;

  ToldReceipts(MeterRegistry meters) {
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
          "ALARM: a receipt contradicts another: run %s, %s of %s, partition %d, offsets %d to %d,"
              + " by %s. It is not booked, and the run will not be reconciled. Look for two"
              + " instances that take themselves for the same one, then start the run again.",
          receipt.getRunId(),
          receipt.getStage(),
          receipt.getEntity(),
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
        "ALARM: %s-%d@%d was passed over. %s Its run cannot be reconciled; update this service or"
            + " roll the run back.",
        topic, partition, offset, why);
  }

  @Override
  public void ledger(Ledger ledger) {
    LOG.infof("Ledger of run %s at cut %d is complete.", ledger.getRunId(), ledger.getCut());
  }
}
