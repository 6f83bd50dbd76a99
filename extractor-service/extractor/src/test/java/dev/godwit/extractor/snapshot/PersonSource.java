package dev.godwit.extractor.snapshot;

import dev.godwit.common.v1.EntityPlan;
import dev.godwit.common.v1.QueryPlan;
import dev.godwit.extractor.TestSettings;
import dev.godwit.extractor.outbound.ExtractedRecords;
import dev.godwit.extractor.outbound.ExtractedSink;
import dev.godwit.extractor.outbound.GroupRecords;
import dev.godwit.extractor.snapshot.ExtractionPlanner.Plan;
import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.pack.RowSchema;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourceField;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.SourceQuery;
import dev.godwit.pack.Sql;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.worker.merge.RunMerges;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.generic.GenericRecord;

/**
 * A source of persons and mails in a real PostgreSQL, with keys and types unlike the reference
 * pack's. One server for all test classes; it ends with the process.
 */
public final class PersonSource {
  public static final String CUSTOMER = "o'hara";
  private static final EmbeddedPostgres SERVER = server();
  static final Connection CONNECTION = start();

  private PersonSource() {}

  private static EmbeddedPostgres server() {
    try {
      EmbeddedPostgres server =
          EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(2)).start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A connection that commits each statement; the caller closes it. */
  public static Connection open() throws SQLException {
    return SERVER.getPostgresDatabase().getConnection();
  }

  /** A connection that does not commit by itself. */
  private static Connection start() {
    try {
      Connection connection = open();
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            """
            create table person (tenant text, country char(2), "No" smallint, id uuid, mail varchar(100),
              labels text[], born date, seen timestamp, info jsonb, score numeric, primary key (tenant, country, "No"));
            insert into person select 'o''hara', case when i % 3 = 0 then 'de' else 'at' end, i,
              ('00000000-0000-0000-0000-' || lpad(i::text, 12, '0'))::uuid,
              case when i in (5, 6, 30) then case i when 5 then ' Ann@Example.org' else 'ann@example.ORG' end
                   when i in (7, 8) then 'no address' else 'p' || i || '@example.org' end,
              case when i = 1 then array['a', null, 'b,c'] when i = 2 then '{}'::text[] end,
              case i when 1 then date '1970-01-01' when 2 then date 'infinity' end,
              case i when 1 then timestamp '2020-01-01 00:00:00.000001' when 2 then timestamp '-infinity' end,
              '{"b": 1, "a": [1, 2]}', i * 1.50
              from generate_series(1, 40) i;
            insert into person select 'other', 'de', i, gen_random_uuid(), 'ann@example.org' from generate_series(1, 5) i;
            create table mail (tenant text, id bigint, person uuid, subject text, sent text);
            insert into mail select 'o''hara', i, ('00000000-0000-0000-0000-' || lpad((i % 41)::text, 12, '0'))::uuid,
              'S' || i, case i when 1 then '2020-01-01 10:00:00' when 2 then 'yesterday' when 3 then '' end
              from generate_series(1, 100) i;
            update mail set person = null where id = 50;
            """);
      }
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void stop(EmbeddedPostgres server) {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Plan plan(SourcePack pack) throws Exception {
    return new ExtractionPlanner(TestSettings.plan(1000, 1000)).plan(CONNECTION, pack, CUSTOMER);
  }

  static SourcePack emails(String query, String subject) {
    return emails(query, subject, "id");
  }

  static SourcePack emails(String query, String subject, String key) {
    return pack(
        Map.of(
            Entity.EMAILS,
            new SourceEntity(
                Entity.EMAILS,
                new Sql(query, "pack.yaml", 1),
                List.of(key),
                Map.of(
                    "legacyId", new SourceField("id", null),
                    "subject", new SourceField(subject, null)))));
  }

  /** Contacts with the columns id, country, No, mail and info. */
  static SourcePack people(String query) {
    return pack(
        Map.of(
            Entity.CONTACTS,
            new SourceEntity(
                Entity.CONTACTS,
                new Sql(query, "pack.yaml", 1),
                List.of("country", "No"),
                Map.of(
                    "legacyId", new SourceField("id", null),
                    "address", new SourceField("mail", null),
                    "customFields", new SourceField("info", null)))));
  }

  static List<QuarantinedRecord> quarantined(RecordingTransaction transaction) {
    return transaction.sent.stream()
        .filter(sent -> sent.topic().equals(Topics.QUARANTINE))
        .map(sent -> sent.as(QuarantinedRecord.class))
        .toList();
  }

  static GenericRecord row(RecordingTransaction.Sent sent, SourcePack pack, Entity entity) {
    return sent.row(RowSchema.of(pack, pack.entities().get(entity)));
  }

  @SuppressWarnings("unchecked")
  static List<GenericRecord> members(GenericRecord row) {
    return (List<GenericRecord>) row.get(RowSchema.MEMBERS);
  }

  static ExtractedSink extract(
      EntityPlan entity, Plan plan, int chunk, RecordingTransaction transaction) throws Exception {
    return extract(pack(), entity, plan, chunk, transaction);
  }

  static ExtractedSink extract(
      SourcePack pack, EntityPlan entity, Plan plan, int chunk, RecordingTransaction transaction)
      throws Exception {
    SourceEntity source = pack.entities().get(Entities.of(entity));
    RunMerges merges = MergedEntity.merges(plan.merged());
    String run = CUSTOMER + "/1";
    ExtractedSink sink =
        new ExtractedSink(
            transaction, Entities.of(entity), RowSchema.of(pack, source), run, CUSTOMER, 6, chunk);
    if (entity.getMergedChunk() && chunk == entity.getChunks() - 1) {
      List<SourceLayout> layouts = SourceLayout.all(CONNECTION, source, CUSTOMER);
      GroupRecords records = new GroupRecords(layouts, sink, run, merges);
      new MergedChunk(CONNECTION, layouts, sink, records, 3).read(merges.of(source.entity()));
      return sink;
    }
    Part part = part(entity, chunk);
    SourceQuery query =
        source.queries().stream()
            .filter(one -> Objects.equals(one.name(), part.query()))
            .findFirst()
            .orElseThrow();
    SourceLayout layout = SourceLayout.of(CONNECTION, source, query, CUSTOMER);
    ExtractedRecords records = ExtractedRecords.of(layout, sink, run, merges);
    new ChunkExtraction(CONNECTION, layout, sink, records, 3).range(part.range());
    return sink;
  }

  private record Part(String query, KeyRange range) {}

  /** The range of a chunk, as the orchestrator writes it in its task. */
  private static Part part(EntityPlan entity, int chunk) {
    int first = 0;
    for (QueryPlan query : entity.getQueries()) {
      int chunks = query.getBoundaries().size() + 1;
      if (chunk < first + chunks) {
        return new Part(query.getQuery(), range(query.getBoundaries(), chunk - first));
      }
      first += chunks;
    }
    return new Part(null, range(entity.getBoundaries(), chunk));
  }

  private static KeyRange range(List<String> boundaries, int chunk) {
    return new KeyRange(
        chunk == 0 || chunk > boundaries.size() ? null : boundaries.get(chunk - 1),
        chunk < boundaries.size() ? boundaries.get(chunk) : null);
  }

  static String uuid(int number) {
    return "00000000-0000-0000-0000-%012d".formatted(number);
  }

  static SourcePack pack() {
    SourceEntity contacts =
        new SourceEntity(
            Entity.CONTACTS,
            new Sql("select * from person where tenant = :customer -- people", "pack.yaml", 1),
            List.of("country", "No"),
            Map.of(
                "legacyId", new SourceField("id", null),
                "address", new SourceField("mail", null),
                "team", new SourceField("country", null),
                "givenName", new SourceField("score", null),
                "familyName", new SourceField("No", null),
                "tags", new SourceField("labels", null),
                "createdAt", new SourceField("born", null),
                "updatedAt", new SourceField("seen", null),
                "customFields", new SourceField("info", null)));
    SourceEntity emails =
        new SourceEntity(
            Entity.EMAILS,
            new Sql("select * from mail where tenant = :customer", "pack.yaml", 9),
            List.of("id"),
            Map.of(
                "legacyId", new SourceField("id", null),
                "contactId", new SourceField("person", null),
                "subject", new SourceField("subject", null),
                "sentAt", new SourceField("sent", null)));
    Map<Entity, SourceEntity> entities = new LinkedHashMap<>();
    entities.put(Entity.CONTACTS, contacts);
    entities.put(Entity.EMAILS, emails);
    return pack(entities);
  }

  public static SourcePack pack(Map<Entity, SourceEntity> entities) {
    return new SourcePack("p", "f", null, null, null, null, null, entities);
  }
}
