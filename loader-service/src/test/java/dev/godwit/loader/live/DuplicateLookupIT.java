package dev.godwit.loader.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.RunKind;
import dev.godwit.loader.SampleTarget;
import dev.godwit.loader.TargetServer;
import dev.godwit.loader.targetdb.RunTarget;
import dev.godwit.pack.ColumnType;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.TableRow;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events that the target holds already, looked up as by the loader's connections. */
class DuplicateLookupIT {
  private static final Sql NONE = new Sql("select 1", "none.yaml", 1);
  private static final int ASKED = 3_000;

  @Test
  @Timeout(20)
  void shouldLookKeysUpByIndexWhenStatisticsDoNotKnowTheCustomer() throws Exception {
    String url = TargetServer.newDatabase();
    TargetServer.execute(
        url,
        """
        CREATE SCHEMA known;
        CREATE TABLE known.engagement (id uuid PRIMARY KEY, customer text NOT NULL);
        CREATE INDEX ON known.engagement (customer);
        INSERT INTO known.engagement SELECT gen_random_uuid(), 'before' FROM generate_series(1, 26000);
        ANALYZE known.engagement;
        INSERT INTO known.engagement
          SELECT ('00000000-0000-0000-0000-' || lpad(i::text, 12, '0'))::uuid, 'acme'
          FROM generate_series(1, 60000) i""");
    RunTarget target = new RunTarget(pack(url, ColumnType.UUID), RunKind.LIVE, "acme");
    List<TableRow> rows = new ArrayList<>();
    for (int i = 0; i < ASKED; i++) {
      rows.add(row(i % 2 == 0 ? i + 1 : 1_000_000 + i));
    }
    rows.set(7, null);
    rows.set(9, row(1));

    DuplicateLookup.Found known;
    try (Connection connection = inTransaction(url);
        Statement statement = connection.createStatement()) {
      statement.execute("SET enable_seqscan = off; SET jit = off");
      known = DuplicateLookup.find(connection, target, rows, new BisectedLookup(connection));
    }

    assertThat(known.inTarget().cardinality()).isEqualTo(ASKED / 2);
    assertThat(known.inTarget().get(0)).isTrue();
    assertThat(known.inTarget().get(1)).isFalse();
    assertThat(known.repeats()).containsOnlyKeys(0);
    assertThat(known.repeats().get(0)).containsExactly(9);
  }

  @Test
  void shouldAnswerTheOtherKeysWhenTheTargetRefusesOne() throws Exception {
    String url = TargetServer.newDatabase();
    TargetServer.execute(
        url,
        """
        CREATE SCHEMA known;
        CREATE TABLE known.engagement (id text PRIMARY KEY, customer text NOT NULL);
        INSERT INTO known.engagement SELECT 'e' || i, 'acme' FROM generate_series(0, 9) i""");
    RunTarget target = new RunTarget(pack(url, ColumnType.TEXT), RunKind.LIVE, "acme");
    List<TableRow> rows = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      rows.add(new TableRow(0, Arrays.asList("e" + i, "acme")));
    }
    rows.set(3, new TableRow(0, Arrays.asList("e\0", "acme")));
    rows.set(17, new TableRow(0, Arrays.asList("e\0", "acme")));

    try (Connection connection = inTransaction(url)) {
      DuplicateLookup.Found known =
          DuplicateLookup.find(connection, target, rows, new BisectedLookup(connection));

      assertThat(known.inTarget().stream().boxed()).containsExactly(0, 1, 2, 4, 5, 6, 7, 8, 9);
      assertThat(known.refused()).containsOnlyKeys(3, 17);
      assertThat(known.repeats()).isEmpty();
    }
  }

  private static Connection inTransaction(String url) throws Exception {
    Connection connection = TargetServer.open(url);
    connection.setAutoCommit(false);
    return connection;
  }

  private static TableRow row(int number) {
    UUID id = UUID.fromString("00000000-0000-0000-0000-%012d".formatted(number));
    ByteBuffer key =
        ByteBuffer.allocate(16)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .flip();
    return new TableRow(0, Arrays.asList(key, "acme"));
  }

  private static TargetPack pack(String url, ColumnType id) {
    List<TargetColumn> columns =
        List.of(
            new TargetColumn("id", "id", id, null, false, null),
            new TargetColumn("customer", "customer", ColumnType.TEXT, null, false, null));
    return new TargetPack(
        "known",
        "",
        SampleTarget.pack(url).database(),
        "known",
        "known",
        NONE,
        NONE,
        NONE,
        NONE,
        List.of(),
        List.of(
            new TargetTable(
                0,
                Entity.ENGAGEMENTS,
                "engagement",
                null,
                columns,
                List.of("id"),
                "customer",
                NONE,
                NONE)));
  }
}
