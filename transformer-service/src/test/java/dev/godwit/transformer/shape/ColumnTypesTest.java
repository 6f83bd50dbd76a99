package dev.godwit.transformer.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.godwit.canonical.DerivedId;
import dev.godwit.pack.ColumnType;
import dev.godwit.pack.EntityField;
import dev.godwit.pack.FieldType;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineReason;
import dev.godwit.transformer.TestPack;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.wire.BodyBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnTypesTest {
  @ParameterizedTest
  @CsvSource({
    "CITEXT,,Ann,Ann",
    "FLOAT,,0.1,0.10000000149011612",
    "FLOAT,,-Infinity,-Infinity",
    "TIMESTAMP,0,2026-01-01T00:00:00.5Z,1767225601000000",
    "TIMESTAMPTZ,3,1999-12-31T23:59:59.9995Z,946684799999000",
    "TIMESTAMPTZ,6,1970-01-01T00:00:00.000001Z,1",
    "TIME,6,' 12:00:00.000001 ',43200000001",
    "TIME,0,23:59:59.5,86400000000",
    "INTERVAL,6,P1Y2M3DT4H,P14M3DT14400S",
    "INTERVAL,1,PT-0.25S,P0M0DT-0.3S",
    "INTERVAL,6,1 mon 02:00:00,P1M0DT7200S",
    "INET,,2001:DB8:0::1/64,2001:db8::1/64",
    "CIDR,,10.0.0.0/8,10.0.0.0/8"
  })
  void shouldWriteTheCanonicalFormWhenATypeCanHoldAText(
      ColumnType type, Integer digits, String text, String cell) throws Exception {
    assertThat(String.valueOf(WrittenCell.of(column(type, digits), text))).isEqualTo(cell);
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT,heavy",
    "FLOAT,1e39",
    "FLOAT,1e-60",
    "DOUBLE,1e400",
    "DOUBLE,1e-400",
    "NUMERIC,1e2147483647",
    "TIME,24:00:01",
    "TIME,12:00Z",
    "INTERVAL,soon",
    "INTERVAL,P300000000Y",
    "INET,localhost",
    "CIDR,10.0.0.1/8",
    "TEXT_ARRAY,a;b",
    "TEXT_ARRAY,{}",
    "TEXT_ARRAY,[null]",
    "INTEGER_ARRAY,[2147483648]",
    "UUID_ARRAY,'[\"1-1-1-1-1\"]'"
  })
  void shouldQuarantineAValueWhenTheTypeCannotHoldIt(ColumnType type, String text) {
    QuarantinedException why =
        catchThrowableOfType(
            QuarantinedException.class, () -> WrittenCell.of(column(type, null), text));
    assertThat(why.reason()).isEqualTo(QuarantineReason.WRONG_TYPE);
    assertThat(why.field()).isEqualTo("every.c");
    assertThat(why.getMessage()).doesNotContain(text);
  }

  @Test
  void shouldWriteTheNearestRealWhenAFieldIsAWholeNumber() throws Exception {
    BodyBuffer out = new BodyBuffer();
    TypedValue.of(FieldType.INTEGER, column(ColumnType.FLOAT, null), "every.c")
        .write(16_777_217L, new Shaping(out));
    assertThat(WrittenCell.read(out)).isEqualTo(16_777_216.0);
  }

  @ParameterizedTest
  @CsvSource({
    "DATE,2145042906",
    "DATE,-2440589",
    "TIMESTAMP,106751992",
    "TIMESTAMP,213503982",
    "TIMESTAMPTZ,-2440589"
  })
  void shouldQuarantineADayWhenTheColumnHasNoSuchTime(ColumnType type, long day) {
    TypedValue value = TypedValue.of(FieldType.DATE, column(type, null), "every.c");
    QuarantinedException why =
        catchThrowableOfType(
            QuarantinedException.class, () -> value.write(day, new Shaping(new BodyBuffer())));
    assertThat(why.reason()).isEqualTo(QuarantineReason.BAD_DATE);
    assertThat(why.field()).isEqualTo("every.c");
  }

  @Test
  void shouldWriteTheFirstMomentOfADay() throws Exception {
    BodyBuffer out = new BodyBuffer();
    TypedValue.of(FieldType.DATE, column(ColumnType.TIMESTAMP, null), "every.c")
        .write(-1L, new Shaping(out));
    assertThat(WrittenCell.read(out)).isEqualTo(-86_400_000_000L);
  }

  @Test
  void shouldQuarantineATextWhenNoColumnHasItsDay() {
    QuarantinedException why =
        catchThrowableOfType(
            QuarantinedException.class,
            () -> WrittenCell.of(column(ColumnType.DATE, null), "+5874898-01-01"));
    assertThat(why.reason()).isEqualTo(QuarantineReason.BAD_DATE);
  }

  @Test
  void shouldRoundAnInstantWhenTheColumnKeepsFewerDigits() throws Exception {
    Instant sent = Instant.parse("2026-03-04T05:06:07.891500Z");
    TargetColumn column =
        TestPack.column("c", "createdAt", ColumnType.TIMESTAMPTZ, null, true)
            .described(ColumnType.TIMESTAMPTZ, null, 3, true, List.of());
    assertThat(cell(column, "createdAt", ChronoUnit.MICROS.between(Instant.EPOCH, sent)))
        .isEqualTo(
            ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse("2026-03-04T05:06:07.892Z")));
  }

  @Test
  void shouldWriteAListAsAnArrayWhenTheColumnIsOne() throws Exception {
    assertThat(cell(tags(ColumnType.TEXT_ARRAY, true, null), "tags", List.of("a", "b\"c")))
        .isEqualTo("[\"a\",\"b\\\"c\"]");
    assertThat(cell(tags(ColumnType.LONG_ARRAY, true, null), "tags", List.of("1", " 610 ")))
        .isEqualTo("[1,610]");
    assertThat(
            cell(
                tags(ColumnType.UUID_ARRAY, true, null),
                "tags",
                List.of("00112233-4455-6677-8899-AABBCCDDEEFF")))
        .isEqualTo("[\"00112233-4455-6677-8899-aabbccddeeff\"]");
  }

  @Test
  void shouldTellNullFromTheEmptyArrayWhenAListHasNoItems() throws Exception {
    assertThat(cell(tags(ColumnType.TEXT_ARRAY, true, null), "tags", List.of())).isNull();
    assertThat(cell(tags(ColumnType.TEXT_ARRAY, false, null), "tags", List.of())).isEqualTo("[]");
    assertThat(cell(tags(ColumnType.TEXT_ARRAY, true, "[]"), "tags", List.of())).isEqualTo("[]");
    assertThat(cell(tags(ColumnType.INTEGER_ARRAY, true, "[0]"), "tags", null)).isEqualTo("[0]");
  }

  @Test
  void shouldQuarantineAnItemWhenTheArrayCannotHoldIt() {
    TargetColumn limited =
        TestPack.column("c", "tags", ColumnType.VARCHAR_ARRAY, null, true)
            .described(ColumnType.VARCHAR_ARRAY, 3L, null, true, List.of());
    assertThat(why(limited, List.of("abc", "abcd")).reason())
        .isEqualTo(QuarantineReason.LIMIT_EXCEEDED);
    assertThat(why(limited, List.of("a\0b")).reason()).isEqualTo(QuarantineReason.BAD_CHARACTER);
    assertThat(why(tags(ColumnType.INTEGER_ARRAY, true, null), List.of("1", "x")).reason())
        .isEqualTo(QuarantineReason.WRONG_TYPE);
  }

  @Test
  void shouldRefuseThePackWhenAFixedArrayIsNone() {
    TargetColumn wrong = tags(ColumnType.TEXT_ARRAY, true, "none");
    assertThatThrownBy(() -> cell(wrong, "tags", List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("correct it in the pack");
  }

  private static QuarantinedException why(TargetColumn column, List<String> items) {
    return catchThrowableOfType(QuarantinedException.class, () -> cell(column, "tags", items));
  }

  private static TargetColumn column(ColumnType type, Integer digits) {
    return TestPack.column("c", "subject", type, null, true)
        .described(type, null, digits, true, List.of());
  }

  private static TargetColumn tags(ColumnType type, boolean nullable, String whenMissing) {
    return TestPack.extra(
        TestPack.column("c", "tags", type, null, nullable),
        new TargetColumn.Extras(List.of(), Map.of(), null, null, null, whenMissing));
  }

  /** Companies have kinds, languages and consents of their own. */
  @Test
  void shouldTakeADeclaredFieldAsItIsWhereAnotherEntityHasOneOfItsName() throws Exception {
    Entity companies = Entity.valueOf("companies");
    for (String name : List.of("kind", "language", "consent", "machine")) {
      TargetColumn column = TestPack.column("c", name, ColumnType.TEXT, null, false);
      assertThat(
              cell(
                  companies, Map.of(name, new EntityField(FieldType.TEXT)), column, name, "Verlag"))
          .as(name)
          .isEqualTo("Verlag");
    }
    TargetColumn listed =
        TestPack.extra(
            TestPack.column("c", "kind", ColumnType.TEXT, null, false),
            new TargetColumn.Extras(List.of("press"), Map.of(), null, null, null, null));
    assertThatThrownBy(
            () ->
                cell(
                    companies,
                    Map.of("kind", new EntityField(FieldType.TEXT)),
                    listed,
                    "kind",
                    "open"))
        .isInstanceOfSatisfying(
            QuarantinedException.class,
            e -> assertThat(e.reason()).isEqualTo(QuarantineReason.UNKNOWN_VALUE));
  }

  /** The column's cell of a contact of which one field has a value. */
  private static Object cell(TargetColumn column, String field, Object value) throws Exception {
    return cell(Entity.CONTACTS, Map.of(), column, field, value);
  }

  private static Object cell(
      Entity entity,
      Map<String, EntityField> declared,
      TargetColumn column,
      String field,
      Object value)
      throws Exception {
    TargetTable table = TestPack.table(0, entity, "contact", null, null, column);
    TargetPack pack = TestPack.of(Map.of(), Map.of(entity, declared), table);
    Fields fields = new Fields(pack, entity);
    Object[] values = new Object[fields.size()];
    values[fields.position(field)] = value;
    BodyBuffer out = new BodyBuffer();
    Shaping row = new Shaping(out);
    row.begin(values);
    new ColumnCompiler(pack, entity, fields, "acme", DerivedId.ORDERED)
        .compile(table, column)
        .write(row);
    return WrittenCell.read(out);
  }
}
