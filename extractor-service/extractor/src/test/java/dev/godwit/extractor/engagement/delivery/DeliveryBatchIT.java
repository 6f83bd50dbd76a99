package dev.godwit.extractor.engagement.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.godwit.common.v1.RunKind;
import dev.godwit.event.v1.CutStarted;
import dev.godwit.event.v1.CutWritten;
import dev.godwit.event.v1.Envelope;
import dev.godwit.event.v1.RunStarted;
import dev.godwit.extractor.engagement.returns.LiveTopic;
import dev.godwit.extractor.engagement.tail.SourceDatabase;
import dev.godwit.extractor.source.PackConnections;
import dev.godwit.extractor.source.SourcePacks;
import dev.godwit.pack.PackCheck;
import dev.godwit.pack.PackException;
import dev.godwit.pack.Packs;
import dev.godwit.records.Entity;
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
  void shouldNotWriteToTheSourceWhatARehearsalSent() throws Exception {
    DeliveryBatch batch = batch();
    batch.add(
        event(
            "{'customer': 'acme', 'eventId': 'godwit-rehearsal:acme/3:topic:0', 'rehearsal': 3, 'emailId': 10, 'kind': 'open'}"));
    batch.add(
        event(
            "{'customer': 'acme', 'eventId': 'of a foreign sender', 'rehearsal': 3, 'emailId': 10, 'kind': 'open'}"));
    batch.deliver();
    assertThat(batch.skipped()).isEqualTo(1);
    assertThat(batch.delivered()).isEqualTo(1);
    assertThat(batch.quarantined()).isEmpty();
    assertThat(SourceDatabase.numbers(connection, "select count(*) from engagement"))
        .containsExactly(1L);
  }

  @Test
  void shouldFindTheEmailByItsRecipientWhenOneNewsletterHasOneMessageId() throws Exception {
    SourceDatabase.run(
        connection,
        """
        insert into contact (id, customer_id, email) values
          (101, 'acme', 'u1@example.com'), (102, 'acme', ' U2@example.com'), (103, 'acme', 'u2@example.net');
        insert into email (id, customer_id, contact_id, message_id)
          select id + 1000, 'acme', id, '<same>' from contact where id > 100
        """);
    DeliveryBatch batch = batch();
    for (String recipient : List.of("u1@example.com", "u2@Example.com ", "stranger@example.com")) {
      batch.add(
          event(
              "{'customer': 'acme', 'eventId': '%1$s', 'messageId': '<same>', 'recipient': '%1$s'}"
                  .formatted(recipient)));
    }
    batch.add(event("{'customer': 'acme', 'eventId': 'none', 'messageId': '<same>'}"));

    batch.deliver();

    assertThat(SourceDatabase.numbers(connection, "select email_id from engagement order by 1"))
        .containsExactly(1101L, 1102L);
    assertThat(batch.quarantined())
        .extracting(QuarantinedRecord::getReason)
        .containsExactly("UNKNOWN_MESSAGE", "UNKNOWN_MESSAGE");
  }

  @Test
  void shouldFindTheEmailWhenTheMessageIdHasAnyTypeThatThePackCheckLetsThrough() throws Exception {
    String uuid = "00000000-0000-4000-8000-00000000000a";
    SourceDatabase.run(
        connection,
        "create type kennung as enum ('k'); create domain kurz as varchar(60); insert into email (id, customer_id, contact_id) values (12, 'acme', 1)");
    try {
      for (List<String> type :
          List.of(
              List.of("text", "<m12>"),
              List.of("varchar(60)", "<m12>"),
              List.of("char(36)", "<m12>"),
              List.of("kurz", "<m12>"),
              List.of("citext", "<m12>"),
              List.of("uuid", uuid),
              List.of("smallint", "12"),
              List.of("integer", "12"),
              List.of("bigint", "12"),
              List.of("numeric", "12"),
              List.of("double precision", "12"),
              List.of("kennung", "k"),
              List.of("date", "2026-01-01"),
              List.of("timestamptz", "2026-01-01T00:00:00Z"),
              List.of("jsonb", "12"))) {
        findByMessageId(type.get(0), type.get(1));
      }
    } finally {
      SourceDatabase.run(
          connection, "delete from email where id = 12; alter table email drop column message_id");
      SourceDatabase.run(
          connection,
          """
          alter table email add column message_id text;
          create index on email (customer_id, message_id);
          update email set message_id = '<m' || id || '>' where id in (10, 20)
          """);
    }
  }

  /**
   * Either the pack check refuses the type, or an event finds its email and a wrong one harms none.
   */
  private void findByMessageId(String type, String messageId) throws Exception {
    SourceDatabase.run(
        connection,
        "create extension if not exists citext; truncate engagement; alter table email drop column message_id;"
            + " alter table email add column message_id %s; update email set message_id = '%s' where id = 12"
                .formatted(type, messageId));
    connections.close();
    try (Connection fresh = source.writer()) {
      PackCheck.againstCatalogue(source.pack(), fresh);
    } catch (PackException refused) {
      assertThat(refused.getMessage()).as(type).contains("return.sql");
      return;
    }
    DeliveryBatch batch = batch();
    batch.add(
        event("{'customer': 'acme', 'eventId': 'a', 'messageId': '%s'}".formatted(messageId)));
    batch.add(event("{'customer': 'acme', 'eventId': 'b', 'messageId': 'nobody'}"));

    batch.deliver();

    assertThat(SourceDatabase.numbers(connection, "select email_id from engagement"))
        .as(type)
        .containsExactly(12L);
    assertThat(batch.quarantined())
        .as(type)
        .singleElement()
        .extracting(QuarantinedRecord::getReason)
        .isIn("UNKNOWN_MESSAGE", "TARGET_REFUSED");
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
            .setEntity(Entity.LIVE.symbol())
            .setEntityName(Entity.LIVE.declaredName())
            .setCut(cut)
            .setPartitions(2)
            .build());
  }

  private static CutStarted ordered(String customer) {
    CutStarted event = new CutStarted();
    event.setEnvelope(of(customer, new Envelope()));
    event.setEntity(Entity.LIVE.symbol());
    event.setCut(0);
    return event;
  }

  private static CutWritten opened(String customer, List<Long> offsets) {
    CutWritten event = new CutWritten();
    event.setEnvelope(of(customer, new Envelope()));
    event.setEntity(Entity.LIVE.symbol());
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
