package dev.godwit.loader.replay;

import dev.godwit.loader.inbound.PartitionFeed.Decoder;
import dev.godwit.loader.targetdb.RunTarget;
import dev.godwit.pack.KeyText;
import dev.godwit.pack.TargetTable;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.Difference;
import dev.godwit.row.v1.TableRow;
import dev.godwit.wire.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * The keys that the verdict at a cut found missing or changed, read from {@code
 * crm.differences.v1}. Beyond 200,000 it holds none and contains every key: a replay of more
 * records than differ changes nothing more. Immutable once read.
 */
final class DifferingKeys {
  private static final Logger LOG = Logger.getLogger(DifferingKeys.class);
  private static final Duration POLL = Duration.ofMillis(200);
  static final int MOST = 200_000;

  /** Kinds of differences that no record of the row's own key mends. */
  private static final Set<String> NOT_MENDED = Set.of("UNEXPECTED", "ORPHANED");

  private record Key(String table, String text) {}

  private final Set<Key> keys;
  private final boolean all;

  private DifferingKeys(Set<Key> keys, boolean all) {
    this.keys = keys;
    this.all = all;
  }

  /**
   * Reads the topic up to its end of now. The consumer is left assigned to it.
   *
   * @param cut number of the cut whose verdict is meant
   */
  static DifferingKeys read(
      Consumer<byte[], byte[]> consumer, Decoder decoder, String runId, int cut) {
    TopicPartition partition = new TopicPartition(Topics.DIFFERENCES, 0);
    Set<TopicPartition> only = Set.of(partition);
    byte[] key = runId.getBytes(StandardCharsets.UTF_8);
    consumer.assign(only);
    consumer.seekToBeginning(only);
    long end = consumer.endOffsets(only).get(partition);
    Set<Key> keys = new HashSet<>();
    while (consumer.position(partition) < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (Arrays.equals(key, record.key())) {
          add(record, decoder, runId, cut, keys);
        }
      }
      if (keys.size() > MOST) {
        LOG.infof("run=%s: more than %d keys differ; replaying all records.", runId, MOST);
        return new DifferingKeys(Set.of(), true);
      }
    }
    return new DifferingKeys(keys, false);
  }

  private static void add(
      ConsumerRecord<byte[], byte[]> record,
      Decoder decoder,
      String runId,
      int cut,
      Set<Key> keys) {
    try {
      if (decoder.decode(record.topic(), record.value()) instanceof Difference difference
          && difference.getRunId().equals(runId)
          && difference.getCut() == cut
          && difference.getReplay() == 0
          && !NOT_MENDED.contains(difference.getDifference())) {
        keys.add(new Key(difference.getTable(), difference.getKey()));
      }
    } catch (UnreadableRecordException e) {
      LOG.warnf(
          "run=%s: skipping the unreadable difference at offset %d: %s",
          runId, record.offset(), e.getMessage());
    }
  }

  /** Number of keys; that of the largest list where it contains every key. */
  int size() {
    return all ? Integer.MAX_VALUE : keys.size();
  }

  /** Whether one of a record's rows has a differing key. */
  boolean containsAny(RunTarget target, List<TableRow> rows) {
    if (all) {
      return true;
    }
    for (TableRow row : rows) {
      if (row.getTable() >= 0 && row.getTable() < target.tableCount()) {
        TargetTable table = target.table(row.getTable()).table();
        if (table.columns().size() == row.getCells().size()
            && keys.contains(new Key(table.name(), KeyText.of(table, row.getCells())))) {
          return true;
        }
      }
    }
    return false;
  }
}
