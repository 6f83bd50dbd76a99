package dev.godwit.it.open;

import dev.godwit.canonical.CanonicalJson;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.function.BiPredicate;

/**
 * A column of the target that takes fields of a type.
 *
 * @param sqlType its type as PostgreSQL writes it
 * @param fixed a value that a pack can fix for it; null for none
 * @param same whether a cell that was read back stands for a value of the source, neither of them
 *     null; null where nothing simple says so
 */
record ColumnKind(String sqlType, String fixed, BiPredicate<Object, Object> same) {
  private static final BiPredicate<Object, Object> EQUAL = Object::equals;
  private static final BiPredicate<Object, Object> TEXT =
      (value, cell) -> value.toString().equals(cell);
  private static final BiPredicate<Object, Object> NUMBER =
      (value, cell) ->
          new BigDecimal(value.toString()).compareTo(new BigDecimal(cell.toString())) == 0;
  private static final BiPredicate<Object, Object> DAYS =
      (value, cell) -> ((Number) value).longValue() == (Long) cell;
  private static final BiPredicate<Object, Object> DAY_BEGIN =
      (value, cell) -> ((Number) value).longValue() * 86_400_000_000L == (Long) cell;
  private static final BiPredicate<Object, Object> JSON =
      (value, cell) -> CanonicalJson.of((String) value).equals(cell);
  private static final BiPredicate<Object, Object> JSON_LIST =
      (value, cell) -> CanonicalJson.write(value).equals(cell);

  static final ColumnKind[] OF_TEXTS = {
    of("text", "none", TEXT),
    of("varchar(12)", "none", TEXT),
    of("citext", "None", TEXT),
    of("mood", "so so", null),
    of("short_text", "none", TEXT),
    of("boolean", "false", null),
    of("smallint", "-1", null),
    of("integer", "0", null),
    of("bigint", "9", null),
    of("numeric", "1.50", null),
    of("double precision", "0.1", null),
    of("real", "0.1", null),
    of("uuid", "01234567-89ab-5def-8123-456789abcdef", null),
    of("date", "1970-01-01", null),
    of("time", "24:00", null),
    of("time(0)", "12:34:56.5", null),
    of("timestamp", "1970-01-01T00:00:00Z", null),
    of("timestamptz(3)", "1970-01-01T00:00:00.0005Z", null),
    of("interval", "P1Y2M3DT4H", null),
    of("interval(2)", "PT0.005S", null),
    of("inet", "10.1.2.3/8", null),
    of("cidr", "10.0.0.0/8", null),
    of("json", "{}", JSON_LIST),
    of("jsonb", "[]", JSON_LIST)
  };
  static final ColumnKind[] OF_LISTS = {
    of("text", "none", null),
    of("varchar(12)", "none", null),
    of("json", "[]", JSON_LIST),
    of("jsonb", "[1]", JSON_LIST),
    of("text[]", "[]", JSON_LIST),
    of("varchar(5)[]", "[\"a\"]", JSON_LIST),
    of("integer[]", "[1]", null),
    of("bigint[]", "[]", null),
    of("uuid[]", "[]", null)
  };
  static final ColumnKind[] OF_INSTANTS = {
    of("timestamp", "1970-01-01T00:00:00Z", EQUAL),
    of("timestamptz", "1970-01-01T00:00:00Z", EQUAL),
    of("timestamp(0)", "1970-01-01T00:00:00.5Z", null),
    of("timestamptz(3)", null, null),
    of("date", "1970-01-01", (value, cell) -> Math.floorDiv((Long) value, 86_400_000_000L) == (Long) cell),
    of("bigint", "-1", EQUAL)
  };
  static final ColumnKind[] OF_DATES = {
    of("date", "1970-01-01", DAYS),
    of("timestamp", null, DAY_BEGIN),
    of("timestamptz(2)", null, DAY_BEGIN),
    of("text", "none", null),
    of("varchar(10)", "none", null)
  };
  static final ColumnKind[] OF_INTEGERS = {
    of("smallint", "0", EQUAL),
    of("integer", "0", EQUAL),
    of("bigint", "0", EQUAL),
    of("numeric", "0.0", NUMBER),
    of("double precision", "0", (value, cell) -> ((Long) value).doubleValue() == (Double) cell),
    of("real", "0", (value, cell) -> ((Long) value).floatValue() == (Double) cell),
    of("text", "none", TEXT),
    of("varchar(12)", "none", TEXT)
  };
  static final ColumnKind[] OF_DECIMALS = {
    of("numeric", "1E+3", NUMBER),
    of("double precision", "NaN", null),
    of("real", "1", null),
    of("text", "none", TEXT),
    of("citext", "none", TEXT)
  };
  static final ColumnKind[] OF_BOOLEANS = {
    of("boolean", "false", EQUAL), of("text", "none", TEXT), of("varchar(4)", "none", TEXT)
  };
  static final ColumnKind[] OF_JSON = {
    of("json", "{\"b\":1, \"a\":[]}", JSON),
    of("jsonb", "null", JSON),
    of("text", "none", JSON),
    of("varchar(30)", "none", JSON)
  };
  static final ColumnKind[] OF_UUIDS = {
    of("uuid", "01234567-89ab-5def-8123-456789abcdef", ColumnKind::isUuid),
    of("text", "none", TEXT),
    of("varchar(40)", "none", TEXT)
  };
  static final ColumnKind[] OF_BYTES = {of("bytea", null, EQUAL)};

  /** Statements that make the types that PostgreSQL does not have, in one schema. */
  static final String TYPES =
      """
      create type mood as enum ('good', 'so so', 'Ünwell');
      create domain short_text as varchar(9);
      """;

  /** Whether a list becomes one text in it. */
  boolean isText() {
    return sqlType.equals("text") || sqlType.startsWith("varchar(") && !sqlType.endsWith("[]");
  }

  private static boolean isUuid(Object value, Object cell) {
    UUID id = UUID.fromString((String) value);
    ByteBuffer bytes = ((ByteBuffer) cell).duplicate();
    return id.equals(new UUID(bytes.getLong(), bytes.getLong()));
  }

  private static ColumnKind of(String sqlType, String fixed, BiPredicate<Object, Object> same) {
    return new ColumnKind(sqlType, fixed, same);
  }
}
