package dev.godwit.it.open;

import dev.godwit.canonical.CanonicalJson;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.function.BiPredicate;

/**
 * A column of the target that takes fields of a type.
 *
 * @param sqlType its type as PostgreSQL writes it
 * @param fixed a value that a pack can fix for it; null for none
 * @param same whether a cell that was read back stands for a value of the source, neither of them
 *     null; null where nothing simple says so
 * @param fits values of the field that it takes, in place of most others; empty for none in
 *     particular
 */
@SuppressWarnings("UnnecessaryLambda") // A table reads best with the names of its parts.
record ColumnKind(
    String sqlType, String fixed, BiPredicate<Object, Object> same, List<Object> fits) {
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
    of("mood", "so so", null, "good", " So So", "\u00fcnwell"),
    of("short_text", "none", TEXT, "a", "\u00e9\u05e9"),
    of("boolean", "false", null, "TRUE", "off", " 1"),
    of("smallint", "-1", null, "-32768", "32767", " 7 "),
    of("integer", "0", null, "-2147483648", "+5"),
    of("bigint", "9", null, "9223372036854775807", "-1"),
    of("numeric", "1.50", null, "1e3", "-0.0", "123456789012345678901234567890.10", "1E-400"),
    of("double precision", "0.1", null, "1e308", "-0.0", "0.1", "NaN"),
    of("real", "0.1", null, "1e38", "-0.0", "0.1", "16777217"),
    of(
        "uuid",
        "01234567-89ab-5def-8123-456789abcdef",
        null,
        "01234567-89AB-5DEF-8123-456789ABCDEF"),
    of("date", "1970-01-01", null, "2024-02-29", "-4713-11-24", "+9999-12-31"),
    of("time", "24:00", null, "24:00", "12:34", "23:59:59.9999999"),
    of("time(0)", "12:34:56.5", null, "23:59:59.5", "12:34:56.499999"),
    of(
        "timestamp",
        "1970-01-01T00:00:00Z",
        null,
        "2024-05-06T07:08:09.123456789+14:00",
        "2024-05-06 07:08:09"),
    of(
        "timestamptz(3)",
        "1970-01-01T00:00:00.0005Z",
        null,
        "1999-12-31T23:59:59.9995Z",
        "2000-01-01T00:00:00.0005Z"),
    of("interval", "P1Y2M3DT4H", null, "P1M", "PT-0.5S", "1 year 2 mons -3 days 04:05:06.7"),
    of("interval(2)", "PT0.005S", null, "PT0.005S", "-P1DT0.015S"),
    of("inet", "10.1.2.3/8", null, "10.1.2.3", "::ffff:1.2.3.4/100", "10.1.2.3/8"),
    of("cidr", "10.0.0.0/8", null, "10.0.0.0/8", "2001:db8::/32"),
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
    of("integer[]", "[1]", null, List.of("7", " -1"), List.of("2147483647")),
    of("bigint[]", "[]", null, List.of("7", " -9223372036854775808")),
    of("uuid[]", "[]", null, List.of("01234567-89AB-5DEF-8123-456789ABCDEF"))
  };
  static final ColumnKind[] OF_INSTANTS = {
    of("timestamp", "1970-01-01T00:00:00Z", EQUAL),
    of("timestamptz", "1970-01-01T00:00:00Z", EQUAL),
    of("timestamp(0)", "1970-01-01T00:00:00.5Z", null),
    of("timestamptz(3)", null, null),
    of(
        "date",
        "1970-01-01",
        (value, cell) -> Math.floorDiv((Long) value, 86_400_000_000L) == (Long) cell),
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
    return sqlType.equals("text") || (sqlType.startsWith("varchar(") && !sqlType.endsWith("[]"));
  }

  private static boolean isUuid(Object value, Object cell) {
    UUID id = UUID.fromString((String) value);
    ByteBuffer bytes = ((ByteBuffer) cell).duplicate();
    return id.equals(new UUID(bytes.getLong(), bytes.getLong()));
  }

  private static ColumnKind of(
      String sqlType, String fixed, BiPredicate<Object, Object> same, Object... fits) {
    return new ColumnKind(sqlType, fixed, same, List.of(fits));
  }
}
