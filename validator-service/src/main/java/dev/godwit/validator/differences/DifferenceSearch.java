package dev.godwit.validator.differences;

import dev.godwit.pack.TargetTable;
import dev.godwit.receipt.v1.Ledger;
import dev.godwit.validator.readback.ActualRows;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.WireDecoder;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Lists the differing keys of a run's tables: a {@link DifferenceFinder} between the rows in Kafka
 * and those of the target. Holds a consumer while it is open. Not thread-safe.
 */
public final class DifferenceSearch implements AutoCloseable {
  private final DifferenceFinder finder;
  private final Runnable onClose;

  /**
   * How much a search holds at once.
   *
   * @param keysPerPass keys of which hashes are held, at least 1
   * @param rowsHeld changed rows that are held, at least 1
   */
  public record Bounds(int keysPerPass, int rowsHeld) {}

  /**
   * Opens the topics of a ledger's run.
   *
   * @param liveEnds offset after the last live event that the target holds, by partition
   */
  public DifferenceSearch(
      KafkaSettings kafka,
      Ledger ledger,
      Map<Integer, Long> liveEnds,
      ActualRows actual,
      DifferenceSink sink,
      Bounds bounds) {
    TopicRange topics = new TopicRange(settings(kafka));
    WireDecoder decoder = new WireDecoder(kafka.serde());
    TransformedRows expected =
        new TransformedRows(
            ledger, liveEnds, topics, decoder, new QuarantineTopic(ledger, topics, decoder));
    finder = new DifferenceFinder(expected, actual, sink, bounds.keysPerPass(), bounds.rowsHeld());
    onClose =
        () -> {
          topics.close();
          decoder.close();
        };
  }

  /** Over expected rows that somebody else opened and closes. */
  public DifferenceSearch(
      ExpectedRows expected, ActualRows actual, DifferenceSink sink, Bounds bounds) {
    finder = new DifferenceFinder(expected, actual, sink, bounds.keysPerPass(), bounds.rowsHeld());
    onClose = () -> {};
  }

  /** Settings of a consumer that fails where the offset that it wants is gone. */
  public static Map<String, Object> settings(KafkaSettings kafka) {
    Map<String, Object> settings = new HashMap<>(kafka.stretchConsumer());
    return settings;
  }

  /**
   * Passes every differing key of the buckets to the sink, once.
   *
   * @param expectedRows expected rows of all buckets; decides the number of passes only
   * @throws SQLException retriable where the database went away
   * @throws ExpectedRowsLostException fatal
   */
  public void find(TargetTable table, long expectedRows, Collection<Integer> buckets)
      throws SQLException {
    finder.find(table, expectedRows, buckets);
  }

  @Override
  public void close() {
    onClose.run();
  }
}
