package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.godwit.api.ReportAnswer;
import dev.godwit.api.RunOutcome;
import dev.godwit.api.VerdictAnswer;
import dev.godwit.records.Topics;
import dev.godwit.wire.KafkaSettings;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Lists that differ by team alone become one, with their members; contacts of two queries merge by
 * address; and live events carry fields that only the packs know.
 */
@ExtendWith(SharedStack.class)
class MergedEntitiesIT {
  private static final Duration ARRIVAL = Duration.ofMinutes(2);

  private final RunningGodwit godwit;

  MergedEntitiesIT(RunningGodwit godwit) {
    this.godwit = godwit;
  }

  @BeforeAll
  static void make(RunningGodwit godwit) {
    new TestPacks(godwit)
        .inSource("merged-source.sql")
        .inTarget("merged-target.sql")
        .add("merged-legacy", "merged-crm");
  }

  /**
   * 40 lists of four teams with ten names, three shared lists of which two have such a name, and 40
   * memberships: each of 10 contacts is in four lists with the name 'List 1'.
   */
  private Customer customer() throws SQLException {
    Customer customer = godwit.customer("merged");
    customer.create(200, 300, 400);
    write(
        """
        insert into team_list select g, '%1$s', case g %% 4 when 0 then 'List ' else ' List ' end || g %% 10, g %% 4 from generate_series(1, 40) g;
        insert into shared_list values (1, '%1$s', 'List 1', 'red'), (2, '%1$s', 'List 2', 'blue'), (3, '%1$s', 'list 1', 'green');
        insert into team_list_member
          select row_number() over (), '%1$s', l, c.id
          from (select id from contact c where customer_id = '%1$s' and email ~ '^[a-z0-9]+([.][a-z0-9]+)*@[a-z0-9]+([.][a-z0-9]+)+$'
              and not exists (select from contact o where o.customer_id = c.customer_id and o.id <> c.id and btrim(lower(o.email)) = c.email)
              order by id limit 10) c,
            (values ('1'), ('11'), ('21'), ('s1')) v (l);
        insert into visit_group values (1, '%1$s', 'Group');
        insert into visit (id, customer_id, email_id, group_id, kind, occurred_at, ip, weight, day)
          select row_number() over (order by id), '%1$s', id, 1, 'open', '2026-01-02Z', '10.0.0.1', 1, '2026-01-02'
          from (select id from email where customer_id = '%1$s' order by id limit 20) e;
        """
            .formatted(customer.id()));
    return customer;
  }

  @Test
  void shouldMergeRowsByKeyAndCarryDeclaredFieldsOfLiveEvents() throws Exception {
    Customer customer = customer();
    customer.beginRehearsal("merged-legacy", "merged-crm");
    customer.awaitOutcome(RunOutcome.PASSED);
    assertThat(customer.report().merged())
        .extracting(
            ReportAnswer.Merged::entity, ReportAnswer.Merged::groups, ReportAnswer.Merged::members)
        .containsExactly(tuple("LISTS", 10L, 42L), tuple("LIST_MEMBERS", 10L, 40L));
    assertThat(customer.report().mergeGroups()).isPositive();
    customer.approve();
    customer.beginLiveRun();
    customer.awaitOutcome(RunOutcome.COMMITTED);

    assertThat(customer.report().verdict().ledger())
        .filteredOn(line -> line.entity().startsWith("LIST"))
        .extracting(
            VerdictAnswer.LedgerLine::entity,
            VerdictAnswer.LedgerLine::sourceRows,
            VerdictAnswer.LedgerLine::mergedAway,
            VerdictAnswer.LedgerLine::targetRows)
        .containsExactly(tuple("LISTS", 43L, 32L, 11L), tuple("LIST_MEMBERS", 40L, 30L, 10L));
    assertThat(
            target(
                "select btrim(name), hue, count(m.id) from crm.list l left join crm.list_member m on m.list_id = l.id where l.customer_id = '%s' and hue is not null group by l.id order by 1, 2",
                customer))
        .containsExactly("List 1|red|10", "List 2|blue|0", "list 1|green|0");
    assertThat(
            target(
                "select ip, weight, day, g.name, count(*) from crm.visit v join crm.visit_group g on g.id = v.group_id where v.customer_id = '%s' group by 1, 2, 3, 4",
                customer))
        .containsExactly("10.0.0.1|1|2026-01-02|Group|20");

    String email =
        godwit
            .databases()
            .sourceRows(
                "select max(email_id)::text from visit where customer_id = ?", customer.id())
            .getFirst()
            .getFirst();
    write(
        "insert into visit (id, customer_id, email_id, group_id, kind, occurred_at, ip, weight, day) values (500, '%s', %s, 1, 'click', now(), '10.0.0.2', 2, '2026-01-03')"
            .formatted(customer.id(), email));
    publish(
        """
        {"customer": "%s", "eventId": "t-1", "emailId": "%s", "kind": "open", "occurredAt": "2026-01-04T00:00:00Z", "ip": "10.0.0.3", "weight": 3, "day": "2026-01-04", "groupId": 1, "other": [1]}"""
            .formatted(customer.id(), email));
    publish(
        """
        {"customer": "%s", "eventId": "t-2", "emailId": "%s", "kind": "open", "occurredAt": "2026-01-04T00:00:00Z"}"""
            .formatted(customer.id(), email));
    publish(
        """
        {"customer": "%s", "eventId": "t-3", "emailId": "%s", "kind": "open", "occurredAt": "2026-01-04T00:00:00Z", "weight": "heavy"}"""
            .formatted(customer.id(), email));
    await()
        .atMost(ARRIVAL)
        .untilAsserted(
            () ->
                assertThat(
                        target(
                            "select ip, weight, day, g.name, kind from crm.visit v left join crm.visit_group g on g.id = v.group_id where v.customer_id = '%s' and ip is distinct from '10.0.0.1' order by weight",
                            customer))
                    .containsExactly(
                        "null|0|null|null|open",
                        "10.0.0.2|2|2026-01-03|Group|click",
                        "10.0.0.3|3|2026-01-04|Group|open"));
    await()
        .atMost(ARRIVAL)
        .untilAsserted(
            () ->
                assertThat(customer.report().quarantine())
                    .filteredOn(one -> one.entity().equals("LIVE"))
                    .extracting(one -> one.reason() + " " + one.count())
                    .containsExactly("WRONG_TYPE 1"));
  }

  private void publish(String json) throws Exception {
    Map<String, String> environment = godwit.stack().settings().serviceEnvironment();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            new KafkaSettings(environment.get("GODWIT_KAFKA"), environment.get("GODWIT_REGISTRY"))
                .producer("merged-events"))) {
      producer.send(new ProducerRecord<>(Topics.LIVE, json.getBytes(StandardCharsets.UTF_8))).get();
    }
  }

  private void write(String sql) throws SQLException {
    try (Connection source = godwit.databases().openSource();
        Statement statement = source.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Rows of a query as texts. */
  private List<String> target(String sql, Customer customer) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection target = godwit.databases().openTarget();
        Statement statement = target.createStatement();
        ResultSet row = statement.executeQuery(sql.formatted(customer.id()))) {
      int columns = row.getMetaData().getColumnCount();
      while (row.next()) {
        List<String> texts = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          texts.add(String.valueOf(row.getString(i)));
        }
        rows.add(String.join("|", texts));
      }
    }
    return rows;
  }
}
