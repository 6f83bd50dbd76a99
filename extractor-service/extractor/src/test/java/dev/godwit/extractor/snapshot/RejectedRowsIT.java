package dev.godwit.extractor.snapshot;

import static dev.godwit.extractor.snapshot.PersonSource.CONNECTION;
import static dev.godwit.extractor.snapshot.PersonSource.CUSTOMER;
import static dev.godwit.extractor.snapshot.PersonSource.emails;
import static dev.godwit.extractor.snapshot.PersonSource.extract;
import static dev.godwit.extractor.snapshot.PersonSource.pack;
import static dev.godwit.extractor.snapshot.PersonSource.people;
import static dev.godwit.extractor.snapshot.PersonSource.plan;
import static dev.godwit.extractor.snapshot.PersonSource.quarantined;
import static dev.godwit.extractor.snapshot.PersonSource.row;
import static dev.godwit.extractor.snapshot.PersonSource.uuid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.godwit.common.v1.EntityPlan;
import dev.godwit.common.v1.Stage;
import dev.godwit.extractor.TestSettings;
import dev.godwit.extractor.outbound.ExtractedSink;
import dev.godwit.extractor.snapshot.ExtractionPlanner.Plan;
import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourceField;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.Sql;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.worker.failure.StageFailedException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rows that cannot become a record, and snapshots that are refused for their ids. */
class RejectedRowsIT {
  @Test
  void shouldQuarantineARowWhenItIsLargerThanARecord() throws Exception {
    SourcePack large =
        emails(
            "select id, case when id = 7 then repeat('x', 9000000) else subject end as subject from mail where tenant = :customer",
            "subject");
    Plan plan = plan(large);
    RecordingTransaction transaction = new RecordingTransaction();
    ExtractedSink sink = extract(large, plan.entities().getFirst(), plan, 0, transaction);

    assertThat(sink.records()).isEqualTo(99);
    assertThat(sink.rows()).isEqualTo(100);
    assertThat(sink.quarantine().rows()).isEqualTo(1);
    QuarantinedRecord record = quarantined(transaction).getFirst();
    assertThat(record.getLegacyId()).isEqualTo("7");
    assertThat(record.getReason()).isEqualTo("LIMIT_EXCEEDED");
    assertThat(record.getLimit()).isEqualTo(KafkaSettings.MAX_KEY_AND_VALUE_BYTES);
    assertThat(record.getLength()).isEqualTo(9_000_008);
    assertThat(record.getStage()).isEqualTo(Stage.EXTRACT);
    assertThat(record.getPartition()).isEqualTo(-1);
  }

  @Test
  void shouldQuarantineAMergeGroupWhenItIsLargerThanARecord() throws Exception {
    SourcePack large =
        people(
            "select id, country, \"No\", mail, case when mail ilike '%ann@%' then repeat('x', 3000000) end as info from person where tenant = :customer");
    Plan plan = plan(large);
    EntityPlan contacts = plan.entities().getFirst();
    RecordingTransaction transaction = new RecordingTransaction();
    ExtractedSink sink = extract(large, contacts, plan, contacts.getChunks() - 1, transaction);

    assertThat(sink.records()).isZero();
    assertThat(sink.rows()).isEqualTo(3);
    assertThat(sink.quarantine().rows()).isEqualTo(3);
    QuarantinedRecord record = quarantined(transaction).getFirst();
    assertThat(record.getLegacyId()).isEqualTo(plan.groups(Entity.CONTACTS).getFirst().survivor());
    assertThat(record.getSourceRows()).isEqualTo(3);
    assertThat(record.getReason()).isEqualTo("LIMIT_EXCEEDED");
    assertThat(record.getLength()).isGreaterThan(9_000_000);
  }

  /** A row of one letter takes less than a hundredth of its size in the database. */
  @Test
  void shouldQuarantineARowWithItsKeyWhenItCannotBeHeldInMemory() throws Exception {
    SourcePack large =
        emails("select id, body as subject from letter where tenant = :customer", "subject");
    Savepoint before = CONNECTION.setSavepoint();
    try (Statement statement = CONNECTION.createStatement()) {
      statement.execute("create table letter (tenant text, id bigint primary key, body jsonb)");
      statement.execute(
          "insert into letter select '%s', id, case id when 9 then to_jsonb(repeat(repeat('x', 1024), %d)) else '\"short\"' end from generate_series(1, 20) id"
              .formatted(CUSTOMER.replace("'", "''"), SourceLayout.mostBytes() / 1024));
      Plan plan = plan(large);
      RecordingTransaction transaction = new RecordingTransaction();
      ExtractedSink sink = extract(large, plan.entities().getFirst(), plan, 0, transaction);

      assertThat(sink.records()).isEqualTo(19);
      assertThat(sink.rows()).isEqualTo(20);
      assertThat(quarantined(transaction))
          .singleElement()
          .satisfies(
              record -> {
                assertThat(record.getLegacyId()).isEqualTo("9");
                assertThat(record.getReason()).isEqualTo("LIMIT_EXCEEDED");
                assertThat(record.getLength()).isEqualTo(SourceLayout.mostBytes() + 2);
              });
    } finally {
      CONNECTION.rollback(before);
    }
  }

  @Test
  void shouldQuarantineAMergeGroupWholeWhenAMemberCannotBeHeldInMemory() throws Exception {
    SourcePack large =
        people(
            "select id, country, \"No\", mail, case when \"No\" = 6 then repeat(repeat('x', 1000), 70000) end as info from person where tenant = :customer");
    Plan plan = plan(large);
    EntityPlan contacts = plan.entities().getFirst();
    RecordingTransaction transaction = new RecordingTransaction();
    ExtractedSink sink = extract(large, contacts, plan, 1, transaction);
    assertThat(sink.rows()).isEqualTo(3);
    assertThat(quarantined(transaction))
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.getSourceRows()).isEqualTo(3);
              assertThat(record.getReason()).isEqualTo("LIMIT_EXCEEDED");
              assertThat(record.getLength()).isBetween(70_000_000L, 70_000_100L);
            });
  }

  @Test
  void shouldMergeTheOthersWhenAnAddressIsTooLargeToBeCompared() throws Exception {
    SourcePack large =
        people(
            "select id, country, \"No\", case when \"No\" = 6 then mail || repeat(repeat('x', 1000), 9000) else mail end as mail, '' as info from person where tenant = :customer");
    Plan plan = plan(large);
    assertThat(plan.groups(Entity.CONTACTS))
        .singleElement()
        .satisfies(
            group -> assertThat(group.members()).containsExactlyInAnyOrder(uuid(5), uuid(30)));
    RecordingTransaction transaction = new RecordingTransaction();
    ExtractedSink sink = extract(large, plan.entities().getFirst(), plan, 0, transaction);
    assertThat(sink.rows()).isEqualTo(38);
    assertThat(quarantined(transaction))
        .singleElement()
        .satisfies(record -> assertThat(record.getLegacyId()).isEqualTo(uuid(6)));
  }

  @Test
  void shouldQuarantineTheRowsOnWhichTheQueryFailsAndReadTheOthers() throws Exception {
    SourcePack failing =
        emails(
            "select id, 100 / ((id - 7) * (id - 60)) as subject from mail where tenant = :customer",
            "subject");
    Plan plan =
        new ExtractionPlanner(TestSettings.plan(30, 1000)).plan(CONNECTION, failing, CUSTOMER);
    List<String> kept = new ArrayList<>();
    List<QuarantinedRecord> left = new ArrayList<>();
    long rows = 0;
    for (int chunk = 0; chunk < 4; chunk++) {
      RecordingTransaction transaction = new RecordingTransaction();
      rows += extract(failing, plan.entities().getFirst(), plan, chunk, transaction).rows();
      left.addAll(quarantined(transaction));
      transaction.sent.stream()
          .filter(sent -> !sent.topic().equals(Topics.QUARANTINE))
          .forEach(sent -> kept.add(row(sent, failing, Entity.EMAILS).get("legacyId").toString()));
    }
    assertThat(rows).isEqualTo(100);
    assertThat(kept).hasSize(98).doesNotHaveDuplicates().doesNotContain("7", "60");
    assertThat(left)
        .extracting(QuarantinedRecord::getLegacyId, QuarantinedRecord::getReason)
        .containsExactly(tuple("7", "SOURCE_FAILED"), tuple("60", "SOURCE_FAILED"));
    assertThat(left.getFirst().getDetail()).contains("22012 ERROR: division by zero");
    assertThat(left).extracting(QuarantinedRecord::getOffset).doesNotHaveDuplicates();
  }

  @Test
  void shouldFailTheChunkWhenTheQueryFailsOnMoreRowsThanAllowed() throws Exception {
    SourcePack failing =
        emails(
            "select id, 100 / (id / 5) as subject from mail where tenant = :customer", "subject");
    Plan plan = plan(failing);
    assertThatThrownBy(
            () -> extract(failing, plan.entities().getFirst(), plan, 0, new RecordingTransaction()))
        .isInstanceOfSatisfying(
            StageFailedException.class, failed -> assertThat(failed.firstKey()).isEqualTo("1"))
        .hasMessageContaining("at most 3 rows of a chunk")
        .hasMessageContaining("22012");
  }

  @Test
  void shouldMergeTheOthersWhenAnAddressCannotBeRead() throws Exception {
    SourcePack failing =
        people(
            "select id, country, \"No\", case when \"No\" = 6 then (1 / (\"No\" - 6))::text else mail end as mail, '' as info from person where tenant = :customer");
    Plan plan =
        new ExtractionPlanner(TestSettings.plan(7, 1000)).plan(CONNECTION, failing, CUSTOMER);
    EntityPlan contacts = plan.entities().getFirst();
    assertThat(plan.groups(Entity.CONTACTS))
        .singleElement()
        .satisfies(
            group -> assertThat(group.members()).containsExactlyInAnyOrder(uuid(5), uuid(30)));
    long rows = 0;
    List<QuarantinedRecord> left = new ArrayList<>();
    for (int chunk = 0; chunk < contacts.getChunks(); chunk++) {
      RecordingTransaction transaction = new RecordingTransaction();
      rows += extract(failing, contacts, plan, chunk, transaction).rows();
      left.addAll(quarantined(transaction));
    }
    assertThat(rows).isEqualTo(40);
    assertThat(left).extracting(QuarantinedRecord::getLegacyId).containsExactly(uuid(6));
  }

  @Test
  void shouldQuarantineAMergeGroupWholeWhenAMemberCannotBeRead() throws Exception {
    SourcePack failing =
        people(
            "select id, country, \"No\", mail, (1 / (\"No\" - 30))::text as info from person where tenant = :customer");
    Plan plan = plan(failing);
    EntityPlan contacts = plan.entities().getFirst();
    RecordingTransaction range = new RecordingTransaction();
    RecordingTransaction merged = new RecordingTransaction();
    long rows =
        extract(failing, contacts, plan, 0, range).rows()
            + extract(failing, contacts, plan, 1, merged).rows();

    assertThat(rows).isEqualTo(40);
    assertThat(quarantined(range)).isEmpty();
    assertThat(quarantined(merged))
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.getLegacyId())
                  .isEqualTo(plan.groups(Entity.CONTACTS).getFirst().survivor());
              assertThat(record.getSourceRows()).isEqualTo(3);
            });
  }

  @Test
  void shouldRefuseThePlanWhenRowsShareAnId() {
    for (Map.Entry<String, String> shared :
        Map.of("id / 2", "50 rows that share 25 of them", "1", "100 rows that share 1")
            .entrySet()) {
      SourcePack twice =
          emails(
              "select id as k, case when id <= 51 or '%1$s' = '1' then %1$s else id end as id, subject from mail where tenant = :customer"
                  .formatted(shared.getKey()),
              "subject",
              "k");
      assertThatThrownBy(() -> plan(twice))
          .isInstanceOfSatisfying(
              StageFailedException.class,
              failed -> {
                assertThat(failed.subject()).isEqualTo("EMAILS");
                assertThat(failed.firstKey()).isEqualTo("1");
              })
          .hasMessageContaining("Expected every row to have its own legacyId, found")
          .hasMessageContaining(shared.getValue());
    }
  }

  @Test
  void shouldRefuseThePlanWhenEngagementsShareAnEventId() throws Exception {
    SourceEntity engagements =
        new SourceEntity(
            Entity.ENGAGEMENTS,
            new Sql(
                "select id, case when id < 4 then 'e' || id / 2 when id < 20 then '' end as event from mail where tenant = :customer",
                "pack.yaml",
                1),
            List.of("id"),
            Map.of(
                "legacyId",
                new SourceField("id", null),
                "eventId",
                new SourceField("event", null)));
    assertThatThrownBy(() -> plan(pack(Map.of(Entity.ENGAGEMENTS, engagements))))
        .hasMessageContaining("its own eventId, found 2 rows that share 1 of them, for example e1");
  }
}
