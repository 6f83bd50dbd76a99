package dev.godwit.extractor.engagement.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.godwit.extractor.engagement.tail.SourceDatabase;
import dev.godwit.extractor.source.SourcePacks;
import dev.godwit.pack.Packs;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.worker.failure.SqlFailure;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Which events go to a real source system, and which do not. */
class DeliveryBatchIT extends DeliveringSource {
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
}
