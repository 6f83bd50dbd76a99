package dev.godwit.validator.readback;

import static dev.godwit.validator.readback.TargetTables.column;
import static dev.godwit.validator.readback.TargetTables.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.canonical.BucketDigest;
import dev.godwit.canonical.RowDigest;
import dev.godwit.pack.ColumnType;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetTable;
import dev.godwit.records.Entity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TargetRowsIT {
  private static final UUID ID = UUID.fromString("01234567-89ab-5def-8123-456789abcdef");
  private static TargetTables tables;

  @BeforeAll
  static void start() throws IOException, SQLException {
    tables = new TargetTables();
    tables.execute(
        "create type mood as enum ('fine', 'well')",
        """
        create table every_type (customer text, id uuid primary key, flag boolean, small smallint,
          whole integer, big bigint, real8 double precision, price numeric(12,2), note varchar(50),
          padded char(8), mood mood, at timestamp, attz timestamptz, day date, fields json,
          fieldsb jsonb, raw bytea)""",
        """
        insert into every_type values ('a''b', '%s', true, -3, 70000, 9007199254740993, 1.5, 12.50,
          'h\u00e9llo \ud83d\ude00', 'x', 'well', '1970-01-01 00:00:01', '2099-12-31 23:59:59.999999+00',
          '1969-12-31', '{"b":1, "a": 1.50}', '{"bb":[1, null],"a":"\u05e9"}', '\\x00ff')"""
            .formatted(ID),
        "insert into every_type (customer, id) values ('a''b', gen_random_uuid())",
        "insert into every_type (customer, id) values ('other', gen_random_uuid())",
        "create extension citext",
        "create domain labels as varchar(9)[]",
        """
        create table more_types (customer text, id bigint primary key, mail citext, weight real,
          birth time(0), stay interval, address inet, network cidr, tags labels, sizes integer[],
          longs bigint[], ids uuid[])""",
        """
        insert into more_types values ('c', 1, 'Ann@X.org', 0.1, '12:34:56.5',
          '1 year 2 mons -3 days 04:05:06.7', '::ffff:10.1.2.3/100', '10.0.0.0/8',
          array['a', null, 'b"c'], '{1,2}', '[0:1]={3,4}', '{%s}')"""
            .formatted(ID),
        "insert into more_types (customer, id) values ('c', 2)",
        "create table endless (customer text, id bigint primary key, at timestamptz)",
        "insert into endless values ('c', 1, 'infinity'), ('c', 2, '-infinity')",
        "create table many (customer text, id uuid primary key, n bigint, url text, at timestamptz)",
        """
        insert into many select 'm', md5(i::text)::uuid, i, 'https://example.org/path/' || i,
          '2026-01-01'::timestamptz + i * interval '1 second' from generate_series(1, 50000) i""");
  }

  @AfterAll
  static void stop() throws IOException {
    tables.close();
  }

  @Test
  void shouldReadEveryTypeInCanonicalFormWhenRowsAreReadBack() throws SQLException {
    List<Object> cells = readAll(everyType(), "a'b").getFirst();

    assertThat(cells)
        .containsExactly(
            ByteBuffer.allocate(16)
                .putLong(ID.getMostSignificantBits())
                .putLong(ID.getLeastSignificantBits())
                .flip(),
            true,
            -3L,
            70000L,
            9007199254740993L,
            1.5,
            "12.5",
            "héllo 😀",
            "x",
            "well",
            1_000_000L,
            4102444799999999L,
            -1L,
            "{\"a\":1.5,\"b\":1}",
            "{\"a\":\"ש\",\"bb\":[1,null]}",
            ByteBuffer.wrap(new byte[] {0, (byte) 0xFF}));
  }

  @Test
  void shouldReadLaterTypesInCanonicalFormWhenRowsAreReadBack() throws SQLException {
    List<List<Object>> rows = readAll(moreTypes(), "c");

    assertThat(rows)
        .containsExactlyInAnyOrder(
            List.of(
                1L,
                "Ann@X.org",
                (double) 0.1f,
                45_297_000_000L,
                "P14M-3DT14706.7S",
                "::ffff:10.1.2.3/100",
                "10.0.0.0/8",
                "[\"a\",null,\"b\\\"c\"]",
                "[1,2]",
                "[0:1]=[3,4]",
                "[\"%s\"]".formatted(ID)),
            Arrays.asList(2L, null, null, null, null, null, null, null, null, null, null));
  }

  @Test
  void shouldDigestWithoutAColumnWhenThePackLeavesItOut() throws SQLException {
    TargetTable all = moreTypes();
    TargetColumn left =
        new TargetColumn(
            "weight",
            "weight",
            ColumnType.FLOAT,
            null,
            true,
            null,
            new TargetColumn.Extras(List.of(), Map.of(), null, null, null, null, false, null),
            null);
    List<TargetColumn> columns = new ArrayList<>(all.columns());
    columns.set(all.position("weight"), left);
    TargetTable without = all.withColumns(columns);
    BucketDigest before = digest(without, "c");
    BucketDigest beforeAll = digest(all, "c");
    tables.execute("update more_types set weight = 7 where id = 1");

    assertThat(digest(without, "c").differing(before)).isEmpty();
    assertThat(digest(all, "c").differing(beforeAll)).hasSize(1);
    tables.execute("update more_types set weight = 0.1 where id = 1");
  }

  @Test
  void shouldDigestAsTheCellsDoWhenRowsAreReadBack() throws SQLException {
    TargetTable table = everyType();
    BucketDigest expected = new BucketDigest();
    RowDigest digest = new RowDigest();
    for (List<Object> cells : readAll(table, "a'b")) {
      expected.add(digest.keyHash(cells, new int[] {0}), digest.hash(cells));
    }

    try (TargetRows rows = tables.rows(table, "a'b")) {
      BucketDigest found = rows.digest(table);
      assertThat(found.rows()).isEqualTo(2);
      assertThat(found.differing(expected)).isEmpty();
    }
  }

  @Test
  void shouldReadNullsAndNoOtherCustomerWhenRowsAreReadBack() throws SQLException {
    List<List<Object>> all = readAll(everyType(), "a'b");

    assertThat(all).hasSize(2);
    assertThat(all.get(1).subList(1, 16)).containsOnlyNulls();
  }

  @Test
  void shouldReadTheLimitsOfTimeWhenATimestampHasThem() throws SQLException {
    TargetTable table =
        table("endless", column("id", ColumnType.LONG), column("at", ColumnType.TIMESTAMPTZ));

    assertThat(readAll(table, "c"))
        .containsExactly(List.of(1L, Long.MAX_VALUE), List.of(2L, Long.MIN_VALUE));
  }

  @Test
  void shouldReadOneSnapshotWhenRowsChangeMeanwhile() throws SQLException {
    TargetTable table = many();
    try (TargetRows rows = tables.rows(table, "m")) {
      BucketDigest before = rows.digest(table);
      tables.execute("update many set n = n + 1 where n = 77");
      BucketDigest after = rows.digest(table);
      tables.execute("update many set n = 77 where n = 78 and url like '%/77'");

      assertThat(after.differing(before)).isEmpty();
    }
  }

  @Test
  void shouldReadTheLiveTotalsInTheSnapshotOfTheRowsWhenEventsArrive() throws SQLException {
    tables.execute(
        "create schema if not exists godwit",
        """
        create table if not exists godwit.live_total (run_id text, partition int,
          next_offset bigint not null, received bigint not null, loaded bigint not null,
          duplicates bigint not null, quarantined bigint not null,
          primary key (run_id, partition))""",
        """
        create table if not exists godwit.live_digest (run_id text, partition int, table_index int,
          rows bigint not null, digest bytea not null,
          primary key (run_id, partition, table_index))""",
        "insert into godwit.live_total values ('m/1', 0, 70, 6, 3, 2, 1), ('m/1', 4, 9, 1, 1, 0, 0),"
            + " ('m/2', 0, 1, 1, 1, 0, 0)");
    BucketDigest first = new BucketDigest();
    first.add(1, 10);
    BucketDigest second = new BucketDigest();
    second.add(1, 5);
    second.add(2, 7);
    insertDigest(0, first);
    insertDigest(4, second);
    try (TargetRows rows = tables.rows(many(), "m")) {
      LiveTotals before = rows.live("m/1");
      assertThat(before.received()).isEqualTo(7);
      assertThat(before.loaded()).isEqualTo(4);
      assertThat(before.duplicates()).isEqualTo(2);
      assertThat(before.quarantined()).isEqualTo(1);
      assertThat(before.nextOffsets()).containsOnly(Map.entry(0, 70L), Map.entry(4, 9L));
      assertThat(before.digest(0).rows()).isEqualTo(3);
      assertThat(before.digest(0).sum(1)).isEqualTo(15);
      assertThat(before.digest(0).sum(2)).isEqualTo(7);
      assertThat(before.digest(1).rows()).isZero();
      tables.execute("update godwit.live_total set loaded = loaded + 1, received = received + 1");
      assertThat(rows.live("m/1")).usingRecursiveComparison().isEqualTo(before);
    }
  }

  @Test
  void shouldCountByThePacksStatementWhenATableIsCounted() throws SQLException {
    try (TargetRows rows = tables.rows(many(), "m")) {
      assertThat(rows.count(many())).isEqualTo(1);
    }
  }

  private static void insertDigest(int partition, BucketDigest digest) throws SQLException {
    try (Connection connection = tables.open();
        var insert =
            connection.prepareStatement("insert into godwit.live_digest values (?, ?, 0, ?, ?)")) {
      insert.setString(1, "m/1");
      insert.setInt(2, partition);
      insert.setLong(3, digest.rows());
      insert.setBytes(4, digest.toBytes().array());
      insert.executeUpdate();
    }
  }

  @Test
  void shouldDifferInOneBucketWhenOneRowChanges() throws SQLException {
    TargetTable table = many();
    BucketDigest before = digest(table, "m");
    tables.execute("update many set url = url || 'x' where n = 4711");
    BucketDigest after = digest(table, "m");
    tables.execute("update many set url = rtrim(url, 'x') where n = 4711");

    assertThat(after.differing(before)).hasSize(1);
    assertThat(digest(table, "m").differing(before)).isEmpty();
  }

  @Test
  void shouldLeaveTheConnectionUsableWhenAReadEndsInTheMiddle() throws SQLException {
    TargetTable table = many();
    try (TargetRows rows = tables.rows(table, "m")) {
      assertThatThrownBy(
              () ->
                  rows.forEach(
                      table,
                      (key, row, cells) -> {
                        throw new IllegalStateException("enough");
                      }))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(digest(table, "m").rows()).isEqualTo(50_000);
  }

  @Test
  void shouldFailWithAnErrorOfTheDatabaseWhenColumnsAreMissing() throws SQLException {
    TargetTable table =
        new TargetTable(
            0,
            Entity.CONTACTS,
            "many",
            null,
            many().columns(),
            List.of("id"),
            "customer",
            new Sql("select 1", "pack.yaml", 1),
            new Sql("select id from many where customer = :customer", "pack.yaml", 1));
    try (TargetRows rows = tables.rows(table, "m")) {
      assertThatThrownBy(() -> rows.digest(table)).isInstanceOf(SQLException.class);
    }
  }

  private static TargetTable many() {
    return table(
        "many",
        column("id", ColumnType.UUID),
        column("n", ColumnType.LONG),
        column("url", ColumnType.TEXT),
        column("at", ColumnType.TIMESTAMPTZ));
  }

  private static TargetTable everyType() {
    return table(
        "every_type",
        column("id", ColumnType.UUID),
        column("flag", ColumnType.BOOLEAN),
        column("small", ColumnType.SHORT),
        column("whole", ColumnType.INTEGER),
        column("big", ColumnType.LONG),
        column("real8", ColumnType.DOUBLE),
        column("price", ColumnType.NUMERIC),
        column("note", ColumnType.TEXT),
        column("padded", ColumnType.TEXT),
        column("mood", ColumnType.TEXT),
        column("at", ColumnType.TIMESTAMP),
        column("attz", ColumnType.TIMESTAMPTZ),
        column("day", ColumnType.DATE),
        column("fields", ColumnType.JSON),
        column("fieldsb", ColumnType.JSONB),
        column("raw", ColumnType.BYTES));
  }

  private static TargetTable moreTypes() {
    return table(
        "more_types",
        column("id", ColumnType.LONG),
        column("mail", ColumnType.CITEXT),
        column("weight", ColumnType.FLOAT),
        column("birth", ColumnType.TIME),
        column("stay", ColumnType.INTERVAL),
        column("address", ColumnType.INET),
        column("network", ColumnType.CIDR),
        column("tags", ColumnType.VARCHAR_ARRAY),
        column("sizes", ColumnType.INTEGER_ARRAY),
        column("longs", ColumnType.LONG_ARRAY),
        column("ids", ColumnType.UUID_ARRAY));
  }

  private static BucketDigest digest(TargetTable table, String customer) throws SQLException {
    try (TargetRows rows = tables.rows(table, customer)) {
      return rows.digest(table);
    }
  }

  private static List<List<Object>> readAll(TargetTable table, String customer)
      throws SQLException {
    List<List<Object>> all = new ArrayList<>();
    try (TargetRows rows = tables.rows(table, customer)) {
      rows.forEach(table, (key, row, cells) -> all.add(cells.get()));
    }
    return all;
  }
}
