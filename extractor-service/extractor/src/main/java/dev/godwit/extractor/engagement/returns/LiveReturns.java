package dev.godwit.extractor.engagement.returns;

import dev.godwit.extractor.ExtractorSettings;
import dev.godwit.extractor.engagement.SourceEvents;
import dev.godwit.extractor.source.SourcePacks;
import dev.godwit.pack.SourcePack;
import dev.godwit.records.Topics;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.live.LiveEvents;
import dev.godwit.wire.live.TailMark;
import dev.godwit.worker.failure.StageFailedException;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Returns live events of a rolled-back run, with Kafka and the source of the pack. Thread-safe. */
@ApplicationScoped
public class LiveReturns {
  private static final String LOST_ACTION =
      "Correct the topic's settings: godwit doctor. Then return the rest, without these events: godwit rollback CUSTOMER --why \"return again\"; have their senders send them again. See the runbook live-gap.";

  private final KafkaSettings kafka;
  private final int limit;
  private final TailMark tail;

  LiveReturns(KafkaSettings kafka, ExtractorSettings settings) {
    this.kafka = kafka;
    this.limit = settings.returnKeys();
    this.tail = settings.tailMark();
  }

  /**
   * Returns the events between two cuts; resumes an earlier attempt.
   *
   * @param from offset of the opening cut by partition
   * @param to offset of the closing cut by partition
   * @return counts of all events; the same after any number of attempts
   * @throws SQLException from the source; nothing is lost, repeat the call
   * @throws StageFailedException where events were deleted before they were returned
   * @throws org.apache.kafka.common.KafkaException from the broker, or where another attempt has
   *     fenced this one
   */
  public ReturnCounts finish(
      SourcePack pack, String customer, String runId, List<Long> from, List<Long> to)
      throws SQLException, StageFailedException {
    try (ReturnLog log = new KafkaReturnLog(kafka, customer, runId);
        LiveRecords records = new KafkaLiveRecords(kafka);
        LiveEvents decoder = new LiveEvents(kafka.serde(), tail);
        Connection connection =
            pack.live().giveBack() == null ? null : SourcePacks.openForWriting(pack)) {
      SourceEvents source = connection == null ? null : new SourceEvents(connection, pack);
      return new ReturnRun(
              runId, customer, from, to, records, decoder, log, source, ReturnRun.BATCH)
          .finish(new OwnEvents(records, decoder, limit));
    } catch (LostLiveRecordsException e) {
      throw new StageFailedException(Topics.LIVE, e.getMessage(), LOST_ACTION, e);
    }
  }
}
