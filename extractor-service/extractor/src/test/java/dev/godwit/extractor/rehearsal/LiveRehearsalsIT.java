package dev.godwit.extractor.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.RouteCount;
import dev.godwit.common.v1.RunKind;
import dev.godwit.extractor.ExtractorSettings;
import dev.godwit.extractor.TestSettings;
import dev.godwit.extractor.engagement.returns.LiveTopic;
import dev.godwit.extractor.engagement.tail.SourceDatabase;
import dev.godwit.extractor.rehearsal.LiveRehearsals.Sent;
import dev.godwit.extractor.snapshot.RecordingTransaction;
import dev.godwit.extractor.source.SourcePacks;
import dev.godwit.pack.FieldType;
import dev.godwit.pack.LiveSource;
import dev.godwit.pack.Merge;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourceField;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.SourceQuery;
import dev.godwit.pack.Sql;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.LiveRehearsal;
import dev.godwit.row.v1.LiveWay;
import dev.godwit.row.v1.ProviderRehearsal;
import dev.godwit.row.v1.RehearsedMessage;
import dev.godwit.row.v1.SyntheticEvent;
import dev.godwit.task.v1.RehearseLive;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.wire.live.LiveEvents;
import dev.godwit.wire.live.RehearsalMark;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The synthetic live events of a rehearsal, made of rows of a real PostgreSQL. */
class LiveRehearsalsIT {
  private static final Instant AT = Instant.parse("2026-11-29T10:00:00Z");
  private static SourceDatabase source;

  private final Set<String> quarantined = new HashSet<>();
  private final RecordingTransaction transaction = new RecordingTransaction();
  private final LiveEvents decoder = new LiveEvents(LiveTopic.JSON_ONLY);
  private final LiveRehearsals rehearsals = rehearsals(TestSettings.plan(25_000, 1000));

  private LiveRehearsals rehearsals(ExtractorSettings settings) {
    return new LiveRehearsals(
        new LiveSamples(
            new SourcePacks(null),
            new QuarantinedIds(null) {
              @Override
              Set<String> among(
                  String customer, String runId, Entity entity, Instant since, Set<String> ids) {
                Set<String> found = new HashSet<>(ids);
                found.removeIf(id -> !quarantined.contains(entity + " " + id));
                return found;
              }
            },
            new RunStarts()),
        settings);
  }

  @BeforeAll
  static void open() throws Exception {
    source = new SourceDatabase();
    try (Connection connection = source.writer()) {
      SourceDatabase.run(
          connection,
          """
          insert into customer (id, name) values ('acme', 'Acme'), ('plain', 'Plain'), ('none', 'None');
          insert into contact (id, customer_id, email)
            select g, 'acme', 'c' || g || '@example.com' from generate_series(1, 9) g;
          insert into email (id, customer_id, contact_id, message_id)
            select g, 'acme', g % 3 + 1, case when g > 2 then '<m' || g || '>' end from generate_series(1, 9) g;
          insert into contact (id, customer_id, email) values (20, 'plain', 'p@example.com');
          insert into email (id, customer_id, contact_id) values (20, 'plain', 20);
          insert into engagement (id, customer_id, email_id, contact_id, kind, occurred_at, event_id)
            select g, 'acme', g, g % 3 + 1, 'open', '2026-01-03', case when g > 3 then 'e-' || g end
            from generate_series(1, 9) g;
          insert into customer (id, name) values ('twice', 'Twice');
          insert into contact (id, customer_id, email) values (30, 'twice', 't@example.com');
          insert into email (id, customer_id, contact_id) values (30, 'twice', 30);
          insert into engagement (id, customer_id, email_id, kind, occurred_at, event_id) values
            (31, 'twice', 30, 'open', '2026-01-03', ''), (32, 'twice', 30, 'open', '2026-01-03', 'same'),
            (33, 'twice', 30, 'open', '2026-01-03', ' ');
          """);
    }
  }

  @AfterAll
  static void close() throws Exception {
    source.close();
  }

  @Test
  void shouldSendByTopicAndTailAndAskTheWebhooksForTheSameMessages() throws Exception {
    Sent sent = send("acme", source.pack());
    assertThat(sent.nothing()).isEmpty();
    assertThat(sent.routes())
        .containsExactly(new RouteCount("topic", 4L), new RouteCount("tail", 3L));

    List<LiveEngagement> topic = topicEvents();
    assertThat(topic).extracting(LiveEngagement::getEmailId).containsExactly("3", null, null, null);
    assertThat(topic)
        .extracting(LiveEngagement::getMessageId)
        .containsExactly(null, "<m3>", "<m4>", "<m5>");
    assertThat(topic)
        .extracting(LiveEngagement::getRecipient)
        .containsExactly(null, "c1@example.com", "c2@example.com", "c3@example.com");
    assertThat(topic).extracting(LiveEngagement::getKind).contains("open", "click");
    assertThat(topic).allMatch(RehearsalMark::isOn).allMatch(one -> one.getRehearsal() == 3);
    assertThat(topic).allMatch(one -> one.getOccurredAt().equals(AT));

    List<LiveEngagement> tail = tailEvents();
    assertThat(tail).allMatch(one -> one.getWay() == LiveWay.TAIL && one.getRehearsal() == 3);
    assertThat(tail).extracting(LiveEngagement::getLegacyId).containsExactly("1", "2", "3");

    LiveRehearsal request = request();
    assertThat(request.getRun()).isEqualTo(3);
    assertThat(request.getAt()).isEqualTo(AT);
    assertThat(request.getMessages())
        .containsExactly(
            new RehearsedMessage("<m3>", "c1@example.com"),
            new RehearsedMessage("<m4>", "c2@example.com"),
            new RehearsedMessage("<m5>", "c3@example.com"),
            new RehearsedMessage("<m6>", "c1@example.com"),
            new RehearsedMessage("<m7>", "c2@example.com"),
            new RehearsedMessage("<m8>", "c3@example.com"),
            new RehearsedMessage("<m9>", "c1@example.com"));
    assertThat(request.getSent())
        .contains(new SyntheticEvent("topic", "godwit-rehearsal:acme/3:topic:0"))
        .contains(new SyntheticEvent("tail", "1"))
        .hasSize(7);
  }

  @Test
  void shouldSendTheSameWhenTheTaskIsRepeated() throws Exception {
    send("acme", source.pack());
    LiveRehearsal first = request();
    transaction.restart();
    send("acme", source.pack());
    assertThat(request()).isEqualTo(first);
  }

  @Test
  void shouldLeaveOutWhatTheRehearsalHasInQuarantine() throws Exception {
    quarantined.addAll(Set.of("EMAILS 3", "EMAILS 5", "ENGAGEMENTS 1", "ENGAGEMENTS 2"));
    send("acme", source.pack());
    assertThat(request().getMessages())
        .extracting(RehearsedMessage::getMessageId)
        .containsExactly("<m4>", "<m6>", "<m7>", "<m8>", "<m9>");
    assertThat(request().getSent())
        .filteredOn(one -> one.getRoute().equals("tail"))
        .extracting(SyntheticEvent::getIdentity)
        .containsExactly("3", "e-4", "e-5");
  }

  @Test
  void shouldSendByTheEmailsIdAloneWhenTheSourceHasNoMessageIdsAndNoTail() throws Exception {
    SourcePack pack = source.pack();
    SourcePack without =
        new SourcePack(
            pack.name(),
            pack.fingerprint(),
            pack.database(),
            pack.customers(),
            pack.freeze(),
            pack.thaw(),
            pack.isFrozen(),
            pack.entities(),
            LiveSource.NONE);
    Sent sent = send("plain", without);
    assertThat(sent.routes()).containsExactly(new RouteCount("topic", 1L));
    assertThat(topicEvents()).extracting(LiveEngagement::getEmailId).containsExactly("20");
    assertThat(request().getMessages()).isEmpty();
  }

  @Test
  void shouldTakeEmailsOfEveryQueryInTurn() throws Exception {
    SourcePack pack = source.pack();
    Map<Entity, SourceEntity> entities = new TreeMap<>(pack.entities());
    SourceQuery emails = entities.get(Entity.EMAILS).only();
    List<SourceQuery> queries = new ArrayList<>();
    for (String part : List.of("id <= 6", "id > 6")) {
      queries.add(
          new SourceQuery(
              "emails-" + queries.size(),
              new Sql(
                  "select * from (" + emails.sql().text() + ") e where " + part, "pack.yaml", 1),
              emails.key(),
              emails.fields(),
              List.of()));
    }
    entities.put(Entity.EMAILS, new SourceEntity(Entity.EMAILS, queries, Merge.NONE));
    send("acme", with(pack, entities));
    assertThat(request().getMessages())
        .extracting(RehearsedMessage::getMessageId)
        .containsExactly("<m3>", "<m7>", "<m4>", "<m8>", "<m5>", "<m9>", "<m6>");
  }

  @Test
  void shouldTakeTheFirstEmailsWhenAnEmailAnswersAnother() throws Exception {
    SourcePack pack = source.pack();
    Map<Entity, SourceEntity> entities = new TreeMap<>(pack.entities());
    SourceQuery emails = entities.get(Entity.EMAILS).only();
    Map<String, SourceField> fields = new HashMap<>(emails.fields());
    fields.put(
        "answers", new SourceField("answers", null, FieldType.TEXT, Entity.EMAILS, null, null));
    entities.put(
        Entity.EMAILS,
        new SourceEntity(
            Entity.EMAILS,
            new Sql(
                "select e.*, case when e.id < 9 then e.id + 1 end as answers from ("
                    + emails.sql().text()
                    + ") e",
                "pack.yaml",
                1),
            emails.key(),
            fields));
    send("acme", with(pack, entities));
    assertThat(request().getMessages())
        .extracting(RehearsedMessage::getMessageId)
        .containsExactly("<m3>", "<m4>", "<m5>", "<m6>", "<m7>", "<m8>", "<m9>");
  }

  @Test
  void shouldNameNoRecipientWhenTheSourceDoesNotSayWhoReceivedTheEmail() throws Exception {
    SourcePack pack = source.pack();
    Map<Entity, SourceEntity> entities = new TreeMap<>(pack.entities());
    SourceEntity emails = entities.get(Entity.EMAILS);
    Map<String, SourceField> fields = new HashMap<>(emails.fields());
    fields.remove("contactId");
    entities.put(
        Entity.EMAILS,
        new SourceEntity(Entity.EMAILS, emails.only().sql(), emails.only().key(), fields));
    SourcePack without =
        new SourcePack(
            pack.name(),
            pack.fingerprint(),
            pack.database(),
            pack.customers(),
            pack.freeze(),
            pack.thaw(),
            pack.isFrozen(),
            entities,
            LiveSource.NONE);
    send("acme", without);
    assertThat(request().getMessages())
        .isNotEmpty()
        .allMatch(message -> message.getRecipient() == null);
  }

  @Test
  void shouldIdentifyRowsOfTheTailAsTheReadersOfTheTopicDo() throws Exception {
    send("twice", source.pack());
    assertThat(request().getSent())
        .filteredOn(one -> one.getRoute().equals("tail"))
        .extracting(SyntheticEvent::getIdentity)
        .containsExactly("31", "same", "33");
  }

  @Test
  void shouldSayWhyAndSendNothingWhenTheCustomerHasNoEmail() throws Exception {
    Sent sent = send("none", source.pack());
    assertThat(sent.nothing()).contains("Expected an email of the customer");
    assertThat(sent.routes()).isEmpty();
    assertThat(transaction.sent()).isEmpty();
  }

  @Test
  void shouldAnswerForTheWebhooksWhenThereIsNoSuchProcess() throws Exception {
    send(rehearsals(TestSettings.plan(25_000, 1000).withoutWebhooks()), "acme", source.pack());
    assertThat(request().getMessages()).isEmpty();
    assertThat(request().getSent()).hasSize(7);
    assertThat(transaction.sent())
        .filteredOn(one -> one.topic().equals(Topics.LIVE_REHEARSALS))
        .last()
        .satisfies(
            one ->
                assertThat(one.as(ProviderRehearsal.class))
                    .isEqualTo(new ProviderRehearsal("acme", 3, List.of(), List.of())));
  }

  private static SourcePack with(SourcePack pack, Map<Entity, SourceEntity> entities) {
    return new SourcePack(
        pack.name(),
        pack.fingerprint(),
        pack.database(),
        pack.customers(),
        pack.freeze(),
        pack.thaw(),
        pack.isFrozen(),
        entities,
        pack.live());
  }

  private Sent send(String customer, SourcePack pack) throws Exception {
    return send(rehearsals, customer, pack);
  }

  private Sent send(LiveRehearsals of, String customer, SourcePack pack) throws Exception {
    return of.send(
        new RehearseLive(
            new TaskEnvelope(
                customer + "/3/rehearse-live",
                customer,
                customer,
                3,
                RunKind.REHEARSAL,
                pack.name(),
                "crm",
                AT,
                "cause")),
        pack,
        transaction);
  }

  private List<LiveEngagement> topicEvents() throws Exception {
    return transaction.sent().stream()
        .filter(one -> one.topic().equals(Topics.LIVE) && one.value()[0] == '{')
        .map(
            one -> {
              try {
                return (LiveEngagement)
                    decoder.decode(
                        new ConsumerRecord<>(Topics.LIVE, 0, 0, new byte[0], one.value()));
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            })
        .toList();
  }

  private List<LiveEngagement> tailEvents() {
    return transaction.sent().stream()
        .filter(one -> one.topic().equals(Topics.LIVE) && one.value()[0] != '{')
        .map(one -> one.as(LiveEngagement.class))
        .toList();
  }

  private LiveRehearsal request() {
    return transaction.sent().stream()
        .filter(one -> one.topic().equals(Topics.LIVE_REHEARSALS))
        .findFirst()
        .orElseThrow()
        .as(LiveRehearsal.class);
  }
}
