package dev.godwit.extractor.snapshot;

import static dev.godwit.extractor.snapshot.PersonSource.CONNECTION;
import static dev.godwit.extractor.snapshot.PersonSource.CUSTOMER;
import static dev.godwit.extractor.snapshot.PersonSource.extract;
import static dev.godwit.extractor.snapshot.PersonSource.pack;
import static dev.godwit.extractor.snapshot.PersonSource.plan;
import static dev.godwit.extractor.snapshot.PersonSource.quarantined;
import static dev.godwit.extractor.snapshot.PersonSource.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.common.v1.EntityPlan;
import dev.godwit.common.v1.QueryPlan;
import dev.godwit.extractor.TestSettings;
import dev.godwit.extractor.outbound.ExtractedSink;
import dev.godwit.extractor.snapshot.ExtractionPlanner.Plan;
import dev.godwit.pack.FieldType;
import dev.godwit.pack.Merge;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourceField;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.SourceQuery;
import dev.godwit.pack.Sql;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.worker.failure.StageFailedException;
import java.sql.Connection;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Entities that several queries read, with keys of different types, from a real PostgreSQL. */
class SeveralQueriesIT {
  private static final Entity VISITS = Entity.valueOf("visits");

  private static final SourceQuery VIEWS =
      query(
          "views",
          "select id, 'v' || id as legacy, 'open' as kind, seen, page, 'ev-' || id as event from page_view where tenant = :customer",
          List.of("id"),
          Map.of("legacyId", "legacy", "kind", "kind", "occurredAt", "seen", "eventId", "event"));
  private static final SourceQuery CLICKS =
      query(
          "clicks",
          "select day, number, 'c' || day || '-' || number as legacy, 'click' as kind, at, link, weight from link_click where tenant = :customer",
          List.of("day", "number"),
          Map.of("legacyId", "legacy", "kind", "kind", "occurredAt", "at", "url", "link"));
  private static final SourceQuery NONE =
      query(
          "none",
          "select id, 'n' || id as legacy, 'click' as kind, seen as at from page_view where tenant = :customer and id < 0",
          List.of("id"),
          Map.of("legacyId", "legacy", "kind", "kind", "occurredAt", "at"));

  @BeforeAll
  static void tables() throws Exception {
    try (Connection connection = PersonSource.open();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          create table page_view (tenant text, id bigint, seen timestamptz, page text);
          create table link_click (tenant text, day date, number int, at timestamptz, link text, weight int);
          insert into page_view select t, i, '2020-01-01Z', 'p' || i
            from generate_series(1, 30) i, (values ('o''hara'), ('other')) x (t);
          insert into link_click select t, date '2020-01-01' + i % 3, i, '2020-01-02Z', 'https://x/' || i, i
            from generate_series(1, 20) i, (values ('o''hara'), ('other')) x (t);
          """);
    }
  }

  @Test
  void shouldPutEveryRowOfEveryQueryIntoOneChunkWhenTheirKeysDiffer() throws Exception {
    SourcePack pack = engagements(VIEWS, NONE, CLICKS);
    for (int chunkRows : new int[] {1, 7, 20, 30, 1000}) {
      Plan plan =
          new ExtractionPlanner(TestSettings.plan(chunkRows, 1000))
              .plan(CONNECTION, pack, CUSTOMER);
      EntityPlan all = plan.entities().getFirst();
      assertThat(all.getRows()).isEqualTo(50);
      assertThat(all.getBoundaries()).isEmpty();
      assertThat(all.getQueries())
          .extracting(QueryPlan::getQuery)
          .containsExactly("views", "none", "clicks");
      assertThat(all.getQueries()).extracting(QueryPlan::getRows).containsExactly(30L, 0L, 20L);
      assertThat(all.getChunks())
          .isEqualTo(all.getQueries().stream().mapToInt(q -> q.getBoundaries().size() + 1).sum());
      Map<String, GenericRecord> read = new TreeMap<>();
      long rows = 0;
      for (int chunk = 0; chunk < all.getChunks(); chunk++) {
        RecordingTransaction transaction = new RecordingTransaction();
        rows += extract(pack, all, plan, chunk, transaction).rows();
        for (RecordingTransaction.Sent sent : transaction.sent) {
          GenericRecord row = row(sent, pack, Entity.ENGAGEMENTS);
          assertThat(read.put(row.get("legacyId").toString(), row)).isNull();
        }
      }
      assertThat(rows).as("%d rows a chunk", chunkRows).isEqualTo(50);
      assertThat(read).hasSize(50);
      assertThat(read.get("v7").get("kind")).hasToString("open");
      assertThat(read.get("v7").get("eventId")).hasToString("ev-7");
      assertThat(read.get("v7").get("url")).isNull();
      assertThat(read.get("c2020-01-02-7").get("kind")).hasToString("click");
      assertThat(read.get("c2020-01-02-7").get("url")).hasToString("https://x/7");
      assertThat(read.get("c2020-01-02-7").get("eventId")).isNull();
    }
  }

  @Test
  void shouldNameTheOnlyQueryInThePlanWhenItHasAName() throws Exception {
    EntityPlan named = plan(engagements(VIEWS)).entities().getFirst();
    assertThat(named.getQueries()).containsExactly(new QueryPlan("views", 30L, List.of()));
    assertThat(named.getChunks()).isEqualTo(1);
  }

  @Test
  void shouldGiveNullInARecordWhenAnotherQueryHasTheFieldWithAnyType() throws Exception {
    Map<String, SourceField> typed = new LinkedHashMap<>(CLICKS.fields());
    typed.put("weight", new SourceField("weight", null, FieldType.INTEGER, null, null, null));
    SourceQuery clicks = new SourceQuery("clicks", CLICKS.sql(), CLICKS.key(), typed, List.of());
    SourcePack pack = engagements(VIEWS, clicks);
    Plan plan = plan(pack);
    for (int chunk = 0; chunk < 2; chunk++) {
      RecordingTransaction transaction = new RecordingTransaction();
      extract(pack, plan.entities().getFirst(), plan, chunk, transaction);
      for (RecordingTransaction.Sent sent : transaction.sent) {
        GenericRecord row = row(sent, pack, Entity.ENGAGEMENTS);
        String id = row.get("legacyId").toString();
        assertThat(row.get("weight"))
            .isEqualTo(
                id.startsWith("v") ? null : Long.valueOf(id.substring(id.lastIndexOf('-') + 1)));
      }
    }
  }

  @Test
  void shouldRefuseThePlanWhenTwoQueriesGiveTheSameId() {
    SourceQuery numbers =
        query(
            "numbers",
            "select number, number as legacy, 'click' as kind, at from link_click where tenant = :customer",
            List.of("number"),
            Map.of("legacyId", "legacy", "kind", "kind", "occurredAt", "at"));
    SourceQuery texts =
        query(
            "texts",
            "select id, id::text as legacy, 'open' as kind, seen as at from page_view where tenant = :customer",
            List.of("id"),
            Map.of("legacyId", "legacy", "kind", "kind", "occurredAt", "at"));
    String expected =
        "Expected every row to have its own legacyId, found 40 rows that share 20 of them, for example 1 in the queries texts and numbers.";
    refused(engagements(texts, NONE, numbers), "ENGAGEMENTS", 40, expected);
    refused(
        pack(Map.of(VISITS, new SourceEntity(VISITS, List.of(texts, numbers), Merge.NONE))),
        VISITS.name(),
        40,
        expected);
  }

  @Test
  void shouldRefuseThePlanWhenOneQueryRepeatsAnIdOfABuiltInOrADeclaredEntity() {
    SourceQuery days =
        query(
            "days",
            "select day, number, day as legacy, mail from link_click, (values ('a@example.org')) a (mail) where tenant = :customer",
            List.of("day", "number"),
            Map.of("legacyId", "legacy", "address", "mail", "kind", "mail", "contactId", "mail"));
    for (Entity entity : List.of(Entity.CONTACTS, Entity.EMAILS, Entity.ENGAGEMENTS, VISITS)) {
      refused(
          pack(Map.of(entity, new SourceEntity(entity, days.sql(), days.key(), days.fields()))),
          entity.name(),
          20,
          "found 20 rows that share 3 of them, for example 2020-01-01.");
      refused(
          pack(Map.of(entity, new SourceEntity(entity, List.of(VIEWS, days), Merge.NONE))),
          entity.name(),
          20,
          "found 20 rows that share 3 of them, for example 2020-01-01 in the query days.");
    }
  }

  @Test
  void shouldRefuseThePlanWhenTwoQueriesGiveTheSameEventId() {
    SourceQuery events =
        query(
            "events",
            "select id, 'e' || id as legacy, 'open' as kind, seen as at, case id when 3 then 'ev-4' when 5 then ' ' end as event from page_view where tenant = :customer",
            List.of("id"),
            Map.of("legacyId", "legacy", "kind", "kind", "occurredAt", "at", "eventId", "event"));
    refused(
        engagements(CLICKS, VIEWS, events),
        "ENGAGEMENTS",
        2,
        "Expected every row to have its own eventId, found 2 rows that share 1 of them, for example ev-4 in the queries views and events.");
  }

  @Test
  void shouldFindSharedIdsAndReadTheOthersWhenOneQueryFailsOnARow() throws Exception {
    SourceQuery failing =
        query(
            "failing",
            "select id, case when id = 9 then (1 / (id - 9))::text else 'f' || id end as legacy, 'open' as kind, seen as at from page_view where tenant = :customer",
            List.of("id"),
            Map.of("legacyId", "legacy", "kind", "kind", "occurredAt", "at"));
    SourcePack pack = engagements(VIEWS, failing);
    Plan plan = new ExtractionPlanner(TestSettings.plan(10, 1000)).plan(CONNECTION, pack, CUSTOMER);
    EntityPlan all = plan.entities().getFirst();
    assertThat(all.getChunks()).isEqualTo(6);
    RecordingTransaction transaction = new RecordingTransaction();
    ExtractedSink sink = extract(pack, all, plan, 3, transaction);
    assertThat(sink.rows()).isEqualTo(10);
    assertThat(quarantined(transaction))
        .extracting(QuarantinedRecord::getReason)
        .containsExactly("SOURCE_FAILED");
    assertThat(transaction.sent.stream().filter(s -> !s.topic().equals(Topics.QUARANTINE)))
        .hasSize(9);

    refused(
        engagements(
            VIEWS,
            failing,
            new SourceQuery("again", failing.sql(), failing.key(), failing.fields(), List.of())),
        "ENGAGEMENTS",
        58,
        "found 58 rows that share 29 of them, for example f1 in the queries failing and again.");
  }

  @Test
  void shouldNameTheQueryWhenARowOfItHasNoKey() {
    SourceQuery noKey =
        query(
            "mails",
            "select id, 'm' || id as legacy, person, 'open' as kind, null::timestamptz as at from mail where tenant = :customer",
            List.of("person", "id"),
            Map.of("legacyId", "legacy", "kind", "kind", "occurredAt", "at"));
    refused(
        engagements(VIEWS, noKey),
        "ENGAGEMENTS",
        1,
        "Expected every row of the query 'mails' to have a key, found 1 row");
  }

  @Test
  void shouldCountTheRowsOfAllQueries() throws Exception {
    SourceEntity entity = engagements(VIEWS, NONE, CLICKS).entities().get(Entity.ENGAGEMENTS);
    assertThat(SourceAssessment.count(CONNECTION, entity, CUSTOMER)).isEqualTo(50);
  }

  private static void refused(SourcePack pack, String subject, long count, String message) {
    assertThatThrownBy(() -> plan(pack))
        .isInstanceOfSatisfying(
            StageFailedException.class,
            failed -> {
              assertThat(failed.subject()).isEqualTo(subject);
              assertThat(failed.count()).isEqualTo(count);
            })
        .hasMessageContaining(message);
  }

  private static SourcePack engagements(SourceQuery... queries) {
    return pack(
        Map.of(
            Entity.ENGAGEMENTS,
            new SourceEntity(Entity.ENGAGEMENTS, List.of(queries), Merge.NONE)));
  }

  private static SourceQuery query(
      String name, String sql, List<String> key, Map<String, String> columns) {
    Map<String, SourceField> fields = new LinkedHashMap<>();
    new TreeMap<>(columns)
        .forEach((field, column) -> fields.put(field, new SourceField(column, null)));
    return new SourceQuery(name, new Sql(sql, "pack.yaml", 1), key, fields, List.of());
  }
}
