package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.local.live.LiveStack;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.Identity;
import dev.godwit.wire.KafkaSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Live events of a newsroom that was moved to the desk. */
final class NewsroomLiveEvents {
  private final RunningGodwit godwit;
  private final Databases databases;
  private final Customer customer;

  NewsroomLiveEvents(RunningGodwit godwit, Databases databases, Customer customer) {
    this.godwit = godwit;
    this.databases = databases;
    this.customer = customer;
  }

  /** By tail, topic and webhook, and of nobody. */
  void assertThatTheyArrive() throws Exception {
    String runId = new MigrationResult(godwit, customer).runId();
    Set<String> quarantined = new TopicReader(godwit).quarantine(runId).ids("EMAILS");
    List<String> email =
        databases
            .sourceRows(
                """
                select d.id::text, d.message_id, c.id::text
                from mailing.delivery d join mailing.campaign c on c.id = d.campaign_id
                join mailing.mailing_list l on l.id = c.list_id join mailing.newsroom n on n.id = l.newsroom_id
                where n.slug = ? and d.message_id is not null and lower(d.state) = 'sent' and length(coalesce(d.subject, '')) < 500
                order by d.id""",
                customer.id())
            .stream()
            .filter(row -> !quarantined.contains(row.getFirst()))
            .findFirst()
            .orElseThrow();
    String messageId = email.get(1);
    databases.executeSource(
        "insert into mailing.view_event (campaign_id, delivery_id, seen_at, agent) values (?, ?, now(), 'by tail')",
        Integer.parseInt(email.get(2)),
        Long.parseLong(email.get(0)));
    databases.executeSource(
        "insert into mailing.view_event (campaign_id, seen_at, agent) values (?, now(), 'of nobody')",
        Integer.parseInt(email.get(2)));
    publish(
        "{\"customer\":\"%s\",\"eventId\":\"t-1\",\"messageId\":\"%s\",\"kind\":\"click\",\"url\":\"https://live.example/\",\"agent\":\"by topic\",\"occurredAt\":\"2026-11-22T10:00:00Z\"}"
            .formatted(customer.id(), messageId));
    post(
        "{\"RecordType\":\"Open\",\"MessageID\":\"%s\",\"Recipient\":\"reader@press.example\",\"ReceivedAt\":\"2026-11-22T10:00:00Z\",\"UserAgent\":\"by webhook\",\"Geo\":{\"IP\":\"192.0.2.17\"}}"
            .formatted(messageId.substring(1, messageId.indexOf('@'))));
    String arrived =
        """
        select e.agent, m.message_id
        from godwit.identity i join desk.message_event e on e.id = i.target_id
        left join desk.message m on m.id = e.message_id
        where i.target_schema = 'desk' and i.customer = ? and i.entity = 'engagements'
          and e.agent in ('by tail', 'by topic', 'by webhook', 'of nobody') order by 1""";
    Conditions.await(
        "the live events of " + customer.id(),
        () -> databases.targetRows(arrived, customer.id()).size() == 4);
    List<List<String>> rows = databases.targetRows(arrived, customer.id());
    assertThat(rows)
        .extracting(List::getFirst)
        .containsExactly("by tail", "by topic", "by webhook", "of nobody");
    assertThat(rows.subList(0, 3)).extracting(List::getLast).containsOnly(messageId);
    assertThat(rows.getLast().getLast()).isNull();
  }

  /** The desk has only the survivor of persons that were merged. */
  void assertThatThoseOfMergedPersonsFollowTheSurvivor() throws Exception {
    String runId = new MigrationResult(godwit, customer).runId();
    Identity merged =
        new TopicReader(godwit)
            .all(Topics.IDENTITIES, Identity.class).stream()
                .filter(one -> one.getRunId().equals(runId))
                .filter(one -> Entities.of(one).equals(Entity.CONTACTS))
                .filter(one -> !one.getLegacyId().equals(one.getSurvivorId()))
                .filter(one -> !targetIds(one.getSurvivorId()).isEmpty())
                .findFirst()
                .orElseThrow();
    assertThat(targetIds(merged.getLegacyId())).as("it became part of another").isEmpty();
    databases.executeSource(
        """
        insert into mailing.view_event (campaign_id, person_id, seen_at, agent)
        select c.id, ?, now(), 'merged by tail' from mailing.campaign c
        join mailing.mailing_list l on l.id = c.list_id join mailing.newsroom n on n.id = l.newsroom_id
        where n.slug = ? order by c.id limit 1""",
        Long.parseLong(merged.getLegacyId()),
        customer.id());
    publish(
        "{\"customer\":\"%s\",\"eventId\":\"m-1\",\"contactId\":\"%s\",\"kind\":\"click\",\"url\":\"https://live.example/\",\"agent\":\"merged by topic\",\"occurredAt\":\"2026-11-22T10:00:00Z\"}"
            .formatted(customer.id(), merged.getLegacyId()));
    String arrived =
        """
        select e.agent, p.source_id
        from godwit.identity i join desk.message_event e on e.id = i.target_id
        left join godwit.identity p on p.target_schema = 'desk' and p.customer = i.customer and p.entity = 'contacts'
          and p.target_id = e.person_id
        where i.target_schema = 'desk' and i.customer = ? and i.entity = 'engagements'
          and e.agent like 'merged by %' order by 1""";
    Conditions.await(
        "the live events of a merged person of " + customer.id(),
        () -> databases.targetRows(arrived, customer.id()).size() == 2);
    assertThat(databases.targetRows(arrived, customer.id()))
        .containsExactly(
            List.of("merged by tail", merged.getSurvivorId()),
            List.of("merged by topic", merged.getSurvivorId()));
  }

  private List<List<String>> targetIds(String person) {
    return databases.targetRows(
        "select target_id::text from godwit.identity where target_schema = 'desk' and customer = ? and entity = 'contacts' and source_id = ?",
        customer.id(),
        person);
  }

  private void publish(String json) throws Exception {
    Map<String, String> environment = godwit.stack().settings().serviceEnvironment();
    KafkaSettings kafka =
        new KafkaSettings(environment.get("GODWIT_KAFKA"), environment.get("GODWIT_REGISTRY"));
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(kafka.producer("newsroom-live"))) {
      producer
          .send(
              new ProducerRecord<>(
                  Topics.LIVE,
                  (customer.id() + "/live").getBytes(StandardCharsets.UTF_8),
                  json.getBytes(StandardCharsets.UTF_8)))
          .get();
    }
  }

  private void post(String json) throws IOException, InterruptedException {
    String credentials =
        Base64.getEncoder()
            .encodeToString(godwit.webhookKeys().postmark().getBytes(StandardCharsets.UTF_8));
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(
                      URI.create(
                          LiveStack.webhooksUrl(godwit.stack().settings())
                              + "/webhooks/postmark/"
                              + customer.id()))
                  .header("Content-Type", "application/json")
                  .header("Authorization", "Basic " + credentials)
                  .POST(HttpRequest.BodyPublishers.ofString(json))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
  }
}
