package dev.godwit.extractor.engagement.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.godwit.common.v1.Entity;
import dev.godwit.common.v1.RunKind;
import dev.godwit.event.v1.CutStarted;
import dev.godwit.event.v1.CutWritten;
import dev.godwit.event.v1.Envelope;
import dev.godwit.event.v1.RunStarted;
import dev.godwit.extractor.engagement.returns.LiveTopic;
import dev.godwit.extractor.engagement.tail.SourceDatabase;
import dev.godwit.extractor.source.PackConnections;
import dev.godwit.extractor.source.SourcePacks;
import dev.godwit.pack.Packs;
import dev.godwit.row.v1.Cut;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.wire.live.LiveEvents;
import dev.godwit.worker.failure.SqlFailure;
import dev.godwit.worker.run.LiveWindows;
import dev.godwit.worker.run.RunStatusTable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which events go to a real source system, and which do not. */
class DeliveryBatchIT {
  private static SourceDatabase source;
  private static Connection connection;
  private static SourcePacks packs;
  private final LiveTopic topic = new LiveTopic();
  private final RunStatusTable statuses = new RunStatusTable();
  private final LiveWindows windows = new LiveWindows(statuses);
  private final PackConnections connections = new PackConnections(SourcePacks::openForWriting);
  private final LiveEvents decoder = new LiveEvents(LiveTopic.JSON_AND_CUTS);

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
  private Runnable awaitEvents = () -> {};

  private DeliveryBatch batch() {
    return new DeliveryBatch(
        windows, new CustomerPacks(packs), connections, decoder, null, awaitEvents);
  }

  private ConsumerRecord<byte[], byte[]> event(String json) {
    return topic.add(0, "any/1", json.replace('\'', '"'));
  }

  @Test
  void shouldWriteEventsToTheSourceOnceWhenTheirCustomerIsInNoRun() throws Exception {
    for (int i = 0; i < 2; i++) {
      DeliveryBatch batch = batch();
      batch.add(event("{'customer': 'acme', 'eventId': 'a', 'emailId': 10, 'kind': 'open'}"));
      batch.add(event("{'customer': 'moved', 'eventId': 'b', 'messageId': '<m20>'}"));
      batch.add(event("{'customer': 'acme', 'eventId': 'a', 'emailId': 10, 'kind': 'open'}"));
      batch.add(event("{'customer': 'acme', 'legacyId': '7', 'emailId': 10, 'kind': 'open'}"));
      batch.deliver();
      assertThat(batch.delivered()).isEqualTo(3);
      assertThat(batch.skipped()).isEqualTo(1);
      assertThat(batch.quarantined()).isEmpty();
    }
    assertThat(SourceDatabase.numbers(connection, "select email_id from engagement order by 1"))
        .containsExactly(10L, 20L);
  }

  @Test
  void shouldQuarantineUnderNoRunWhenTheSourceCannotHoldAnEvent() throws Exception {
    DeliveryBatch batch = batch();
    batch.add(event("{'customer': 'acme', 'eventId': 'a', 'emailId': 99}"));
    batch.add(event("{'customer': 'acme', 'eventId': 'b', 'messageId': 'nobody'}"));
    batch.add(event("{'customer': 'nobody', 'eventId': 'c', 'emailId': 10}"));
    batch.add(event("{'customer': 'acme', 'emailId': 10}"));
    batch.add(event("{'customer': 'acme', 'eventId': 'd'}"));
    batch.add(event("{'customer'"));
    batch.deliver();
    assertThat(batch.quarantined())
        .extracting(QuarantinedRecord::getReason)
        .containsExactlyInAnyOrder(
            "BROKEN_REFERENCE",
            "UNKNOWN_MESSAGE",
            "BROKEN_REFERENCE",
            "REQUIRED_MISSING",
            "REQUIRED_MISSING",
            "UNREADABLE");
    assertThat(batch.quarantined())
        .extracting(QuarantinedRecord::getRunId)
        .contains("acme/0", "nobody/0", "any/0");
    assertThat(batch.delivered()).isZero();
    assertThat(batch.next()).containsEntry(new TopicPartition("crm.engagements.live.v1", 0), 19L);
  }

  @Test
  void shouldContinueWhenNoDatabaseCanHoldAnId() throws Exception {
    DeliveryBatch batch = batch();
    batch.add(event("{'customer': 'ac\\u0000me', 'eventId': 'a', 'emailId': 10}"));
    batch.add(event("{'customer': 'acme', 'eventId': 'b\\u0000', 'emailId': 10}"));
    batch.add(event("{'customer': 'acme', 'eventId': 'c', 'messageId': '\\u0000'}"));
    batch.add(event("{'customer': 'acme', 'eventId': 'd', 'emailId': 10, 'agent': '\\u0000'}"));
    batch.add(event("{'customer': 'acme', 'eventId': 'e', 'emailId': 10}"));
    batch.deliver();
    assertThat(batch.quarantined())
        .extracting(QuarantinedRecord::getReason)
        .containsExactlyInAnyOrder("UNREADABLE", "UNREADABLE", "UNREADABLE", "TARGET_REFUSED");
    assertThat(batch.delivered()).isEqualTo(1);
    assertThat(new CustomerPacks(packs).of("ac\u0000me")).as("asked directly").isEmpty();
  }

  @Test
  void shouldQuoteNoRowWhenTheDatabaseRefusesABatch() throws Exception {
    try (Connection writing = source.pack().database().open();
        PreparedStatement insert =
            writing.prepareStatement("insert into contact (id, customer_id) values (?, ?)")) {
      insert.setLong(1, 99);
      insert.setString(2, "secret");
      insert.addBatch();
      SQLException refused = catchThrowableOfType(SQLException.class, insert::executeBatch);
      for (SQLException e = refused; e != null; e = e.getNextException()) {
        assertThat(e.getMessage()).doesNotContain("secret");
      }
      assertThat(SqlFailure.describe(refused))
          .startsWith("23503 ERROR: insert or update on table \"contact\" violates")
          .doesNotContain("secret");
    }
  }

  @Test
  void shouldServeOtherSourcesWhenOneIsDown() throws Exception {
    Path folder = source.packs();
    Path down = Files.createDirectory(folder.resolve("a-down"));
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder.resolve("reference-legacy"))) {
      for (Path file : files) {
        Files.writeString(
            down.resolve(file.getFileName()),
            Files.readString(file)
                .replace("pack: reference-legacy", "pack: a-down")
                .replaceAll("jdbc:postgresql:[^ \\n]*", "jdbc:postgresql://127.0.0.1:1/none"));
      }
    }
    CustomerPacks all = new CustomerPacks(new SourcePacks(Packs.load(folder, System::getenv)));
    DeliveryBatch batch = new DeliveryBatch(windows, all, connections, decoder, null, awaitEvents);
    batch.add(event("{'customer': 'elsewhere', 'eventId': 'a', 'emailId': 1}"));
    batch.add(event("{'customer': 'acme', 'eventId': 'b', 'emailId': 10}"));
    for (int i = 0; i < 2; i++) {
      assertThat(catchThrowable(batch::deliver)).isInstanceOf(SQLException.class);
      assertThat(batch.delivered()).isEqualTo(1);
      assertThat(batch.quarantined()).isEmpty();
    }
  }

  @Test
  void shouldSkipEventsWhenTheyAreInAnOpenWindow() throws Exception {
    ConsumerRecord<byte[], byte[]> before =
        event("{'customer': 'moved', 'eventId': 'before', 'emailId': 20}");
    ConsumerRecord<byte[], byte[]> after =
        event("{'customer': 'moved', 'eventId': 'after', 'emailId': 20}");
    ConsumerRecord<byte[], byte[]> unreadable = topic.add(0, "moved/1", "{'");
    statuses.apply(started("moved", new Envelope()));
    statuses.apply(opened("moved", List.of(before.offset() + 1, 0L)));
    DeliveryBatch batch = batch();
    batch.add(before);
    batch.add(after);
    batch.add(unreadable);
    batch.deliver();
    assertThat(batch.delivered()).isEqualTo(1);
    assertThat(batch.skipped()).isEqualTo(2);
    assertThat(
            SourceDatabase.numbers(
                connection, "select count(*) from engagement where event_id = 'before'"))
        .containsExactly(1L);
    assertThat(SourceDatabase.numbers(connection, "select count(*) from engagement"))
        .containsExactly(1L);
  }

  @Test
  void shouldQuarantineAMarkerAndContinueWhenNoEventOrderedIt() throws Exception {
    DeliveryBatch batch = batch();
    batch.add(marker("stranger/7", 3));
    batch.add(event("{'customer': 'acme', 'eventId': 'a', 'emailId': 10}"));
    batch.deliver();
    assertThat(batch.waiting()).isEmpty();
    assertThat(batch.delivered()).isEqualTo(1);
    assertThat(batch.quarantined())
        .extracting(QuarantinedRecord::getReason)
        .containsExactly("UNREADABLE");
  }

  @Test
  void shouldWaitAtAMarkerWhenItsOrderIsConsumedLate() throws Exception {
    awaitEvents =
        () -> {
          statuses.apply(started("late", new Envelope()));
          statuses.apply(ordered("late"));
        };
    DeliveryBatch batch = batch();
    ConsumerRecord<byte[], byte[]> marker = marker("late/1", 0);
    batch.add(marker);
    batch.add(event("{'customer': 'acme', 'eventId': 'a', 'emailId': 10}"));
    assertThat(batch.waiting().values()).containsExactly(marker.offset());
    assertThat(batch.quarantined()).isEmpty();
  }

  @Test
  void shouldWriteEachEventOnceWhenTheConnectionIsLost() throws Exception {
    DeliveryBatch first = batch();
    first.add(event("{'customer': 'acme', 'eventId': 'a', 'emailId': 10}"));
    first.deliver();
    SourceDatabase.run(
        connection,
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'godwit'");
    DeliveryBatch second = batch();
    second.add(event("{'customer': 'acme', 'eventId': 'a', 'emailId': 10}"));
    second.add(event("{'customer': 'acme', 'eventId': 'b', 'emailId': 10}"));
    // With assertions enabled, the driver throws an AssertionError here.
    assertThat(catchThrowable(second::deliver)).as("the connection is gone").isNotNull();
    second.deliver();
    assertThat(second.delivered()).isEqualTo(2);
    assertThat(SourceDatabase.numbers(connection, "select count(*) from engagement"))
        .containsExactly(2L);
  }

  private static RunStarted started(String customer, Envelope envelope) {
    RunStarted event = new RunStarted();
    event.setEnvelope(of(customer, envelope));
    event.setCustomer(customer);
    event.setKind(RunKind.LIVE);
    event.setSourcePack("reference-legacy");
    event.setTargetPack("reference-crm");
    return event;
  }

  private ConsumerRecord<byte[], byte[]> marker(String runId, int cut) throws IOException {
    return topic.addMarker(
        0,
        Cut.newBuilder()
            .setRunId(runId)
            .setEntity(Entity.LIVE)
            .setCut(cut)
            .setPartitions(2)
            .build());
  }

  private static CutStarted ordered(String customer) {
    CutStarted event = new CutStarted();
    event.setEnvelope(of(customer, new Envelope()));
    event.setEntity(Entity.LIVE);
    event.setCut(0);
    return event;
  }

  private static CutWritten opened(String customer, List<Long> offsets) {
    CutWritten event = new CutWritten();
    event.setEnvelope(of(customer, new Envelope()));
    event.setEntity(Entity.LIVE);
    event.setCut(0);
    event.setOffsets(offsets);
    return event;
  }

  private static Envelope of(String customer, Envelope envelope) {
    envelope.setMigrationId(customer);
    envelope.setRun(1);
    return envelope;
  }
}
