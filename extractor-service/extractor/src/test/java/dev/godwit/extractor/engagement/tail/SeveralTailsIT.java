package dev.godwit.extractor.engagement.tail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.extractor.TestSettings;
import dev.godwit.extractor.snapshot.RecordingTransaction;
import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.extractor.source.SourcePacks;
import dev.godwit.pack.FollowedQuery;
import dev.godwit.pack.Packs;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.SourceQuery;
import dev.godwit.pack.Sql;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.LiveWay;
import dev.godwit.row.v1.TailPosition;
import dev.godwit.wire.live.TailMark;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Several queries of engagements, each followed by its own key, from a real PostgreSQL. */
class SeveralTailsIT {
  private static final String CUSTOMER = "acme";
  private static final int LIMIT = 1000;

  private static SourceDatabase source;
  private static SourcePack pack;
  private static SourcePacks packs;

  @BeforeAll
  static void start() throws Exception {
    source = new SourceDatabase();
    try (Connection writer = source.writer()) {
      SourceDatabase.run(
          writer,
          """
          create table visit (nr bigint primary key, customer text, at timestamptz);
          insert into visit select g, 'acme', '2026-01-01Z' from generate_series(1, 5) g;
          insert into visit values (99, 'other', '2026-01-01Z');
          """);
      for (int i = 0; i < 3; i++) {
        SourceDatabase.open(writer, CUSTOMER);
      }
    }
    Path folder = source.packs();
    Path file = folder.resolve("reference-legacy/pack.yaml");
    packs = new SourcePacks(Packs.load(split(file), variable -> null));
    pack = packs.pack("reference-legacy");
  }

  /** The reference pack with a second table of engagements, and a tail for each. */
  private static Path split(Path file) throws Exception {
    String text = Files.readString(file);
    int live = text.indexOf("\nlive:");
    int engagements = text.indexOf("  engagements:");
    Files.writeString(
        file,
        text.substring(0, engagements)
            + """
              engagements:
                queries:
                  - name: clicks
                    query: select * from engagement where customer_id = :customer
                    key: [id]
                    fields: {legacyId: id, emailId: email_id, contactId: contact_id, kind: kind, occurredAt: occurred_at}
                    tail:
                      horizon: {file: horizon.sql}
                      settle: PT0.001S
                  - name: visits
                    query: select nr, 'visit-' || nr as id, 'open' as kind, at from visit where customer = :customer
                    key: [nr]
                    fields: {legacyId: id, kind: kind, occurredAt: at}
                    tail:
                      horizon: {file: horizon.sql}
                      settle: PT0.001S
            """
                .indent(0)
            + text.substring(live));
    String without =
        Files.readString(file).replaceFirst("(?s)\n  tail:\n.*?\n  return:", "\n  return:");
    Files.writeString(file, without);
    return file.getParent().getParent();
  }

  @AfterAll
  static void stop() throws Exception {
    source.close();
  }

  @Test
  void shouldFollowEachQueryByItsOwnKeyWithTheIdsOfTheSnapshot() throws Exception {
    assertThat(pack.followed())
        .extracting(followed -> followed.query().name())
        .containsExactly("clicks", "visits");
    try (Connection connection = source.pollingConnection()) {
      for (FollowedQuery followed : pack.followed()) {
        TailRows rows = new TailRows(connection, pack, followed.query(), CUSTOMER);
        Tail tail = new Tail(followed.tail(), rows, TailState.from(Long.MIN_VALUE, LIMIT));
        List<LiveEngagement> events = tail.poll(connection, LIMIT).events();
        assertThat(events)
            .extracting(LiveEngagement::getLegacyId)
            .hasSize(followed.query().name().equals("clicks") ? 3 : 5)
            .containsExactlyElementsOf(snapshot(connection, followed));
        assertThat(events).allMatch(event -> event.getWay() == LiveWay.TAIL);
        TailPosition position = tail.position(CUSTOMER, "acme/1");
        assertThat(position.getQuery()).isEqualTo(followed.query().name());
        assertThat(TailState.of(position, LIMIT).highest()).isEqualTo(tail.state().highest());
      }
    }
  }

  @Test
  void shouldSpreadEventsWithoutAContactOverThePartitionsByTheirOwnId() throws Exception {
    try (Connection connection = source.pollingConnection()) {
      List<String> keys = new ArrayList<>();
      for (FollowedQuery followed : pack.followed()) {
        TailRows rows = new TailRows(connection, pack, followed.query(), CUSTOMER);
        Tail tail = new Tail(followed.tail(), rows, TailState.from(Long.MIN_VALUE, LIMIT));
        TailRecords records =
            new TailRecords(
                new RecordingTransaction().encoder(),
                TailMark.of("s".repeat(32)),
                6,
                "acme/1",
                CUSTOMER);
        records.add(tail.poll(connection, LIMIT));
        records
            .records()
            .forEach(record -> keys.add(new String(record.key(), StandardCharsets.UTF_8)));
      }
      assertThat(keys)
          .containsExactly(
              "acme/2",
              "acme/2",
              "acme/2",
              "acme/visit-1",
              "acme/visit-2",
              "acme/visit-3",
              "acme/visit-4",
              "acme/visit-5");
    }
  }

  @Test
  void shouldNameTheQueryOfARowThatCannotBeRead() throws Exception {
    try (Connection writer = source.writer();
        Connection connection = source.pollingConnection()) {
      SourceDatabase.run(writer, "insert into visit values (7, 'fails', '2026-01-01Z')");
      FollowedQuery visits = pack.followed().getLast();
      SourceQuery failing =
          new SourceQuery(
              "visits",
              new Sql(
                  "select nr, 1 / (nr - 7) as id, 'open' as kind, at from visit where customer = :customer",
                  "pack.yaml",
                  1),
              visits.query().key(),
              visits.query().fields(),
              List.of());
      assertThat(new TailRows(connection, pack, failing, "fails").above(Long.MIN_VALUE, LIMIT))
          .singleElement()
          .satisfies(row -> assertThat(row.event().getLegacyId()).isEqualTo("visits/7"));
    }
  }

  private static List<String> snapshot(Connection connection, FollowedQuery followed)
      throws Exception {
    SourceLayout layout =
        SourceLayout.of(
            connection, pack.entities().get(Entity.ENGAGEMENTS), followed.query(), CUSTOMER);
    List<String> ids = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select cast(%s as text) from %s order by %s"
                    .formatted(
                        layout.expression("legacyId"), layout.from(), layout.key().getFirst()))) {
      while (row.next()) {
        ids.add(row.getString(1));
      }
    }
    return ids;
  }

  @Test
  void shouldBeginEachTailAtAMarkOfItsOwn() throws Exception {
    TailStart start = new TailStart(packs, TestSettings.tail(Duration.ofSeconds(30), LIMIT));
    List<TailPosition> positions = start.begin(pack, CUSTOMER, "acme/1");
    assertThat(positions).extracting(TailPosition::getQuery).containsExactly("clicks", "visits");
    try (Connection connection = source.pollingConnection()) {
      for (int i = 0; i < 2; i++) {
        FollowedQuery followed = pack.followed().get(i);
        assertThat(positions.get(i).getSettled())
            .isEqualTo(
                Long.toString(
                    new TailRows(connection, pack, followed.query(), CUSTOMER).highest()));
      }
    }
  }

  @Test
  void shouldSampleRowsOfEachQueryInTurn() throws Exception {
    try (Connection connection = source.pollingConnection()) {
      List<LiveEngagement> sample = TailSample.read(connection, pack, CUSTOMER, 2);
      assertThat(sample).hasSize(4);
      assertThat(sample.get(1).getLegacyId()).isEqualTo("visit-1");
      assertThat(sample.get(3).getLegacyId()).isEqualTo("visit-2");
      assertThat(sample).extracting(LiveEngagement::getLegacyId).doesNotHaveDuplicates();
    }
  }
}
