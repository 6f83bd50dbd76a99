package dev.godwit.it.open;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Values of declared fields in the form of Avro's generic records: those that a source may have,
 * whether the target takes them or not. Stateless.
 */
final class FieldValues {
  /** First and last microsecond of PostgreSQL's time stamps. */
  private static final long FIRST_MICROS = -210_866_803_200_000_000L;

  private static final long LAST_MICROS = Long.MAX_VALUE - 1;
  private static final int FIRST_DAY = -2_440_588;
  private static final int LAST_DAY = 2_145_042_541;

  private FieldValues() {}

  static Arbitrary<Object> texts() {
    return Arbitraries.oneOf(
            anyTexts(),
            anyTexts(),
            Arbitraries.of(
                "",
                " ",
                "\u00a0",
                "\u0000",
                "a\u0000b",
                "\ufeff",
                "\uffff",
                "\ud83d\udc26",
                "e\u0301",
                "good",
                " Good",
                "so so",
                "\u00fcnwell",
                "TRUE",
                "off",
                "1",
                "-32768",
                "32768",
                " 7 ",
                "2147483648",
                "9223372036854775807",
                "-9223372036854775809",
                "1e3",
                "1E-400",
                "NaN",
                "Infinity",
                "-0.0",
                "+5",
                "0x10",
                "2024-02-30",
                "2024-02-29",
                "0000-12-31",
                "-4713-11-24",
                "+5874897-12-31",
                "24:00",
                "23:59:59.9999999",
                "12:34",
                "2024-05-06T07:08:09.123456789+14:00",
                "2024-05-06 07:08:09",
                "294276-12-31T23:59:59Z",
                "P1M",
                "PT-0.0000005S",
                "1 year 2 mons -3 days 04:05:06.7",
                "P178956970Y",
                "10.1.2.3",
                "10.0.0.0/8",
                "10.1.2.3/8",
                "::ffff:1.2.3.4",
                "2001:db8::/32",
                "fe80::1%eth0",
                "01234567-89AB-5DEF-8123-456789ABCDEF",
                "1-2-3-4-5",
                "{\"b\":1,\"a\":null}"))
        .map(text -> text);
  }

  static Arbitrary<Object> lists() {
    Arbitrary<String> items =
        Arbitraries.oneOf(
            anyTexts(),
            Arbitraries.of(
                "",
                " ",
                "7",
                "7",
                " 7",
                "-2147483649",
                "a",
                "A",
                "a,b",
                "NULL",
                "null",
                "\"",
                "\\",
                "{}",
                "\u0000",
                "\u00e9",
                "01234567-89AB-5DEF-8123-456789ABCDEF"));
    return items.list().ofMaxSize(5).map(list -> list);
  }

  static Arbitrary<Object> references() {
    return Arbitraries.frequencyOf(
            Tuple.of(20, Arbitraries.of("1", "2", "3")),
            Tuple.of(1, Arbitraries.of("4", "", " 1", "x")))
        .list()
        .ofMaxSize(4)
        .map(list -> list);
  }

  static Arbitrary<Object> instants() {
    return Arbitraries.oneOf(
        Arbitraries.longs()
            .between(-60_000_000_000_000_000L, 200_000_000_000_000_000L)
            .map(micros -> micros),
        Arbitraries.longs().map(micros -> micros),
        Arbitraries.of(
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            FIRST_MICROS,
            FIRST_MICROS - 1,
            LAST_MICROS,
            LAST_MICROS + 1,
            LAST_MICROS - 499_999,
            LAST_MICROS - 500_000,
            946_684_800_500_000L,
            946_684_799_500_000L,
            -1L,
            499L,
            500L));
  }

  static Arbitrary<Object> dates() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(-700_000, 900_000).map(day -> day),
        Arbitraries.integers().map(day -> day),
        Arbitraries.of(
            Integer.MIN_VALUE,
            Integer.MAX_VALUE,
            FIRST_DAY,
            FIRST_DAY - 1,
            LAST_DAY,
            LAST_DAY + 1,
            -719_529,
            2_932_896,
            2_932_897,
            106_751_991,
            106_741_034));
  }

  static Arbitrary<Object> integers() {
    return Arbitraries.oneOf(
        Arbitraries.longs().between(-40_000, 40_000).map(n -> n),
        Arbitraries.longs().map(n -> n),
        Arbitraries.of(
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            (long) Integer.MIN_VALUE,
            Integer.MAX_VALUE + 1L,
            (1L << 53) + 1,
            (1L << 24) + 1));
  }

  static Arbitrary<Object> decimals() {
    Arbitrary<String> any =
        Combinators.combine(
                Arbitraries.bigIntegers()
                    .between(BigInteger.TEN.pow(30).negate(), BigInteger.TEN.pow(30)),
                Arbitraries.integers().between(-40, 40))
            .as((digits, scale) -> new BigDecimal(digits, scale).toString());
    return Arbitraries.oneOf(
            any,
            Arbitraries.of(
                "0",
                "-0",
                "0.000",
                "0E+9",
                "1E+5",
                "100.00",
                "NaN",
                "Infinity",
                "-Infinity",
                "1E+131071",
                "1E+131072",
                "1E-16383",
                "1E-16384",
                "9.5E-400",
                "1E+309",
                "3.4028236E+38",
                "1E-46",
                "1e999999999",
                "0e999999999",
                "",
                "x"))
        .map(text -> text);
  }

  static Arbitrary<Object> booleans() {
    return Arbitraries.of(true, false).map(one -> one);
  }

  static Arbitrary<Object> json() {
    return Arbitraries.oneOf(
            anyTexts().map(text -> "{\"k\":" + quoted(text) + ",\"a\":[1,2.50,null,true]}"),
            anyTexts().map(FieldValues::quoted),
            Arbitraries.of(
                "null",
                "1",
                "1.0",
                "1e400",
                "1e-400",
                "-0",
                "1E+131071",
                "1E+131072",
                "1E-16384",
                "[]",
                "{}",
                " [ 1 , 2 ] ",
                "{\"a\":1,\"a\":2}",
                "\"\\u0000\"",
                "\"\\ud83d\\udc26\"",
                "\"\\ud83d\"",
                "\"\\udc26\"",
                "{\"\":{\"\\u00e9\":\"e\\u0301\"}}",
                "",
                "{",
                "nul",
                "01",
                "\"\t\"",
                "[".repeat(600) + "]".repeat(600),
                "123456789012345678901234567890.10"))
        .map(text -> text);
  }

  static Arbitrary<Object> uuids() {
    return Combinators.combine(Arbitraries.longs(), Arbitraries.longs())
        .as((high, low) -> new UUID(high, low).toString())
        .map(text -> text);
  }

  static Arbitrary<Object> bytes() {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(9).map(ByteBuffer::wrap);
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
  }

  private static Arbitrary<String> anyTexts() {
    return Arbitraries.oneOf(
        Arbitraries.strings()
            .withChars("abcXYZ 0\u00e9\u05e9\u4e2d\"\\{},'\n")
            .ofMaxLength(14)
            .map(text -> text + (text.length() % 3 == 0 ? "\ud83d\udc26" : "")),
        Arbitraries.strings().ascii().ofMaxLength(6).map(text -> text.replace("\u0000", "")),
        Arbitraries.strings().numeric().ofMaxLength(6));
  }
}
