package dev.godwit.loader.outbound;

import dev.godwit.loader.progress.Outbox.Entry;
import dev.godwit.loader.progress.Outbox.Message;
import dev.godwit.records.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends outbox entries in their order and remembers which the broker has acknowledged. The producer
 * is idempotent and never gives up on its own, so the order holds; an entry whose sending failed
 * stays in the table and is sent again by {@link #send} after a restart or rebalance.
 *
 * <p>Used by one worker thread; acknowledgements come on the producer's thread.
 */
public final class OutboxSender implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OutboxSender.class);

  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final Producer<byte[], byte[]> producer;
  private final List<Header> reportHeaders;
  private final Queue<Long> acknowledged = new ConcurrentLinkedQueue<>();
  private final Queue<Long> failed = new ConcurrentLinkedQueue<>();
  private final Set<Long> inFlight = new HashSet<>();
  private final Object answers = new Object();

  /** The producer is closed with this sender. */
  public OutboxSender(Producer<byte[], byte[]> producer) {
    this(producer, List.of());
  }

  /**
   * The producer is closed with this sender.
   *
   * @param reportHeaders headers of every report
   */
  public OutboxSender(Producer<byte[], byte[]> producer, List<Header> reportHeaders) {
    this.producer = producer;
    this.reportHeaders = reportHeaders;
  }

  /** Sends entries that this process has not sent yet; the others are in flight. */
  public void send(List<Entry> entries) {
    for (Entry entry : entries) {
      if (inFlight.add(entry.seq())) {
        Message message = entry.message();
        Future<RecordMetadata> unused =
            producer.send(
                new ProducerRecord<>(
                    message.topic(),
                    message.partition(),
                    message.key(),
                    message.value(),
                    headers(message)),
                (metadata, error) -> done(entry.seq(), error));
      }
    }
  }

  private List<Header> headers(Message message) {
    return message.topic().equals(Topics.REPORTS) ? reportHeaders : List.of();
  }

  /**
   * Entries acknowledged and not yet deleted. They are returned again until {@link #deleted}
   * removes them.
   */
  public List<Long> acknowledged() {
    for (Long seq = failed.poll(); seq != null; seq = failed.poll()) {
      inFlight.remove(seq);
    }
    return new ArrayList<>(acknowledged);
  }

  /** The entries are out of the table, committed. */
  public void deleted(List<Long> seqs) {
    acknowledged.removeAll(new HashSet<>(seqs));
    seqs.forEach(inFlight::remove);
  }

  /** Waits until every sent entry is answered, at most for the timeout. */
  public void settle(Duration timeout) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    synchronized (answers) {
      while (acknowledged.size() + failed.size() < inFlight.size()) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return;
        }
        answers.wait(left);
      }
    }
  }

  /** Whether a sending failed, so that the table has to be read again. */
  public boolean hasFailed() {
    return !failed.isEmpty();
  }

  private void done(long seq, Exception error) {
    if (error == null) {
      acknowledged.add(seq);
    } else {
      failed.add(seq);
      LOG.warn(
          "Sending an outbox entry failed; it is sent again from the table: {}", error.toString());
    }
    synchronized (answers) {
      answers.notifyAll();
    }
  }

  @Override
  public void close() {
    producer.close(CLOSE);
  }
}
