package dev.godwit.local.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.Stage;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.sampledata.SampleData;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.ArchUtils;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.avro.specific.SpecificRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The checker finds what is broken on purpose, in a real source and target of one customer. */
class InvariantCheckIT {
  private static final String ACME = "acme";
  private static final int RUN = 2;
  private static final String C1 = "'00000000-0000-8000-8000-000000000001'::uuid";
  private static final String E1 = "'00000000-0000-8000-8000-000000000011'::uuid";
  private static final String E2 = "'00000000-0000-8000-8000-000000000012'::uuid";

  private static EmbeddedPostgres postgres;
  private static Database source;
  private static Database target;

  private final List<SpecificRecord> quarantine = new ArrayList<>();
  private final InvariantCheck check =
      new InvariantCheck(
          source,
          target,
          (topic, wanted) ->
              topic.equals("crm.quarantine.v1")
                  ? quarantine.stream().filter(wanted).toList()
                  : List.of());

  @BeforeAll
  static void start() throws IOException, SQLException {
    postgres =
        EmbeddedPostgres.builder()
            .setPGStartupWait(Duration.ofSeconds(90))
            .setPgBinaryResolver(InvariantCheckIT::programs)
            .start();
    Database server = new Database(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "");
    server.execute("create database legacy");
    server.execute("create database crm");
    source = new Database(postgres.getJdbcUrl("postgres", "legacy"), "postgres", "");
    target = new Database(postgres.getJdbcUrl("postgres", "crm"), "postgres", "");
    try (Connection atSource = source.open();
        Connection atTarget = target.open()) {
      SampleData.createSource(atSource);
      SampleData.createTarget(atTarget);
    }
  }

  /** The first of several: a jar that names its libraries may bring the same archive twice. */
  private static InputStream programs(String system, String machine) {
    return InvariantCheckIT.class.getResourceAsStream(
        "/postgres-%s-%s.txz"
            .formatted(system.toLowerCase(Locale.ROOT), ArchUtils.normalize(machine)));
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  /** Two contacts that merge into one, two emails, two clicks, one open that is in quarantine. */
  @BeforeEach
  void migrate() {
    source.execute("truncate customer, team, contact, email, engagement cascade");
    target.execute("truncate crm.account, crm.contact, crm.email, crm.engagement cascade");
    source.execute("insert into customer (id, name) values ('acme', 'Acme'), ('other', 'Other')");
    source.execute(
        "insert into contact (id, customer_id, email) values (1, 'acme', 'a@x.example'), (2,"
            + " 'acme', ' A@X.example ')");
    source.execute(
        "insert into email (id, customer_id, contact_id, subject, sent_at) values (11, 'acme', 1,"
            + " 'one', '2026-01-01Z'), (12, 'acme', 2, 'two', '2026-01-02Z')");
    source.execute(
        "insert into engagement (id, customer_id, email_id, kind, url, occurred_at) values (21,"
            + " 'acme', 11, 'click', 'u', '2026-01-03Z'), (22, 'acme', 12, 'Clicked', 'v',"
            + " '2026-01-04Z'), (23, 'acme', 99, 'open', null, '2026-01-05Z')");
    source.execute("update customer set status = 'frozen' where id = 'acme'");
    target.execute("insert into crm.account values ('acme', true), ('other', false)");
    target.execute(
        "insert into crm.contact (id, customer_id, legacy_id, address, consent) values ("
            + C1
            + ", 'acme', '1', 'a@x.example', 'unknown')");
    target.execute(
        "insert into crm.email (id, contact_id, customer_id, legacy_id, subject, sent_at) values (%1$s, %3$s, 'acme', '11', 'one', '2026-01-01Z'), (%2$s, %3$s, 'acme', '12', 'two', '2026-01-02Z')"
            .formatted(E1, E2, C1));
    target.execute(
        "insert into crm.engagement (id, email_id, customer_id, kind, url, occurred_at) values (gen_random_uuid(), %s, 'acme', 'click', 'u', '2026-01-03Z'), (gen_random_uuid(), %s, 'acme', 'click', 'v', '2026-01-04Z')"
            .formatted(E1, E2));
    quarantined(Entity.ENGAGEMENTS, "23");
  }

  private void quarantined(Entity entity, String id) {
    quarantine.add(
        QuarantinedRecord.newBuilder()
            .setRunId(ACME + "/" + RUN)
            .setEntity(entity.symbol())
            .setEntityName(entity.declaredName())
            .setStage(Stage.TRANSFORM)
            .setLegacyId(id)
            .setReason("BROKEN_REFERENCE")
            .setDetail("a test")
            .setTopic("crm.engagements.extracted.v1")
            .setPartition(0)
            .setOffset(quarantine.size())
            .setValue(ByteBuffer.allocate(0))
            .build());
  }

  private List<Finding> findings() {
    return check.committed(ACME, RUN, SourceState.before(source, ACME), false);
  }

  @Test
  void shouldFindNothingWhenEveryRowIsThereOnce() {
    assertThat(findings()).isEmpty();
  }

  @Test
  void shouldFindALostRowWhenOneIsDeleted() {
    target.execute("delete from crm.engagement where url = 'u'");

    assertThat(findings()).extracting(Finding::kind).containsExactly(Finding.Kind.LOST);
  }

  @Test
  void shouldFindALostRowWhenItIsOnlyInTheSource() {
    quarantine.clear();

    assertThat(findings()).extracting(Finding::kind).containsExactly(Finding.Kind.LOST);
  }

  @Test
  void shouldFindASecondRowWhenOneIsThereTwice() {
    target.execute(
        "insert into crm.engagement select gen_random_uuid(), email_id, customer_id, kind, url,"
            + " agent, occurred_at from crm.engagement where url = 'u'");

    assertThat(findings()).extracting(Finding::kind).containsExactly(Finding.Kind.TWICE);
  }

  @Test
  void shouldFindASecondRowWhenItIsInTheTargetAndInQuarantine() {
    quarantined(Entity.EMAILS, "11");

    assertThat(findings()).extracting(Finding::kind).contains(Finding.Kind.TWICE);
  }

  @Test
  void shouldFindAChangedRowWhenAValueIsAnother() {
    target.execute("update crm.email set subject = 'x' where legacy_id = '11'");

    assertThat(findings())
        .extracting(Finding::kind)
        .containsExactly(Finding.Kind.LOST, Finding.Kind.TWICE);
  }

  @Test
  void shouldFindAForeignRowWhenItIsUnderAnotherCustomer() {
    target.execute("update crm.engagement set customer_id = 'other' where url = 'u'");
    assertThat(findings()).extracting(Finding::invariant).containsExactly(3, 8);

    target.execute("update crm.email set customer_id = 'other' where legacy_id = '11'");
    assertThat(findings()).extracting(Finding::invariant).contains(8, 8);
  }

  @Test
  void shouldFindAnOpenSourceWhenBothAreEnabled() {
    source.execute("update customer set status = 'active' where id = 'acme'");

    assertThat(findings()).extracting(Finding::invariant).containsExactly(1);
    try (BothEnabledWatch watch = new BothEnabledWatch(source, target, ACME)) {
      Awaitility.await().until(() -> !watch.findings().isEmpty());
    }
  }

  @Test
  void shouldFindADisabledTargetWhenTheCustomerIsCommitted() {
    target.execute("update crm.account set enabled = false where customer_id = 'acme'");

    assertThat(findings()).extracting(Finding::invariant).containsExactly(1);
  }

  @Test
  void shouldFindWhatIsLeftWhenARollbackIsNotComplete() {
    source.execute("update customer set status = 'active' where id = 'acme'");
    SourceState before = SourceState.before(source, ACME);
    target.execute("delete from crm.engagement");
    target.execute("delete from crm.email");
    target.execute("delete from crm.contact");

    assertThat(check.asBefore(ACME, before))
        .extracting(Finding::text)
        .containsExactly("1 row left in crm.account");

    target.execute("delete from crm.account where customer_id = 'acme'");
    assertThat(check.asBefore(ACME, before)).isEmpty();

    source.execute("delete from engagement where id = 22");
    assertThat(check.asBefore(ACME, before)).extracting(Finding::invariant).containsExactly(6);
  }

  @Test
  void shouldFindRowsThatAReplayDidNotRestoreOrChangedWhenTheyAreCompared() {
    TargetRows before = TargetRows.of(target, ACME);
    assertThat(before.count()).isPositive();
    assertThat(before.unchanged(TargetRows.of(target, ACME), "now", false)).isEmpty();

    target.execute("update crm.email set subject = 'odd' where id = " + E1);
    assertThat(before.unchanged(TargetRows.of(target, ACME), "now", true))
        .extracting(Finding::kind)
        .containsExactly(Finding.Kind.LOST, Finding.Kind.TWICE);

    target.execute("delete from crm.engagement where email_id = " + E1);
    TargetRows fewer = TargetRows.of(target, ACME);
    assertThat(before.unchanged(fewer, "now", true))
        .extracting(Finding::text)
        .anyMatch(text -> text.contains("of engagement gone or changed now"));
    assertThat(fewer.unchanged(before, "now", true))
        .as("engagement may have come meanwhile")
        .noneMatch(finding -> finding.text().contains("engagement"));
    assertThat(fewer.unchanged(before, "now", false))
        .anyMatch(finding -> finding.text().contains("of engagement new or changed"));
  }
}
