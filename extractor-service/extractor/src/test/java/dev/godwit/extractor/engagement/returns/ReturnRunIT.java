package dev.godwit.extractor.engagement.returns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.extractor.engagement.SourceEvents;
import dev.godwit.extractor.engagement.tail.SourceDatabase;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.row.v1.ReturnProgress;
import dev.godwit.wire.live.LiveEvents;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Returning live events to a real source system, with attempts that end anywhere. */
class ReturnRunIT {
  private static final String CUSTOMER = "acme";
  private static final int BATCH = 3;

  private static SourceDatabase source;
  private static Connection connection;
  private final LiveTopic topic = new LiveTopic();
  private final LiveEvents decoder = new LiveEvents(LiveTopic.JSON_ONLY);
  private final Log log = new Log();

  /** The notes of a return; an attempt may end before or after any writing. */
  private static final class Log implements ReturnLog {
    ReturnProgress last;
    final List<QuarantinedRecord> quarantined = new ArrayList<>();
    int writes;
    int endsBefore = Integer.MAX_VALUE;
    int endsAfter = Integer.MAX_VALUE;

    @Override
    public ReturnProgress last() {
      return last;
    }

    @Override
    public void write(ReturnProgress progress, List<QuarantinedRecord> records) {
      writes++;
      if (writes == endsBefore) {
        throw new KafkaException("killed before");
      }
      last = progress;
      quarantined.addAll(records);
      if (writes == endsAfter) {
        throw new KafkaException("killed after");
      }
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }

  @BeforeAll
  static void start() throws Exception {
    source = new SourceDatabase();
    connection = source.writer();
    SourceDatabase.run(
        connection,
        """
        insert into customer (id, name) values ('acme', 'Acme'), ('other', 'Other');
        insert into contact (id, customer_id) values (1, 'acme'), (2, 'other');
        insert into email (id, customer_id, contact_id, message_id)
          values (10, 'acme', 1, '<m10>'), (11, 'acme', 1, '<m11>'), (20, 'other', 2, '<m20>');
        update customer set status = 'frozen' where id = 'acme';
        """);
  }

  @AfterAll
  static void stop() throws Exception {
    connection.close();
    source.close();
  }

  @BeforeEach
  void anEventThatTheSourceHeldBefore() throws SQLException {
    SourceDatabase.run(
        connection,
        """
        truncate engagement;
        insert into engagement (customer_id, email_id, kind, event_id) values
          ('acme', 10, 'open', 'held'), ('other', 20, 'open', 'e-1')
        """);
  }

  private void events() {
    event(0, "{'customer': 'acme', 'eventId': 'e-1', 'emailId': 10, 'kind': 'open'}");
    event(0, "{'customer': 'acme', 'eventId': 'e-1', 'emailId': 10, 'kind': 'open'}");
    event(0, "{'customer': 'acme', 'eventId': 'e-2', 'messageId': '<m11>', 'kind': 'click'}");
    event(
        0,
        "{'customer': 'acme', 'eventId': 'godwit-rehearsal:acme/1:topic:0', 'rehearsal': 1, 'emailId': 10, 'kind': 'open'}");
    event(0, "{'customer': 'other', 'eventId': 'e-3', 'emailId': 20, 'kind': 'open'}");
    event(0, "{'customer': 'acme', 'eventId': 'held', 'emailId': 10, 'kind': 'open'}");
    event(0, "{'customer': 'acme', 'legacyId': 77, 'emailId': 10, 'kind': 'open'}");
    event(0, "{'customer': 'acme', 'eventId': 'e-4', 'emailId': 99, 'kind': 'open'}");
    event(0, "{'customer': 'acme', 'eventId': 'e-5', 'messageId': '<m20>', 'kind': 'open'}");
    topic.add(0, "acme/1", "{not json");
    topic.add(0, "other/1", "{not json");
    event(1, "{'customer': 'acme', 'eventId': 'e-1', 'emailId': 10, 'kind': 'open'}");
    event(1, "{'customer': 'acme', 'legacyId': 77, 'emailId': 10, 'kind': 'open'}");
    event(1, "{'customer': 'acme', 'emailId': 10, 'kind': 'open'}");
    event(1, "{'customer': 'acme', 'eventId': 'e-6', 'kind': 'open'}");
    event(1, "{'customer': 'acme', 'eventId': 'e-7', 'emailId': 'ten', 'kind': 'open'}");
    event(
        1,
        "{'customer': 'acme', 'eventId': 'e-8', 'emailId': 11, 'occurredAt': '2099-01-01T00:00:00Z'}");
    event(1, "{'customer': 'acme', 'eventId': 'e-9', 'emailId': 11, 'occurredAt': 'soon'}");
    event(1, "{'customer': 'acme', 'eventId': 'e-10', 'emailId': 11}");
  }

  private static final ReturnCounts EXPECTED = new ReturnCounts(16, 4, 1, 4, 7);

  private void event(int partition, String json) {
    topic.add(partition, "any/1", json.replace('\'', '"'));
  }

  private ReturnCounts attempt() throws SQLException {
    try (Connection writing = source.pack().database().open()) {
      writing.setAutoCommit(false);
      return new ReturnRun(
              "acme/1",
              CUSTOMER,
              topic.begins(),
              topic.ends(),
              topic,
              decoder,
              log,
              new SourceEvents(writing, source.pack()),
              BATCH)
          .finish(new OwnEvents(topic, decoder, 100));
    }
  }

  @Test
  void shouldCountEachEventOnceAndWriteItWhenTheSourceCanHoldIt() throws SQLException {
    events();
    assertThat(attempt()).isEqualTo(EXPECTED);
    theSourceIsComplete();
  }

  @Test
  void shouldCountTheSameWhenAnAttemptIsRepeatedAfterAnyEnd() throws SQLException {
    events();
    attempt();
    int writes = log.writes;
    assertThat(writes).isGreaterThan(4);
    for (int at = 1; at <= writes; at++) {
      for (boolean before : new boolean[] {true, false}) {
        anEventThatTheSourceHeldBefore();
        log.last = null;
        log.quarantined.clear();
        log.writes = 0;
        log.endsBefore = before ? at : Integer.MAX_VALUE;
        log.endsAfter = before ? Integer.MAX_VALUE : at;
        assertThatThrownBy(this::attempt).isInstanceOf(KafkaException.class);
        assertThat(attempt())
            .as("ended %s writing %d", before ? "before" : "after", at)
            .isEqualTo(EXPECTED);
        theSourceIsComplete();
        assertThat(attempt()).as("once more").isEqualTo(EXPECTED);
      }
    }
  }

  private void theSourceIsComplete() throws SQLException {
    assertThat(
            SourceDatabase.numbers(
                connection,
                "select count(*) from engagement where customer_id = 'acme' and event_id in ('held', 'e-1', 'e-2', 'e-8', 'e-10')"))
        .containsExactly(5L);
    assertThat(SourceDatabase.numbers(connection, "select count(*) from engagement"))
        .containsExactly(6L);
    assertThat(log.quarantined)
        .extracting(QuarantinedRecord::getReason)
        .containsExactlyInAnyOrder(
            "BROKEN_REFERENCE",
            "UNKNOWN_MESSAGE",
            "UNREADABLE",
            "REQUIRED_MISSING",
            "REQUIRED_MISSING",
            "TARGET_REFUSED",
            "TARGET_REFUSED");
    assertThat(log.quarantined)
        .extracting(record -> record.getPartition() + "/" + record.getOffset())
        .doesNotHaveDuplicates();
  }

  @Test
  void shouldQuarantineAllWhenThePackHasNoReturnStatement() throws SQLException {
    event(0, "{'customer': 'acme', 'eventId': 'e-1', 'emailId': 10, 'kind': 'open'}");
    event(0, "{'customer': 'acme', 'legacyId': 1, 'emailId': 10, 'kind': 'open'}");
    ReturnCounts returned =
        new ReturnRun(
                "acme/1", CUSTOMER, topic.begins(), topic.ends(), topic, decoder, log, null, BATCH)
            .finish(new OwnEvents(topic, decoder, 100));
    assertThat(returned).isEqualTo(new ReturnCounts(2, 0, 1, 0, 1));
  }

  @Test
  void shouldContinueAReturnWhenNoDatabaseCanHoldAnId() throws SQLException {
    topic.add(0, "acme/1", "{\"customer\": \"acme\", \"eventId\": \"a\\u0000\", \"emailId\": 10}");
    event(0, "{'customer': 'acme', 'eventId': 'e-1', 'emailId': 10, 'kind': 'open'}");
    assertThat(attempt()).isEqualTo(new ReturnCounts(2, 1, 0, 0, 1));
    try (Connection asking = source.pack().database().open()) {
      asking.setAutoCommit(false);
      SourceEvents events = new SourceEvents(asking, source.pack());
      assertThat(events.held(CUSTOMER, List.of("a\u0000", "held", "\u0000", "e-1")))
          .containsExactlyInAnyOrder("held", "e-1");
    }
  }

  @Test
  void shouldNameDeletedRecordsAndContinueBehindThemWhenThePersonRepeatsTheReturn()
      throws SQLException {
    for (int i = 0; i < 8; i++) {
      event(1, "{'customer': 'acme', 'eventId': 'e-%d', 'emailId': 10}".formatted(i));
    }
    topic.deleteBefore(1, 9);
    assertThatThrownBy(this::attempt)
        .isInstanceOf(LostLiveRecordsException.class)
        .hasMessageContaining("partition 1 from offset 1 to 8 deleted");
    assertThat(attempt()).isEqualTo(new ReturnCounts(6, 6, 0, 0, 0));
    assertThat(
            SourceDatabase.numbers(
                connection,
                "select count(*) from engagement where customer_id = 'acme' and event_id like 'e-%'"))
        .containsExactly(6L);
  }

  @Test
  void shouldCountNothingWhenThereAreNoEvents() throws SQLException {
    assertThat(attempt()).isEqualTo(new ReturnCounts(0, 0, 0, 0, 0));
  }

  @Test
  void shouldCountTheSourcesOwnEventsExactlyWhenMemoryIsSmall() {
    final int events = 200;
    TreeSet<String> distinct = new TreeSet<>();
    for (int i = 0; i < events; i++) {
      String id = i % 3 == 0 ? "text-" + i % 40 : Integer.toString(i % 70);
      distinct.add(id);
      event(i % 2, "{'customer': 'acme', 'legacyId': '" + id + "'}");
    }
    for (int limit : new int[] {1, 7, 50, 10_000}) {
      assertThat(new OwnEvents(topic, decoder, limit).count(CUSTOMER, topic.begins(), topic.ends()))
          .isEqualTo(new OwnEvents.Count(distinct.size(), events - distinct.size()));
    }
  }
}
