package dev.godwit.extractor.engagement.delivery;

import dev.godwit.extractor.engagement.returns.LiveTopic;
import dev.godwit.extractor.engagement.tail.SourceDatabase;
import dev.godwit.extractor.source.PackConnections;
import dev.godwit.extractor.source.SourcePacks;
import dev.godwit.pack.Packs;
import dev.godwit.wire.live.LiveEvents;
import dev.godwit.worker.run.LiveWindows;
import dev.godwit.worker.run.RunStatusTable;
import java.sql.Connection;
import java.sql.SQLException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A real source system that batches of live events are delivered to. */
abstract class DeliveringSource {
  static SourceDatabase source;
  static Connection connection;
  static SourcePacks packs;
  final LiveTopic topic = new LiveTopic();
  final RunStatusTable statuses = new RunStatusTable();
  final LiveWindows windows = new LiveWindows(statuses);
  final PackConnections connections = new PackConnections(SourcePacks::openForWriting);
  final LiveEvents decoder = new LiveEvents(LiveTopic.JSON_AND_CUTS);

  @BeforeAll
  static void start() throws Exception {
    source = new SourceDatabase();
    connection = source.writer();
    SourceDatabase.run(
        connection,
        """
        insert into customer (id, name) values ('acme', 'Acme'), ('moved', 'Moved');
        insert into contact (id, customer_id) values (1, 'acme'), (2, 'moved');
        insert into email (id, customer_id, contact_id, message_id)
          values (10, 'acme', 1, '<m10>'), (20, 'moved', 2, '<m20>');
        """);
    packs = new SourcePacks(Packs.load(source.packs(), System::getenv));
  }

  @AfterAll
  static void stop() throws Exception {
    connection.close();
    source.close();
  }

  @BeforeEach
  void nothingIsDelivered() throws SQLException {
    SourceDatabase.run(connection, "truncate engagement");
  }

  @AfterEach
  void close() {
    connections.close();
  }

  /** Runs when the batch awaits the events. */
  Runnable awaitEvents = () -> {};

  final DeliveryBatch batch() {
    return new DeliveryBatch(
        windows, new CustomerPacks(packs), connections, decoder, null, awaitEvents);
  }

  final ConsumerRecord<byte[], byte[]> event(String json) {
    return topic.add(0, "any/1", json.replace('\'', '"'));
  }
}
