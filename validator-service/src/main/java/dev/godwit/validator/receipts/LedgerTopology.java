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
 * Two sources of one partition each, so of one task; five stores; one sink. All names are given by
 * hand: they are the names of changelog topics, and survive a changed topology.
 */
public final class LedgerTopology {
  /** Store of the receipts that were seen, by range. */
  public static final String RANGES = "seen-receipts";

  /** Store of the sums by run, stage, entity and partition. */
  public static final String SUMS = "receipt-sums";

  /** Store of how far the ranges of a run, stage, entity and partition are booked and forgotten. */
  public static final String CLOSED = "closed-ranges";

  /** Store of the sums of live engagement as they stood at the markers of cuts without a ledger. */
  public static final String FROZEN = "sums-at-cuts";

  /** Store of the requests by run and cut, and of the last cut that was answered by run. */
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
   * @param records makes the codec of a processor; each closes its own
   * @param watch hears what happens
   */
  public static Topology build(Supplier<RecordBytes> records, ReceiptWatch watch) {
    Topology topology = new Topology();
    Serde<String> key = Serdes.String();
    Serde<byte[]> value = Serdes.ByteArray();
    topology
        .addSource(RECEIPT_SOURCE, key.deserializer(), value.deserializer(), Topics.RECEIPTS)
        .addSource(REQUEST_SOURCE, key.deserializer(), value.deserializer(), Topics.LEDGER_REQUESTS)
        .addProcessor(BOOK, () -> new ReceiptProcessor(records, watch), RECEIPT_SOURCE)
        .addProcessor(ASK, () -> new RequestProcessor(records, watch), REQUEST_SOURCE)
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
