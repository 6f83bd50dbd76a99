package dev.godwit.loader.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.canonical.RowDigest;
import dev.godwit.common.v1.RunKind;
import dev.godwit.loader.SampleTarget;
import dev.godwit.loader.TargetServer;
import dev.godwit.loader.targetdb.RunTarget;
import dev.godwit.pack.ColumnType;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.pgcopy.CellMismatchException;
import dev.godwit.pgcopy.CopyBuffer;
import dev.godwit.pgcopy.RowEncoder;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.TableRow;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each column type, written as binary COPY, read back as text by a real PostgreSQL. */
class EncodedBatchIT {
  private static final ColumnType[] TYPES = ColumnType.values();
  private static final UUID ID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
  private static String url;

  @BeforeAll
  static void makeDatabase() {
    url = TargetServer.newDatabase();
  }

  @BeforeEach
  void makeTable() throws SQLException {
    TargetServer.execute(
        url,
        """
        DROP SCHEMA IF EXISTS "Odd Name" CASCADE;
        CREATE SCHEMA "Odd Name";
        CREATE EXTENSION IF NOT EXISTS citext;
        CREATE TABLE "Odd Name"."every" (
          c_boolean boolean, c_short smallint, c_integer integer, c_long bigint,
          c_double double precision, c_numeric numeric, c_text varchar(3000), c_uuid uuid,
          c_timestamp timestamp, c_timestamptz timestamptz, c_date date, c_json json,
          c_jsonb jsonb, c_bytes bytea, c_citext citext, c_float real, c_time time,
          c_interval interval, c_inet inet, c_cidr cidr, c_text_array text[],
          c_varchar_array varchar(9)[], c_integer_array integer[], c_long_array bigint[],
          c_uuid_array uuid[])""");
  }

  @Test
  void shouldStoreEveryTypeUnchangedWhenARowIsCopied() throws Exception {
    write(
        cells(
            true,
            -32768L,
            Integer.MAX_VALUE * 1L,
            Long.MIN_VALUE,
            -0.1d,
            "-12345678.90",
            "h\u00e9 \u05e9\u05dc\u05d5\u05dd \ud83d\udc26",
            bytes(ID),
            micros("1970-01-01T00:00:00Z"),
            micros("2099-12-31T23:59:59.999999Z"),
            LocalDate.of(2099, 12, 31).toEpochDay(),
            "{\"b\":1}",
            "{\"a\":[1,\"\ud83d\udc26\"]}",
            ByteBuffer.wrap(new byte[] {0, -1, 7}),
            "Case",
            (double) 0.1f,
            86_400_000_000L,
            "P14M-3DT-0.5S",
            "2001:db8::1/64",
            "10.0.0.0/8",
            "[\"a\",null,\"\",\"\\\"b\\\"\"]",
            "[]",
            "[-2147483648,null]",
            "[9223372036854775807]",
            "[\"%s\"]".formatted(ID)));

    assertThat(read())
        .containsExactly(
            "t|-32768|2147483647|-9223372036854775808|-0.1|-12345678.90|h\u00e9"
                + " \u05e9\u05dc\u05d5\u05dd \ud83d\udc26|00112233-4455-6677-8899-aabbccddeeff"
                + "|1970-01-01 00:00:00|2099-12-31 23:59:59.999999+00|2099-12-31|{\"b\":1}"
                + "|{\"a\": [1, \"\ud83d\udc26\"]}|\\x00ff07|Case|0.1|24:00:00|1 year 2 mons -3 days -00:00:00.5"
                + "|2001:db8::1/64|10.0.0.0/8|{a,NULL,\"\",\"\\\"b\\\"\"}|{}|{-2147483648,NULL}"
                + "|{9223372036854775807}|{00112233-4455-6677-8899-aabbccddeeff}");
  }

  @Test
  void shouldKeepNullAndEmptyTextApartWhenARowIsCopied() throws Exception {
    write(Collections.nCopies(TYPES.length, null));
    List<Object> empty = new ArrayList<>(Collections.nCopies(TYPES.length, null));
    empty.set(position(ColumnType.TEXT), "");
    empty.set(position(ColumnType.BYTES), ByteBuffer.allocate(0));
    write(empty);

    assertThat(
            TargetServer.query(
                url,
                "SELECT c_text IS NULL, c_bytes IS NULL, c_uuid IS NULL FROM \"Odd Name\".every"))
        .containsExactly("t|t|t", "f|f|t");
  }

  @Test
  void shouldStoreTimesBefore2000WhenARowIsCopied() throws Exception {
    List<Object> cells = new ArrayList<>(Collections.nCopies(TYPES.length, null));
    cells.set(position(ColumnType.TIMESTAMP), micros("1969-12-31T23:59:59.000001Z"));
    cells.set(position(ColumnType.DATE), 0L);
    write(cells);

    assertThat(TargetServer.query(url, "SELECT c_timestamp, c_date FROM \"Odd Name\".every"))
        .containsExactly("1969-12-31 23:59:59.000001|1970-01-01");
  }

  @Test
  void shouldKeepValueAndScaleWhenANumericIsCopied() throws Exception {
    List<String> texts =
        List.of(
            "0",
            "0.00",
            "1",
            "-1",
            "10000",
            "100000000",
            "0.0001",
            "0.00001",
            "12.3400",
            "99999999999999999999.0000000001",
            "-0.5",
            "123456789012345678901234567890",
            "NaN",
            "1E+3");
    for (String text : texts) {
      List<Object> cells = new ArrayList<>(Collections.nCopies(TYPES.length, null));
      cells.set(position(ColumnType.NUMERIC), text);
      write(cells);
    }
    List<String> expected = new ArrayList<>(texts);
    expected.set(expected.size() - 1, "1000");

    assertThat(TargetServer.query(url, "SELECT c_numeric FROM \"Odd Name\".every"))
        .containsExactlyElementsOf(expected);
  }

  @Test
  void shouldNameTheColumnAndKeepTheBufferWhenACellDoesNotFit() throws Exception {
    RowEncoder encoder = new RowEncoder(table());
    CopyBuffer buffer = new CopyBuffer();
    List<Object> cells = new ArrayList<>(Collections.nCopies(TYPES.length, null));
    cells.set(position(ColumnType.SHORT), 32_768L);

    assertThatThrownBy(() -> encoder.encode(cells, buffer, new RowDigest()))
        .isInstanceOf(CellMismatchException.class)
        .hasMessageContaining("every.c_short of type SHORT")
        .hasMessageNotContaining("32768");
    assertThat(buffer.size()).isZero();
  }

  @Test
  void shouldDigestTheCellsWhenARowIsEncoded() throws Exception {
    List<Object> cells =
        cells(
            false,
            1L,
            2L,
            3L,
            4d,
            "5.0",
            "six",
            bytes(ID),
            8L,
            9L,
            10L,
            "11",
            "12",
            ByteBuffer.wrap(new byte[] {13}),
            "14",
            15d,
            16L,
            "P0M0DT17S",
            "18.0.0.0",
            "19.0.0.0/32",
            "[\"20\"]",
            "[\"21\"]",
            "[22]",
            "[23]",
            "[\"%s\"]".formatted(ID));
    RowDigest byEncoder = new RowDigest();
    new RowEncoder(table()).encode(cells, new CopyBuffer(), byEncoder);

    assertThat(byEncoder.rowHash()).isEqualTo(new RowDigest().hash(cells));
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT",
    "TIME",
    "INTERVAL",
    "INET",
    "CIDR",
    "TEXT_ARRAY",
    "LONG_ARRAY",
    "UUID_ARRAY"
  })
  void shouldRefuseACellWhenItIsNoCanonicalFormOfItsType(ColumnType type) {
    Object wrong =
        switch (type) {
          case FLOAT -> 0.1d;
          case TIME -> 86_400_000_001L;
          default -> "{}";
        };
    List<Object> cells = new ArrayList<>(Collections.nCopies(TYPES.length, null));
    cells.set(position(type), wrong);
    CopyBuffer buffer = new CopyBuffer();

    assertThatThrownBy(() -> new RowEncoder(table()).encode(cells, buffer, new RowDigest()))
        .isInstanceOf(CellMismatchException.class)
        .hasMessageContaining("of type " + type);
    assertThat(buffer.size()).isZero();
  }

  private static List<Object> cells(Object... cells) {
    return Arrays.asList(cells);
  }

  private static int position(ColumnType type) {
    return List.of(TYPES).indexOf(type);
  }

  private static Long micros(String instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(instant));
  }

  private static ByteBuffer bytes(UUID id) {
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .flip();
  }

  private void write(List<Object> cells) throws Exception {
    EncodedBatch batch = new EncodedBatch(new RunTarget(pack(), RunKind.LIVE, "acme"));
    batch.add(Entity.CONTACTS, List.of(new TableRow(0, cells)));
    try (Connection connection = TargetServer.open(url)) {
      new CopySink(connection, batch).write(new int[] {0}, 0, 1);
      connection.commit();
    }
  }

  private static List<String> read() throws SQLException {
    TargetServer.execute(
        url,
        "ALTER DATABASE %s SET timezone TO 'UTC'"
            .formatted(url.substring(url.lastIndexOf('/') + 1)));
    return TargetServer.query(
        url,
        """
        SELECT c_boolean, c_short, c_integer, c_long, c_double, c_numeric, c_text, c_uuid,
          c_timestamp::text, (c_timestamptz AT TIME ZONE 'UTC')::text || '+00', c_date, c_json,
          c_jsonb, c_bytes::text, c_citext::text, c_float, c_time::text, c_interval::text,
          c_inet::text, c_cidr::text, c_text_array::text, c_varchar_array::text,
          c_integer_array::text, c_long_array::text, c_uuid_array::text
        FROM "Odd Name".every""");
  }

  private static TargetPack pack() {
    TargetPack sample = SampleTarget.pack(url);
    return new TargetPack(
        "every",
        "",
        sample.database(),
        "Odd Name",
        "Odd Name",
        null,
        null,
        null,
        null,
        List.of(),
        List.of(table()));
  }

  private static TargetTable table() {
    List<TargetColumn> columns = new ArrayList<>();
    for (ColumnType type : TYPES) {
      String name = "c_" + type.name().toLowerCase(java.util.Locale.ROOT);
      columns.add(new TargetColumn(name, "legacyId", type, null, true, null));
    }
    Sql none = new Sql("select 1", "every.yaml", 1);
    return new TargetTable(
        0, Entity.CONTACTS, "every", null, columns, List.of("c_uuid"), "c_text", none, none);
  }
}
