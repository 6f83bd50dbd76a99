package dev.godwit.extractor.recheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.canonical.ByteDigest;
import dev.godwit.common.v1.EntityCount;
import dev.godwit.common.v1.EntityDigest;
import dev.godwit.common.v1.RunKind;
import dev.godwit.extractor.TestSettings;
import dev.godwit.extractor.engagement.tail.SourceDatabase;
import dev.godwit.extractor.outbound.ExtractedRecords;
import dev.godwit.extractor.outbound.ExtractedSink;
import dev.godwit.extractor.outbound.GroupRecords;
import dev.godwit.extractor.recheck.SourceRecheck.Unchanged;
import dev.godwit.extractor.snapshot.ChunkExtraction;
import dev.godwit.extractor.snapshot.KeyRange;
import dev.godwit.extractor.snapshot.MergedChunk;
import dev.godwit.extractor.snapshot.RecordingTransaction;
import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.extractor.source.SourcePacks;
import dev.godwit.pack.RowSchema;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourcePack;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.task.v1.RecheckSource;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.wire.WireEncoder;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.merge.MergeGroup;
import dev.godwit.worker.merge.Merges;
import dev.godwit.worker.merge.RunMerges;
import java.io.IOException;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The frozen source is read again and compared, against a real PostgreSQL. */
class SourceRecheckIT {
  private static final String CUSTOMER = "acme";
  private static SourceDatabase source;

  private final Map<Entity, List<byte[]>> topic = new TreeMap<>();
  private final WireEncoder encoder = new RecordingTransaction().encoder();
  private final SourceRecheck recheck =
      new SourceRecheck(
          new SourcePacks(null),
          new ExtractedTopic(null) {
            @Override
            void read(
                Entity entity, String customer, String runId, Instant since, Records records) {
              for (byte[] value : topic.get(entity)) {
                records.take(value, ByteDigest.hash(value));
              }
            }
          },
          TestSettings.plan(10, 1000));
  private final RunMerges merges =
      new RunMerges(
          Map.of(
              Entity.CONTACTS,
              new Merges(List.of(new MergeGroup(List.of("3", "4"), MergeGroup.SAME_ADDRESS)))));
  private RecheckSource task;

  @BeforeAll
  static void open() throws Exception {
    source = new SourceDatabase();
  }

  @AfterAll
  static void close() throws IOException {
    source.close();
  }

  @BeforeEach
  void extract() throws Exception {
    write(
        """
        insert into customer (id, name) values ('acme', 'Acme') on conflict do nothing;
        insert into team (id, customer_id, name) values (1, 'acme', 'A') on conflict do nothing;
        delete from engagement; delete from email; delete from contact;
        insert into contact (id, customer_id, team_id, email, given_name, consent, created_at)
          select g, 'acme', 1, case when g in (3, 4) then 'Same@example.com' else 'c' || g || '@example.com' end,
            'C', 'granted', '2026-01-01' from generate_series(1, 20) g;
        update contact set email = lower(email) where id = 4;
        insert into email (id, customer_id, contact_id, subject, message_id, sent_at)
          select g, 'acme', 1 + g % 20, 'S' || g, 'm' || g, '2026-01-02' from generate_series(1, 30) g;
        insert into engagement (id, customer_id, email_id, contact_id, kind, occurred_at)
          select g, 'acme', g, 1 + g % 20, 'open', '2026-01-03' from generate_series(1, 10) g;
        """);
    SourcePack pack = source.pack();
    List<EntityDigest> extracted = new ArrayList<>();
    try (Connection connection = new SourcePacks(null).openReadOnly(pack)) {
      for (Entity entity : pack.entities().keySet()) {
        List<byte[]> values = new ArrayList<>();
        SourceLayout layout =
            SourceLayout.all(connection, pack.entities().get(entity), CUSTOMER).getFirst();
        ExtractedSink sink =
            new ExtractedSink(
                new ReadAgain(encoder, into(values)),
                entity,
                RowSchema.of(pack, layout.source()),
                CUSTOMER + "/7",
                CUSTOMER,
                6,
                0);
        ExtractedRecords records = ExtractedRecords.of(layout, sink, CUSTOMER + "/7", merges);
        ChunkExtraction chunk = new ChunkExtraction(connection, layout, sink, records, 10);
        chunk.range(new KeyRange(null, "10"));
        chunk.range(new KeyRange("10", null));
        if (entity.equals(Entity.CONTACTS)) {
          List<SourceLayout> layouts = List.of(layout);
          GroupRecords groups = new GroupRecords(layouts, sink, CUSTOMER + "/7", merges);
          new MergedChunk(connection, layouts, sink, groups, 10).read(merges.of(entity));
        }
        topic.put(entity, values);
        extracted.add(
            new EntityDigest(entity.symbol(), sink.rows(), sink.digest(), entity.declaredName()));
      }
    }
    task =
        new RecheckSource(
            new TaskEnvelope(
                "acme/7/recheck/1/1",
                "acme",
                CUSTOMER,
                7,
                RunKind.LIVE,
                "s",
                "t",
                Instant.EPOCH,
                "c"),
            extracted,
            List.of(),
            List.of(),
            Instant.EPOCH);
  }

  @Test
  void shouldFindNothingWhenTheFrozenEntitiesAreAsTheyWereExtracted() throws Exception {
    write(
        "insert into engagement (id, customer_id, email_id, contact_id, kind, occurred_at) values (500, 'acme', 1, 2, 'open', now())");
    assertThat(compare(source.pack()))
        .as("opens and clicks are followed by the tail")
        .isEqualTo(
            new Unchanged(
                List.of(
                    new EntityCount(Entity.CONTACTS.symbol(), 20L, null),
                    new EntityCount(Entity.EMAILS.symbol(), 30L, null)),
                0));
  }

  @Test
  void shouldNameTheKeysWhenSomebodyWroteInSpiteOfTheFreeze() throws Exception {
    write(
        """
        update email set subject = 'other' where id = 7;
        insert into email (id, customer_id, contact_id, subject, message_id, sent_at) values (99, 'acme', 1, 'new', 'm99', now());
        delete from engagement where email_id = 9; delete from email where id = 9;
        """);
    assertThatThrownBy(() -> compare(source.pack()))
        .isInstanceOfSatisfying(
            StageFailedException.class,
            failed -> {
              assertThat(failed.subject()).isEqualTo("EMAILS");
              assertThat(failed.count()).isEqualTo(3);
              assertThat(failed.firstKey()).isEqualTo("7");
              assertThat(failed.action()).contains("spite of the freeze", "resume", "roll back");
            })
        .hasMessageContaining("30 rows of EMAILS")
        .hasMessageContaining("1 changed, 1 new, 1 gone: 7 (changed), 99 (new), 9 (gone)");
  }

  @Test
  void shouldFailWhenAMemberOfAMergeChangedOrIsGone() throws Exception {
    write("update contact set given_name = 'D' where id = 4");
    assertThatThrownBy(() -> compare(source.pack()))
        .isInstanceOf(StageFailedException.class)
        .hasMessageContaining("1 changed, 0 new, 0 gone: 3 (changed)");
    write("delete from engagement; delete from email; delete from contact where id = 4");
    assertThatThrownBy(() -> compare(source.pack()))
        .isInstanceOf(StageFailedException.class)
        .hasMessageContaining("Expected 2 contacts of a merge");
  }

  @Test
  void shouldCompareTheNumberOfRowsWhenTheExtractionReportedNoDigest() throws Exception {
    task.setExtracted(
        task.getExtracted().stream()
            .map(
                one ->
                    new EntityDigest(
                        Entities.of(one).symbol(),
                        one.getRows(),
                        null,
                        Entities.of(one).declaredName()))
            .toList());
    assertThat(compare(source.pack()).late()).isZero();
    write(
        "insert into contact (id, customer_id, team_id, email, consent, created_at) values (21, 'acme', 1, 'x@example.com', 'granted', now())");
    assertThatThrownBy(() -> compare(source.pack()))
        .hasMessageContaining("0 changed, 1 new, 0 gone: 21 (new)");
  }

  @Test
  void shouldLeaveOutRowsOnWhichTheQueryFailsAsTheExtractionDid() throws Exception {
    SourcePack failing = RecheckedPacks.failing(source.pack());
    write("update email set sender = 'x/0' where id = 12");
    List<byte[]> values = new ArrayList<>();
    try (Connection connection = new SourcePacks(null).openReadOnly(failing)) {
      SourceLayout layout =
          SourceLayout.all(connection, failing.entities().get(Entity.EMAILS), CUSTOMER).getFirst();
      ExtractedSink sink =
          new ExtractedSink(
              new ReadAgain(encoder, into(values)),
              Entity.EMAILS,
              RowSchema.of(failing, layout.source()),
              CUSTOMER + "/7",
              CUSTOMER,
              6,
              0);
      new ChunkExtraction(
              connection,
              layout,
              sink,
              ExtractedRecords.of(layout, sink, CUSTOMER + "/7", merges),
              10)
          .range(new KeyRange(null, null));
      assertThat(sink.records()).isEqualTo(29);
      topic.put(Entity.EMAILS, values);
      task.setExtracted(
          List.of(new EntityDigest(Entity.EMAILS.symbol(), sink.rows(), sink.digest(), null)));
    }
    assertThat(compare(failing).entities())
        .containsExactly(new EntityCount(Entity.EMAILS.symbol(), 30L, null));
    write("update email set subject = 'other' where id = 13");
    assertThatThrownBy(() -> compare(failing))
        .hasMessageContaining("1 changed, 0 new, 0 gone: 13 (changed)");
  }

  @Test
  void shouldCompareTheRowsOfAllQueriesOfAnEntity() throws Exception {
    SourcePack pack = RecheckedPacks.evenAndOdd(source.pack());
    SourceEntity entity = pack.entities().get(Entity.EMAILS);
    List<byte[]> values = new ArrayList<>();
    long rows = 0;
    long digest = 0;
    try (Connection connection = new SourcePacks(null).openReadOnly(pack)) {
      for (SourceLayout layout : SourceLayout.all(connection, entity, CUSTOMER)) {
        ExtractedSink sink =
            new ExtractedSink(
                new ReadAgain(encoder, into(values)),
                Entity.EMAILS,
                RowSchema.of(pack, entity),
                CUSTOMER + "/7",
                CUSTOMER,
                6,
                0);
        new ChunkExtraction(
                connection,
                layout,
                sink,
                ExtractedRecords.of(layout, sink, CUSTOMER + "/7", merges),
                10)
            .range(new KeyRange(null, null));
        assertThat(sink.records()).isEqualTo(15);
        rows += sink.rows();
        digest += sink.digest();
      }
    }
    topic.put(Entity.EMAILS, values);
    task.setExtracted(List.of(new EntityDigest(Entity.EMAILS.symbol(), rows, digest, null)));
    assertThat(compare(pack).entities())
        .containsExactly(new EntityCount(Entity.EMAILS.symbol(), 30L, null));
    write("update email set subject = 'other' where id in (7, 8); delete from email where id = 9");
    assertThatThrownBy(() -> compare(pack))
        .hasMessageContaining("2 changed, 0 new, 1 gone: 7 (changed), 8 (changed), 9 (gone)");
    write(
        "update email set sender = '0' where id = 11; update email set subject = 'S8' where id = 8");
    assertThatThrownBy(() -> compare(pack))
        .as("one query fails on a row, and is read range by range")
        .hasMessageContaining("1 changed, 0 new, 2 gone: 7 (changed), 11 (gone), 9 (gone)");
  }

  @Test
  void shouldCountOpensAndClicksThatNoTailFollows() throws Exception {
    SourcePack pack = RecheckedPacks.withoutTail(source.pack());
    assertThat(compare(pack).late()).isZero();
    write(
        """
        insert into engagement (id, customer_id, email_id, contact_id, kind, occurred_at)
          select 100 + g, 'acme', g, 1, 'click', now() from generate_series(1, 3) g
        """);
    Unchanged unchanged = compare(pack);
    assertThat(unchanged.late()).isEqualTo(3);
    assertThat(unchanged.entities())
        .last()
        .isEqualTo(new EntityCount(Entity.ENGAGEMENTS.symbol(), 13L, null));
    write("update engagement set kind = 'click' where id = 5");
    assertThatThrownBy(() -> compare(pack))
        .isInstanceOfSatisfying(
            StageFailedException.class,
            failed -> assertThat(failed.subject()).isEqualTo("ENGAGEMENTS"));
  }

  private static ReadAgain.Output into(List<byte[]> values) {
    return new ReadAgain.Output() {
      @Override
      public void take(byte[] value, long hash) {
        values.add(value);
      }

      @Override
      public void restart() {
        values.clear();
      }

      @Override
      public void keep() {
        // All is kept.
      }
    };
  }

  private Unchanged compare(SourcePack pack) throws Exception {
    return recheck.compare(task, pack, merges, encoder);
  }

  private static void write(String sql) throws Exception {
    try (Connection connection = source.writer()) {
      SourceDatabase.run(connection, sql);
    }
  }
}
