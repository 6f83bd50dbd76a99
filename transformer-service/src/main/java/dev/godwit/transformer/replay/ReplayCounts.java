package dev.godwit.transformer.replay;

import dev.godwit.common.v1.EntityCount;
import dev.godwit.records.Entity;
import dev.godwit.report.v1.ReplayReport;
import dev.godwit.report.v1.ReportEnvelope;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * Counts a replay of stage transform, from its begin, also over restarts, and reports each further
 * tenth. Not thread-safe.
 */
final class ReplayCounts {
  private static final int TENTHS = 10;

  private final Map<Entity, Long> released = new TreeMap<>();
  private final LongConsumer progress;
  private long total;
  private long read;
  private long refused;
  private long reportedTenths;

  /** Counts from 0; each further tenth goes to the consumer, with the records read. */
  ReplayCounts(LongConsumer progress) {
    this.progress = progress;
  }

  /** A record of the selection waits at the begin. */
  void expect(long records) {
    total += records;
  }

  /** Records of the selection, as counted at the begin. */
  long total() {
    return total;
  }

  /** An earlier process of the same replay released and refused these. */
  void before(Entity entity, long releasedRecords, long refusedRecords) {
    read += releasedRecords + refusedRecords;
    refused += refusedRecords;
    released.merge(entity, releasedRecords, Long::sum);
  }

  /** A transaction was committed. */
  void add(Entity entity, long readRecords, long releasedRecords) {
    read += readRecords;
    refused += readRecords - releasedRecords;
    released.merge(entity, releasedRecords, Long::sum);
    long tenths = total <= 0 ? 0 : Math.min(TENTHS, read * TENTHS / total);
    if (tenths > reportedTenths) {
      reportedTenths = tenths;
      progress.accept(read);
    }
  }

  /** The report on all of it. */
  ReplayReport toReport(ReportEnvelope envelope, int replay) {
    List<EntityCount> byEntity =
        released.entrySet().stream()
            .filter(entry -> entry.getValue() > 0)
            .map(
                entry ->
                    new EntityCount(
                        entry.getKey().symbol(), entry.getValue(), entry.getKey().declaredName()))
            .toList();
    return ReplayReport.newBuilder()
        .setEnvelope(envelope)
        .setReplay(replay)
        .setRead(read)
        .setWritten(byEntity.stream().mapToLong(EntityCount::getRows).sum())
        .setPresent(0)
        .setRefused(refused)
        .setReleased(byEntity)
        .setMissing(0)
        .setUnexpected(0)
        .setChanged(0)
        .build();
  }
}
