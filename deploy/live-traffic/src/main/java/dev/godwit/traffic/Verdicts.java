package dev.godwit.traffic;

import dev.godwit.common.v1.Entity;
import dev.godwit.common.v1.LedgerLine;
import dev.godwit.event.v1.CutStarted;
import dev.godwit.event.v1.CutWritten;
import dev.godwit.event.v1.VerdictReached;
import dev.godwit.records.Topics;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * What the events of a migration say about its live engagement; read from {@code
 * migration.events.v1}, which is the truth. Not thread-safe.
 */
public final class Verdicts implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final String customer;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final WireDecoder decoder;
  private String run;
  private boolean windowOpen;
  private int lastCut = -1;
  private VerdictReached last;

  /** From the first event on. */
  public Verdicts(String customer, KafkaSettings kafka) {
    this.customer = customer;
    this.consumer = new KafkaConsumer<>(kafka.consumer(null));
    this.decoder = new WireDecoder(kafka.serde());
    var events = java.util.List.of(new TopicPartition(Topics.EVENTS, 0));
    consumer.assign(events);
    consumer.seekToBeginning(events);
  }

  /** Waits until a live run's window is open; false where it is not in so long a time. */
  public boolean awaitWindow(Duration patience, BooleanSupplier giveUp)
      throws InterruptedException {
    return await(() -> windowOpen, patience, giveUp);
  }

  /** The run whose window opened last; null where none did. */
  public String runId() {
    return run;
  }

  /** Number of the last cut of live engagement that was begun, by now; -1 where none was. */
  public int lastCut() {
    readOn();
    return lastCut;
  }

  /**
   * The verdict at a cut, or at a later one.
   *
   * @throws TrafficException where there is none in so long a time
   */
  public VerdictReached awaitVerdict(int cut, Duration patience) throws InterruptedException {
    if (!await(() -> last != null && last.getCut() >= cut, patience, () -> false)) {
      throw new TrafficException(
          "Expected a verdict on %s at cut %d within %s, found %s. Look at ./godwit events %s."
              .formatted(
                  customer,
                  cut,
                  patience,
                  last == null ? "none" : "the last at cut " + last.getCut(),
                  customer));
    }
    return last;
  }

  /** The line on engagement of a verdict's ledger. */
  public static LedgerLine engagements(VerdictReached verdict) {
    return verdict.getLedger().stream()
        .filter(line -> line.getEntity() == Entity.ENGAGEMENTS)
        .findFirst()
        .orElseThrow(
            () -> new TrafficException("Expected a ledger line on engagement, found none."));
  }

  private boolean await(BooleanSupplier condition, Duration patience, BooleanSupplier giveUp)
      throws InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (System.nanoTime() - until > 0 || giveUp.getAsBoolean()) {
        return false;
      }
      read(POLL);
    }
    return true;
  }

  private void readOn() {
    TopicPartition events = new TopicPartition(Topics.EVENTS, 0);
    long end = consumer.endOffsets(java.util.List.of(events)).get(events);
    while (consumer.position(events) < end) {
      read(POLL);
    }
  }

  private void read(Duration wait) {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
      try {
        take(decoder.decode(record.topic(), record.value()));
      } catch (UnreadableRecordException e) {
        throw new TrafficException("Reading " + Topics.EVENTS + ": " + e.getMessage(), e);
      }
    }
  }

  private void take(SpecificRecord event) {
    if (event instanceof CutStarted started
        && started.getEntity() == Entity.LIVE
        && started.getEnvelope().getMigrationId().equals(customer)) {
      lastCut = started.getCut();
    } else if (event instanceof CutWritten cut
        && cut.getEntity() == Entity.LIVE
        && cut.getEnvelope().getMigrationId().equals(customer)) {
      if (cut.getCut() == 0) {
        run = customer + "/" + cut.getEnvelope().getRun();
        windowOpen = true;
        last = null;
      }
      windowOpen &= !cut.getCloses();
    } else if (event instanceof VerdictReached verdict
        && verdict.getEnvelope().getMigrationId().equals(customer)) {
      last = verdict;
    }
  }

  @Override
  public void close() {
    consumer.close();
    decoder.close();
  }
}
