package dev.godwit.validator.receipts;

import dev.godwit.records.Topics;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The topology: two sources of one partition each, so that one task has both; five stores; one
 * sink. All names are set by hand: they are the names of changelog topics, and survive a changed
 * topology.
 */
public final class LedgerTopology {
  /** Store of the booked receipts, by range. */
  public static final String RANGES = "seen-receipts";

  /** Store of the sums by run, stage, entity and partition. */
  public static final String SUMS = "receipt-sums";

  /**
   * Store of the offset up to which ranges are booked and dropped, by run, stage, entity,
   * partition.
   */
  public static final String CLOSED = "closed-ranges";

  /** Store of the sums of live engagement at the markers of cuts that have no ledger yet. */
  public static final String FROZEN = "sums-at-cuts";

  /** Store of the requests by run and cut, and of the last cut with a ledger by run. */
  public static final String REQUESTS = "ledger-requests";

  private static final String RECEIPT_SOURCE = "receipts";
  private static final String REQUEST_SOURCE = "requests";
  private static final String BOOK = "book-receipts";
  private static final String ASK = "keep-requests";
  private static final String LEDGER_SINK = "ledgers";

  private LedgerTopology() {}

  /**
   * Builds it.
   *
   * @param records makes the codec of a processor; each processor closes its own
   */
  public static Topology build(Supplier<RecordBytes> records, LedgerListener listener) {
    Topology topology = new Topology();
    Serde<String> key = Serdes.String();
    Serde<byte[]> value = Serdes.ByteArray();
    topology
        .addSource(RECEIPT_SOURCE, key.deserializer(), value.deserializer(), Topics.RECEIPTS)
        .addSource(REQUEST_SOURCE, key.deserializer(), value.deserializer(), Topics.LEDGER_REQUESTS)
        .addProcessor(
            BOOK, () -> new LedgerProcessor(Topics.RECEIPTS, records, listener), RECEIPT_SOURCE)
        .addProcessor(
            ASK,
            () -> new LedgerProcessor(Topics.LEDGER_REQUESTS, records, listener),
            REQUEST_SOURCE)
        .addStateStore(store(RANGES), BOOK, ASK)
        .addStateStore(store(SUMS), BOOK, ASK)
        .addStateStore(store(CLOSED), BOOK, ASK)
        .addStateStore(store(FROZEN), BOOK, ASK)
        .addStateStore(store(REQUESTS), BOOK, ASK)
        .addSink(LEDGER_SINK, Topics.LEDGERS, key.serializer(), value.serializer(), BOOK, ASK);
    return topology;
  }

  private static StoreBuilder<KeyValueStore<String, byte[]>> store(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
        .withCachingEnabled()
        .withLoggingEnabled(Map.of());
  }
}
