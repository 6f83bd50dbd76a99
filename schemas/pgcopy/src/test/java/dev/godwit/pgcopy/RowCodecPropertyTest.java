package dev.godwit.pgcopy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.canonical.CalendarInterval;
import dev.godwit.canonical.CanonicalJson;
import dev.godwit.canonical.NetworkAddress;
import dev.godwit.canonical.RowDigest;
import dev.godwit.canonical.TimeOfDay;
import dev.godwit.pack.ColumnType;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetTable;
import dev.godwit.records.Entity;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Rows of every column type, written and read again. */
class RowCodecPropertyTest {
  private static final ColumnType[] TYPES = ColumnType.values();
  private static final List<TargetColumn> COLUMNS =
      Arrays.stream(TYPES)
          .map(type -> new TargetColumn(type.name(), "field", type, null, true, null))
          .toList();
  private static final TargetTable TABLE =
      new TargetTable(
          0, Entity.CONTACTS, "every", null, COLUMNS, List.of("UUID"), "TEXT", null, null);
  private static final int[] KEY = {
    Arrays.asList(TYPES).indexOf(ColumnType.UUID), Arrays.asList(TYPES).indexOf(ColumnType.TEXT)
  };
  private static final long MICROS_2000 = 946_684_800_000_000L;

  @Property
  void shouldReadTheCellsThatWereWritten(@ForAll("rows") List<List<Object>> rows) throws Exception {
    CopyBuffer buffer = new CopyBuffer();
    RowDigest digest = new RowDigest();
    List<byte[]> messages = new ArrayList<>(List.of(CopyStream.header()));
    List<Long> hashes = new ArrayList<>();
    for (List<Object> row : rows) {
      int start = buffer.size();
      new RowEncoder(TABLE).encode(row, buffer, digest);
      messages.add(Arrays.copyOfRange(buffer.bytes(), start, buffer.size()));
      hashes.add(digest.rowHash());
      hashes.add(digest.keyHash(KEY));
      assertThat(digest.rowHash()).isEqualTo(new RowDigest().hash(row));
    }
    messages.add(CopyStream.trailer());

    List<List<Object>> read = new ArrayList<>();
    List<Long> readHashes = new ArrayList<>();
    RowDecoder decoder = new RowDecoder(COLUMNS);
    CopyReader reader = new CopyReader(new Messages(messages), TYPES.length);
    for (CopyTuple row = reader.next(); row != null; row = reader.next()) {
      read.add(decoder.cells(row));
      decoder.digest(row, digest);
      readHashes.add(digest.rowHash());
      readHashes.add(digest.keyHash(KEY));
    }

    assertThat(read).isEqualTo(rows);
    assertThat(readHashes).isEqualTo(hashes);
  }

  /** Bytes that were damaged are rows again or refused as what they are. */
  @Property
  void shouldReadRowsOrRefuseThemWhenBytesAreDamaged(
      @ForAll("rows") @Size(min = 1) List<List<Object>> rows,
      @ForAll @Size(min = 1, max = 4) List<@IntRange(max = 1 << 20) Integer> places,
      @ForAll byte damage,
      @ForAll boolean cut)
      throws Exception {
    CopyBuffer buffer = new CopyBuffer();
    new RowEncoder(TABLE).encode(rows.getFirst(), buffer, new RowDigest());
    byte[] row = Arrays.copyOf(buffer.bytes(), buffer.size());
    places.forEach(place -> row[place % row.length] ^= damage);
    byte[] message = cut ? Arrays.copyOf(row, places.getFirst() % row.length) : row;

    try {
      decode(message);
    } catch (CopyFormatException e) {
      assertThat(e).hasMessageStartingWith("Expected ");
    }
  }

  private static void decode(byte[] message) throws SQLException {
    RowDecoder decoder = new RowDecoder(COLUMNS);
    CopyReader reader =
        new CopyReader(
            new Messages(CopyStream.header(), message, CopyStream.trailer()), TYPES.length);
    for (CopyTuple row = reader.next(); row != null; row = reader.next()) {
      decoder.cells(row);
      decoder.digest(row, new RowDigest());
    }
  }

  @Provide
  Arbitrary<List<List<Object>>> rows() {
    List<Arbitrary<Object>> cells =
        Arrays.stream(TYPES).map(type -> cell(type).injectNull(0.1)).toList();
    return Combinators.combine(cells).as(row -> row).list().ofMaxSize(3);
  }

  private static Arbitrary<Object> cell(ColumnType type) {
    Arbitrary<?> cells =
        switch (type) {
          case BOOLEAN -> Arbitraries.of(true, false);
          case SHORT -> Arbitraries.longs().between(Short.MIN_VALUE, Short.MAX_VALUE);
          case INTEGER -> Arbitraries.longs().between(Integer.MIN_VALUE, Integer.MAX_VALUE);
          case LONG -> Arbitraries.longs();
          case DOUBLE -> Arbitraries.doubles();
          case NUMERIC -> numerics();
          case TEXT, CITEXT -> texts();
          case FLOAT -> Arbitraries.floats().map(Float::doubleValue);
          case TIME -> Arbitraries.longs().between(0, TimeOfDay.MIDNIGHT_AFTER);
          case INTERVAL -> intervals();
          case INET, CIDR -> addresses(type == ColumnType.CIDR);
          case TEXT_ARRAY, VARCHAR_ARRAY -> arrays(texts());
          case INTEGER_ARRAY -> arrays(Arbitraries.integers().map(BigDecimal::valueOf));
          case LONG_ARRAY -> arrays(Arbitraries.longs().map(BigDecimal::valueOf));
          case UUID_ARRAY ->
              arrays(
                  Combinators.combine(Arbitraries.longs(), Arbitraries.longs())
                      .as(UUID::new)
                      .map(UUID::toString));
          case UUID -> bytes(16, 16);
          case TIMESTAMP, TIMESTAMPTZ ->
              Arbitraries.longs().greaterOrEqual(Long.MIN_VALUE + MICROS_2000 + 1);
          case DATE ->
              Arbitraries.longs().between(Integer.MIN_VALUE + 20_000L, Integer.MAX_VALUE - 1L);
          case JSON, JSONB -> texts().map(RowCodecPropertyTest::json);
          case BYTES -> bytes(0, 40);
        };
    return cells.map(cell -> cell);
  }

  private static Arbitrary<String> intervals() {
    return Combinators.combine(
            Arbitraries.integers(),
            Arbitraries.integers(),
            Arbitraries.longs().greaterOrEqual(1 - Long.MAX_VALUE).lessOrEqual(Long.MAX_VALUE - 1))
        .as(CalendarInterval::new)
        .map(CalendarInterval::text);
  }

  private static Arbitrary<String> addresses(boolean network) {
    return Combinators.combine(
            Arbitraries.bytes().array(byte[].class).ofSize(16),
            Arbitraries.of(4, 16),
            Arbitraries.integers().between(0, 128))
        .as(
            (bytes, size, bits) -> {
              byte[] address = Arrays.copyOf(bytes, size);
              int kept = Math.min(bits, size * Byte.SIZE);
              for (int bit = kept; network && bit < size * Byte.SIZE; bit++) {
                address[bit / Byte.SIZE] &= (byte) ~(0x80 >> bit % Byte.SIZE);
              }
              return NetworkAddress.of(address, kept, network).text();
            });
  }

  private static Arbitrary<String> arrays(Arbitrary<?> items) {
    return items.injectNull(0.1).list().ofMaxSize(4).map(CanonicalJson::write);
  }

  private static Arbitrary<String> numerics() {
    Arbitrary<String> finite =
        Combinators.combine(
                Arbitraries.bigIntegers()
                    .between(BigInteger.TEN.pow(40).negate(), BigInteger.TEN.pow(40)),
                Arbitraries.integers().between(0, 60))
            .as(BigDecimal::new)
            .map(value -> value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString());
    return Arbitraries.frequencyOf(Tuple.of(9, finite), Tuple.of(1, Arbitraries.just("NaN")));
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withChars("abc 0\u00e9\u05e9\u4e2d\"\\")
        .ofMaxLength(20)
        .map(text -> text + (text.length() % 3 == 0 ? "\ud83d\udc26" : ""));
  }

  private static String json(String text) {
    String quoted = text.replace("\\", "\\\\").replace("\"", "\\\"");
    return CanonicalJson.of("{\"b\": [1.50, null, true], \"a\": \"" + quoted + "\"}");
  }

  private static Arbitrary<ByteBuffer> bytes(int min, int max) {
    return Arbitraries.bytes()
        .array(byte[].class)
        .ofMinSize(min)
        .ofMaxSize(max)
        .map(ByteBuffer::wrap);
  }
}
