package dev.godwit.traffic;

import dev.godwit.common.v1.LedgerLine;
import dev.godwit.event.v1.CutStarted;
import dev.godwit.event.v1.CutWritten;
import dev.godwit.event.v1.VerdictReached;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.wire.KafkaSettings;
import java.time.Duration;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The cuts of a customer's live engagement and their verdicts, read from {@code
 * migration.events.v1} from its beginning. Not thread-safe.
 */
public final class CutEvents extends TopicFollower {
  private final String customer;
  private String runId;
  private boolean windowOpen;
  private int lastCut = -1;
  private VerdictReached lastVerdict;

  public CutEvents(String customer, KafkaSettings kafka) {
    super(kafka, Topics.EVENTS, false);
    this.customer = customer;
  }

  /** Waits until a live run's window is open; false where it is not within the timeout. */
  public boolean awaitWindow(Duration timeout) throws InterruptedException {
    return await(() -> windowOpen, timeout);
  }

  /** The run whose window opened last; null where none did. */
  public String runId() {
    return runId;
  }

  /** Number of the last cut of live engagement that was started by now; -1 where none was. */
  public int lastCut() {
    readToEnd();
    return lastCut;
  }

  /**
   * The verdict at a cut, or at a later one.
   *
   * @throws TrafficException where there is none within the timeout
   */
  public VerdictReached awaitVerdict(int cut, Duration timeout) throws InterruptedException {
    if (!await(() -> lastVerdict != null && lastVerdict.getCut() >= cut, timeout)) {
      throw new TrafficException(
          "Expected a verdict on %s at cut %d within %s, but found %s. Look at ./godwit events %s."
              .formatted(
                  customer,
                  cut,
                  timeout,
                  lastVerdict == null ? "none" : "the last at cut " + lastVerdict.getCut(),
                  customer));
    }
    return lastVerdict;
  }

  /** The line on engagement of a verdict's ledger. */
  public static LedgerLine engagements(VerdictReached verdict) {
    return verdict.getLedger().stream()
        .filter(line -> Entities.of(line).equals(Entity.ENGAGEMENTS))
        .findFirst()
        .orElseThrow(
            () -> new TrafficException("Expected a ledger line on engagement, but found none."));
  }

  @Override
  void take(ConsumerRecord<byte[], byte[]> record) {
    SpecificRecord event = decodeOwn(record);
    if (event instanceof CutStarted started
        && Entities.of(started).equals(Entity.LIVE)
        && started.getEnvelope().getMigrationId().equals(customer)) {
      lastCut = started.getCut();
    } else if (event instanceof CutWritten cut
        && Entities.of(cut).equals(Entity.LIVE)
        && cut.getEnvelope().getMigrationId().equals(customer)) {
      if (cut.getCut() == 0) {
        runId = customer + "/" + cut.getEnvelope().getRun();
        windowOpen = true;
        lastVerdict = null;
      }
      windowOpen &= !cut.getCloses();
    } else if (event instanceof VerdictReached verdict
        && verdict.getEnvelope().getMigrationId().equals(customer)) {
      lastVerdict = verdict;
    }
  }
}
