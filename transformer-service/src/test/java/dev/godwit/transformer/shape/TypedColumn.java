package dev.godwit.transformer.shape;

import dev.godwit.canonical.CanonicalJson;
import dev.godwit.canonical.NetworkAddress;
import dev.godwit.pack.ColumnType;
import dev.godwit.pack.TargetColumn;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * A column of a type, with texts that are values of it.
 *
 * @param sqlType its type as PostgreSQL writes it
 * @param digits fractional digits of the second that it keeps; null where it is no time
 * @param sql the text by which PostgreSQL reads the same value
 */
record TypedColumn(
    String sqlType,
    ColumnType type,
    Integer digits,
    Arbitrary<String> texts,
    UnaryOperator<String> sql) {

  /** Statements that make the types of {@link #ALL} that PostgreSQL does not have. */
  static final List<String> TYPES =
      List.of(
          "create type mood as enum ('good', 'so so')",
          "create domain short_text as varchar(30) check (value <> 'never')",
          "create domain rounded as timestamp(2)",
          "create domain labels as varchar(30)[]");

  static final List<TypedColumn> ALL =
      List.of(
          of("boolean", ColumnType.BOOLEAN, Arbitraries.of("true", "false", "Yes", "off", "1")),
          of("smallint", ColumnType.SHORT, numbers(Short.MIN_VALUE, Short.MAX_VALUE)),
          of("integer", ColumnType.INTEGER, numbers(Integer.MIN_VALUE, Integer.MAX_VALUE)),
          of("bigint", ColumnType.LONG, numbers(Long.MIN_VALUE, Long.MAX_VALUE)),
          of("double precision", ColumnType.DOUBLE, decimals(300)),
          of("numeric", ColumnType.NUMERIC, decimals(60)),
          of("text", ColumnType.TEXT, anyTexts()),
          of("short_text", ColumnType.TEXT, anyTexts()),
          of("mood", ColumnType.TEXT, Arbitraries.of("good", "so so")),
          of("citext", ColumnType.CITEXT, anyTexts()),
          of("uuid", ColumnType.UUID, uuids()),
          times("timestamp", ColumnType.TIMESTAMP, 6),
          times("timestamptz", ColumnType.TIMESTAMPTZ, 6),
          times("timestamp(0)", ColumnType.TIMESTAMP, 0),
          times("timestamptz(3)", ColumnType.TIMESTAMPTZ, 3),
          times("timestamp(5)", ColumnType.TIMESTAMP, 5),
          times("rounded", ColumnType.TIMESTAMP, 2),
          of("date", ColumnType.DATE, dates()),
          of("json", ColumnType.JSON, anyTexts(), TypedColumn::json),
          of("jsonb", ColumnType.JSONB, anyTexts(), TypedColumn::json),
          of("bytea", ColumnType.BYTES, hexDigits(), UnaryOperator.identity()),
          of("real", ColumnType.FLOAT, decimals(37)),
          of("time", ColumnType.TIME, 6, timesOfDay(), UnaryOperator.identity()),
          of("time(0)", ColumnType.TIME, 0, timesOfDay(), UnaryOperator.identity()),
          of("time(4)", ColumnType.TIME, 4, timesOfDay(), UnaryOperator.identity()),
          of("interval", ColumnType.INTERVAL, 6, intervals(), UnaryOperator.identity()),
          of("interval(0)", ColumnType.INTERVAL, 0, intervals(), UnaryOperator.identity()),
          of("interval(2)", ColumnType.INTERVAL, 2, intervals(), UnaryOperator.identity()),
          of("inet", ColumnType.INET, addresses(false)),
          of("cidr", ColumnType.CIDR, addresses(true)),
          array("text[]", ColumnType.TEXT_ARRAY, anyTexts()),
          array("varchar(30)[]", ColumnType.VARCHAR_ARRAY, anyTexts()),
          array("labels", ColumnType.VARCHAR_ARRAY, anyTexts()),
          array("integer[]", ColumnType.INTEGER_ARRAY, Arbitraries.integers().map(BigDecimal::new)),
          array("bigint[]", ColumnType.LONG_ARRAY, Arbitraries.longs().map(BigDecimal::new)),
          array("uuid[]", ColumnType.UUID_ARRAY, uuids()));

  TargetColumn column(String name) {
    TargetColumn plain = new TargetColumn(name, "subject", type, null, true, null);
    return plain.described(type, null, digits, true, List.of());
  }

  /** The text by which PostgreSQL reads the same value; null for null. */
  String sqlText(String text) {
    return text == null ? null : sql.apply(text);
  }

  private static TypedColumn of(String sqlType, ColumnType type, Arbitrary<String> texts) {
    return of(sqlType, type, texts, UnaryOperator.identity());
  }

  private static TypedColumn of(
      String sqlType, ColumnType type, Arbitrary<String> texts, UnaryOperator<String> sql) {
    return new TypedColumn(sqlType, type, null, texts, sql);
  }

  private static TypedColumn of(
      String sqlType,
      ColumnType type,
      int digits,
      Arbitrary<String> texts,
      UnaryOperator<String> sql) {
    return new TypedColumn(sqlType, type, digits, texts, sql);
  }

  private static TypedColumn times(String sqlType, ColumnType type, int digits) {
    Arbitrary<String> times =
        Arbitraries.longs()
            .between(-60_000_000_000_000_000L, 200_000_000_000_000_000L)
            .map(micros -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString());
    return of(sqlType, type, digits, times, UnaryOperator.identity());
  }

  private static TypedColumn array(String sqlType, ColumnType type, Arbitrary<?> items) {
    Arbitrary<String> arrays = items.list().ofMaxSize(4).map(CanonicalJson::write);
    return of(sqlType, type, arrays, TypedColumn::arrayText);
  }

  /** The array as PostgreSQL reads it: every item quoted. */
  private static String arrayText(String json) {
    return ((List<?>) CanonicalJson.read(json))
        .stream()
            .map(item -> item instanceof BigDecimal n ? n.toPlainString() : (String) item)
            .map(item -> "\"" + item.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
            .collect(Collectors.joining(",", "{", "}"));
  }

  private static String json(String text) {
    return CanonicalJson.write(text);
  }

  private static Arbitrary<String> numbers(long least, long greatest) {
    return Arbitraries.longs().between(least, greatest).map(String::valueOf);
  }

  private static Arbitrary<String> decimals(int exponent) {
    return Combinators.combine(
            Arbitraries.bigIntegers()
                .between(BigInteger.TEN.pow(17).negate(), BigInteger.TEN.pow(17)),
            Arbitraries.integers().between(-(exponent - 18), exponent - 18))
        .as((digits, scale) -> new BigDecimal(digits, scale).toString());
  }

  private static Arbitrary<String> anyTexts() {
    return Arbitraries.strings()
        .withChars("abcXYZ 0\u00e9\u05e9\u4e2d\"\\{},'\n")
        .ofMaxLength(20)
        .map(text -> text + (text.length() % 3 == 0 ? "\ud83d\udc26" : ""));
  }

  private static Arbitrary<String> hexDigits() {
    return Arbitraries.strings().withChars("0123456789abcdef").ofMaxLength(12);
  }

  private static Arbitrary<String> uuids() {
    return Combinators.combine(Arbitraries.longs(), Arbitraries.longs())
        .as(UUID::new)
        .map(UUID::toString);
  }

  private static Arbitrary<String> dates() {
    return Arbitraries.longs()
        .between(-700_000, 900_000)
        .map(LocalDate::ofEpochDay)
        .map(LocalDate::toString);
  }

  private static Arbitrary<String> timesOfDay() {
    Arbitrary<String> times =
        Arbitraries.longs()
            .between(0, 86_399_999_999L)
            .map(micros -> java.time.LocalTime.ofNanoOfDay(micros * 1_000).toString());
    return Arbitraries.oneOf(times, Arbitraries.of("24:00", "23:59:59.999999", "00:00:00.5"));
  }

  private static Arbitrary<String> intervals() {
    return Combinators.combine(
            Arbitraries.integers().between(-9_999, 9_999),
            Arbitraries.integers().between(-30, 30),
            Arbitraries.integers().between(-99_999, 99_999),
            Arbitraries.integers().between(-99_999, 99_999),
            Arbitraries.integers().between(-99, 99),
            Arbitraries.longs().between(-99_999_999_999L, 99_999_999_999L))
        .as(
            (years, months, days, hours, minutes, micros) ->
                "P%dY%dM%dDT%dH%dM%sS"
                    .formatted(
                        years,
                        months,
                        days,
                        hours,
                        minutes,
                        BigDecimal.valueOf(micros, 6).toPlainString()));
  }

  private static Arbitrary<String> addresses(boolean network) {
    Map<Integer, Integer> sizes = Map.of(0, 4, 1, 16);
    return Combinators.combine(
            Arbitraries.bytes().injectDuplicates(0.5).array(byte[].class).ofSize(16),
            Arbitraries.integers().between(0, 1),
            Arbitraries.integers().between(0, 128),
            Arbitraries.integers().between(0, 16),
            Arbitraries.integers().between(0, 16))
        .as(
            (bytes, version, bits, from, to) -> {
              byte[] address = Arrays.copyOf(bytes, sizes.get(version));
              for (int i = from; i < Math.min(to, address.length); i++) {
                address[i] = 0;
              }
              int kept = Math.min(bits, address.length * Byte.SIZE);
              for (int bit = kept; network && bit < address.length * Byte.SIZE; bit++) {
                address[bit / Byte.SIZE] &= (byte) ~(0x80 >> bit % Byte.SIZE);
              }
              return NetworkAddress.of(address, kept, network).text();
            });
  }
}
