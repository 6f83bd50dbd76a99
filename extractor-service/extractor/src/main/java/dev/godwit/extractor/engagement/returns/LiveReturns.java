package dev.godwit.extractor.engagement.returns;

import dev.godwit.extractor.engagement.SourceEvents;
import dev.godwit.extractor.source.SourcePacks;
import dev.godwit.pack.SourcePack;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.live.LiveEvents;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Returns live events through Kafka and the pack's database. Thread-safe. */
@ApplicationScoped
public class LiveReturns {
  private final KafkaSettings kafka = KafkaSettings.fromEnvironment();
  private int limit;

  LiveReturns() {}

  @Inject
  LiveReturns(@ConfigProperty(name = "godwit.return-keys") int limit) {
    this.limit = limit;
  }

  /**
   * Returns the events between two cuts, or what an earlier attempt has left of them.
   *
   * @param from offset of the opening cut by partition
   * @param to offset of the closing cut by partition
   * @return counts of all of them, the same whatever attempts there were before
   * @throws SQLException as the old system's database has it; nothing is lost, begin again
   * @throws org.apache.kafka.common.KafkaException as the broker has it, or where another attempt
   *     has begun
   */
  public ReturnCounts finish(
      SourcePack pack, String customer, String runId, List<Long> from, List<Long> to)
      throws SQLException {
    try (ReturnLog log = new KafkaReturnLog(kafka, customer, runId);
        LiveRecords records = new KafkaLiveRecords(kafka);
        LiveEvents decoder = new LiveEvents(kafka.serde());
        Connection connection = pack.live().giveBack() == null ? null : open(pack)) {
      SourceEvents old = connection == null ? null : new SourceEvents(connection, pack);
      return new ReturnRun(runId, customer, from, to, records, decoder, log, old, ReturnRun.BATCH)
          .finish(new OwnEvents(records, decoder, limit));
    }
  }

  private static Connection open(SourcePack pack) throws SQLException {
    Connection connection = pack.database().openForShortStatements(SourcePacks.LONGEST_STATEMENT);
    try {
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }
}
