package dev.godwit.validator.replay;

import dev.godwit.receipt.v1.Ledger;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Topics;
import dev.godwit.validator.differences.DifferenceSearch;
import dev.godwit.validator.differences.TopicRange;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.run.RunSpec;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * Finds the last ledger of a run in {@code crm.ledgers.v1}, and continues it with later receipts.
 * Holds one record at a time. Thread-safe.
 */
@ApplicationScoped
class LedgerHistory {
  private static final Logger LOG = Logger.getLogger(LedgerHistory.class);
  private static final int ONLY_PARTITION = 0;
  private static final long WINDOW = 10_000;

  private final KafkaSettings kafka;

  LedgerHistory(KafkaSettings kafka) {
    this.kafka = kafka;
  }

  /**
   * The ledger of a run as of now.
   *
   * @param replay number of the replay that asks; only earlier ones can have added rows
   * @throws StageFailedException fatal: the topic holds no ledger of the run
   */
  Ledger now(RunSpec run, int replay) throws StageFailedException {
    byte[] key = run.runId().getBytes(StandardCharsets.UTF_8);
    try (TopicRange topics = new TopicRange(DifferenceSearch.settings(kafka));
        WireDecoder decoder = new WireDecoder(kafka.serde())) {
      Ledger last = last(key, topics, decoder);
      if (last == null) {
        throw new StageFailedException(
            "ledger",
            "Expected a ledger of run %s in %s, found none: the run had no cut yet, or retention has deleted it."
                .formatted(run.runId(), Topics.LEDGERS),
            "Take a cut of the customer (godwit cut), then validate again.");
      }
      return replay - 1 > last.getLastReplay() ? continued(last, key, topics, decoder) : last;
    }
  }

  /** Reads the topic backwards, a window at a time: most runs have had a cut lately. */
  private static Ledger last(byte[] key, TopicRange topics, WireDecoder decoder) {
    Ledger[] found = new Ledger[1];
    long begin = topics.begin(Topics.LEDGERS, ONLY_PARTITION);
    long to = topics.end(Topics.LEDGERS, ONLY_PARTITION);
    while (found[0] == null && to > begin) {
      long from = Math.max(begin, to - WINDOW);
      topics.read(
          Topics.LEDGERS,
          ONLY_PARTITION,
          from,
          to,
          record -> {
            if (Arrays.equals(record.key(), key)
                && decoded(record, decoder) instanceof Ledger ledger) {
              found[0] = ledger;
            }
          });
      to = from;
    }
    return found[0];
  }

  private static Ledger continued(Ledger last, byte[] key, TopicRange topics, WireDecoder decoder) {
    LaterReceipts later = new LaterReceipts(last);
    boolean whole =
        topics.readFrom(
            Topics.RECEIPTS,
            ONLY_PARTITION,
            Math.max(0, last.getReceiptsOffset()),
            record -> {
              if (Arrays.equals(record.key(), key)
                  && decoded(record, decoder) instanceof Receipt receipt) {
                later.add(receipt);
              }
            });
    if (!whole) {
      LOG.warnf(
          "run=%s cut=%d: receipts behind the ledger are deleted; rows of a replay that was longer"
              + " ago than %s keeps its records will be listed as UNEXPECTED.",
          last.getRunId(), last.getCut(), Topics.RECEIPTS);
    }
    return later.continued();
  }

  private static Object decoded(ConsumerRecord<byte[], byte[]> record, WireDecoder decoder) {
    try {
      return decoder.decode(record.topic(), record.value());
    } catch (UnreadableRecordException e) {
      return null;
    }
  }
}
