package dev.godwit.loader.replay;

import dev.godwit.common.v1.ReplaySelection;
import dev.godwit.loader.inbound.InboundRecord;
import dev.godwit.loader.targetdb.RunTarget;
import dev.godwit.row.v1.TableRow;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Which records of a partition a replay takes. The conditions that need no decoding are asked
 * first: most records between a run's first and last offset may be another customer's. Immutable.
 */
final class RecordSelection {
  private final String runId;
  private final String customer;
  private final byte[] keyStart;
  private final Long fromTimeMillis;
  private final Set<String> ids;
  private final Optional<DifferingKeys> differences;
  private final RunTarget target;

  /**
   * @param differences keys of the differences that are replayed; empty where none are named
   */
  RecordSelection(
      String runId,
      ReplaySelection selection,
      RunTarget target,
      Optional<DifferingKeys> differences) {
    this.runId = runId;
    this.customer = target.customer();
    this.keyStart = (target.customer() + "/").getBytes(StandardCharsets.UTF_8);
    this.fromTimeMillis = selection.getFromTimeMillis();
    // A redrive reads what waits for the keys as well, which its steps decide.
    this.ids = selection.getDependants() ? Set.of() : Set.copyOf(selection.getKeys());
    this.differences = differences;
    this.target = target;
  }

  /** Whether a record may be of the selection, by its key and time alone. */
  boolean mayTake(ConsumerRecord<byte[], byte[]> source) {
    return (fromTimeMillis == null || source.timestamp() >= fromTimeMillis)
        && (source.key() == null || isOfCustomer(source.key()));
  }

  private boolean isOfCustomer(byte[] key) {
    if (key.length < keyStart.length) {
      return customer.equals(new String(key, StandardCharsets.UTF_8));
    }
    for (int i = 0; i < keyStart.length; i++) {
      if (key[i] != keyStart[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether a decoded record is of the selection. Cut markers never are. */
  boolean takes(InboundRecord record) {
    return switch (record) {
      case InboundRecord.Row row ->
          row.runId().equals(runId) && takes(row.record().getLegacyId(), row.record().getRows());
      case InboundRecord.Live live ->
          live.runId().equals(runId) && takes(live.event().getEventId(), live.event().getRows());
      case InboundRecord.Unreadable poison -> ids.isEmpty() && differences.isEmpty();
      case InboundRecord.Marker marker -> false;
    };
  }

  private boolean takes(String id, List<TableRow> rows) {
    return (ids.isEmpty() || ids.contains(id))
        && (differences.isEmpty() || differences.get().containsAny(target, rows));
  }
}
