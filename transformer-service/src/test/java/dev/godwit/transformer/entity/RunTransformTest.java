package dev.godwit.transformer.entity;

import static dev.godwit.transformer.Records.contact;
import static dev.godwit.transformer.Records.email;
import static dev.godwit.transformer.Records.engagement;
import static dev.godwit.transformer.Records.member;
import static dev.godwit.transformer.entity.Transforms.transform;
import static dev.godwit.transformer.entity.Transforms.why;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.godwit.canonical.DerivedId;
import dev.godwit.pack.ColumnType;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineReason;
import dev.godwit.row.v1.TableRow;
import dev.godwit.row.v1.TransformedRecord;
import dev.godwit.transformer.Records;
import dev.godwit.transformer.TestPack;
import dev.godwit.transformer.quarantine.QuarantinedException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunTransformTest {
  private final RunTransform standard = new RunTransform(TestPack.RUN, TestPack.standard());

  @Test
  void shouldMakeARowOfAContactAndThoseOfItsLists() throws Exception {
    TransformedRecord record = transform(standard, Entity.CONTACTS, contact(member("7")));
    ByteBuffer id = uuid("contacts", "7");
    assertThat(record.getRunId()).isEqualTo("acme/1");
    assertThat(record.getLegacyId()).isEqualTo("7");
    assertThat(record.getRows()).extracting(TableRow::getTable).containsExactly(0, 1, 2, 3, 3);
    assertThat(record.getRows().getFirst().getCells())
        .containsExactly(
            id,
            "acme",
            "7",
            "ann@cnn.com",
            "Ann",
            "Lee",
            "en",
            "granted",
            "press, Radio",
            "{\"a\":[],\"b\":1}",
            1_714_979_289_123_456L,
            19_849L);
    assertThat(record.getRows().get(1).getCells()).containsExactly(id, "News", "acme");
    assertThat(record.getRows().get(2).getCells()).containsExactly(id, "cnn.com", "acme");
    assertThat(record.getRows().get(3).getCells()).containsExactly(id, "press", "acme");
    assertThat(record.getRows().get(4).getCells()).containsExactly(id, "Radio", "acme");
  }

  @Test
  void shouldWriteNullOrThePacksValueWhenAValueIsMissing() throws Exception {
    TransformedRecord record =
        transform(
            standard,
            Entity.CONTACTS,
            contact(
                member("7")
                    .setTeam(null)
                    .setGivenName(null)
                    .setFamilyName(" ")
                    .setLanguage(" ")
                    .setConsent(null)
                    .setTags(List.of(" "))
                    .setOutlet("")
                    .setCustomFields("")
                    .setCreatedAt(null)
                    .setUpdatedAt(null)));
    assertThat(record.getRows()).hasSize(1);
    assertThat(record.getRows().getFirst().getCells().subList(4, 12))
        .containsExactly(null, "", null, "unknown", null, null, null, null);
  }

  @Test
  void shouldReferToTheDerivedIdOfTheParent() throws Exception {
    List<Object> cells =
        transform(standard, Entity.EMAILS, email("70").build()).getRows().getFirst().getCells();
    assertThat(cells.subList(0, 4))
        .containsExactly(uuid("emails", "70"), uuid("contacts", "7"), "acme", "Hello");
    List<Object> click =
        transform(standard, Entity.ENGAGEMENTS, engagement("700").build())
            .getRows()
            .getFirst()
            .getCells();
    assertThat(click.subList(0, 4))
        .containsExactly(uuid("engagements", "700"), uuid("emails", "70"), "acme", "open");
  }

  @Test
  void shouldLeaveHistoryAsItIs() throws Exception {
    String subject = "  \u202b\u05e9\u05dc\u05d5\u05dd\u202c \ud83d\udc26 ";
    assertThat(
            transform(standard, Entity.EMAILS, email("70").setSubject(subject).build())
                .getRows()
                .getFirst()
                .getCells()
                .get(3))
        .isEqualTo(subject);
  }

  @Test
  void shouldCountCharactersAndNotJavaChars() throws Exception {
    String birds = "\ud83d\udc26".repeat(50);
    transform(standard, Entity.EMAILS, email("70").setSubject(birds).build());
    QuarantinedException why =
        why(standard, Entity.EMAILS, email("70").setSubject(birds + "x").build());
    assertThat(why.reason()).isEqualTo(QuarantineReason.LIMIT_EXCEEDED);
    assertThat(why.field()).isEqualTo("email.subject");
    assertThat(why.limit()).isEqualTo(50);
    assertThat(why.length()).isEqualTo(51);
  }

  @Test
  void shouldQuarantineTooManyItems() {
    List<String> tags = IntStream.range(0, 94).mapToObj(i -> "t" + i).toList();
    QuarantinedException why = why(standard, Entity.CONTACTS, contact(member("7").setTags(tags)));
    assertThat(why.reason()).isEqualTo(QuarantineReason.LIMIT_EXCEEDED);
    assertThat(why.field()).isEqualTo("contact_tag");
    assertThat(why.limit()).isEqualTo(4);
    assertThat(why.length()).isEqualTo(94);
  }

  @Test
  void shouldQuarantineAJoinedListOverItsColumnsLimit() {
    List<String> tags = List.of("aaaaaaaaaa", "bbbbbbbbbb", "cccccccccc");
    QuarantinedException why = why(standard, Entity.CONTACTS, contact(member("7").setTags(tags)));
    assertThat(why.field()).isEqualTo("contact.tag_line");
    assertThat(why.length()).isEqualTo(34);
  }

  @Test
  void shouldNameTheFieldInEveryReasonAboutAContact() {
    assertWhy(member("7").setAddress("ann@localhost"), QuarantineReason.BAD_ADDRESS, "address");
    assertWhy(member("7").setAddress(" "), QuarantineReason.REQUIRED_MISSING, "address");
    assertWhy(member("7").setLanguage("Klingon"), QuarantineReason.UNKNOWN_LANGUAGE, "language");
    assertWhy(member("7").setConsent("perhaps"), QuarantineReason.UNKNOWN_CONSENT, "consent");
    assertWhy(
        member("7").setCustomFields("{oops"), QuarantineReason.BAD_CUSTOM_FIELDS, "customFields");
    assertWhy(
        member("7").setCustomFields("{\"a\":\"\\u0000\"}"),
        QuarantineReason.BAD_CHARACTER,
        "customFields");
    assertWhy(
        member("7").setGivenName("A\0nn"), QuarantineReason.BAD_CHARACTER, "contact.given_name");
    assertWhy(
        member("7").setCreatedAt(Instant.parse("+294247-01-10T04:00:54.775807Z")),
        QuarantineReason.BAD_DATE,
        "createdAt");
    assertThat(why(standard, Entity.CONTACTS, contact()).reason())
        .isEqualTo(QuarantineReason.UNREADABLE);
  }

  @Test
  void shouldNotQuoteTheValueInTheDetail() {
    QuarantinedException why =
        why(standard, Entity.CONTACTS, contact(member("7").setAddress("secret@localhost")));
    assertThat(why.getMessage()).doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource({
    "SHORT,32767,32767",
    "INTEGER,' -5 ',-5",
    "LONG,9223372036854775807,9223372036854775807",
    "DOUBLE,1.5,1.5",
    "NUMERIC,0012.500,12.5",
    "NUMERIC,1e3,1000",
    "BOOLEAN,Yes,true",
    "DATE,1970-01-02,1",
    "TIMESTAMP,1970-01-01T00:00:01,1000000",
    "TIMESTAMPTZ,1970-01-01 01:00:01+01:00,1000000",
    "JSON,a\"b,\"\"\"a\\\"\"b\"\"\"",
  })
  void shouldWriteTextsIntoColumnsOfOtherTypes(ColumnType type, String text, String cell)
      throws Exception {
    assertThat(String.valueOf(emailCell(column("c", type), text)))
        .isEqualTo(type == ColumnType.JSON ? "\"a\\\"b\"" : cell);
  }

  @ParameterizedTest
  @CsvSource({
    "SHORT,32768",
    "INTEGER,1.5",
    "LONG,9223372036854775808",
    "DOUBLE,x",
    "NUMERIC,1e200000",
    "BOOLEAN,perhaps",
    "DATE,yesterday",
    "TIMESTAMP,now",
    "UUID,1-1-1-1-1"
  })
  void shouldQuarantineAValueWhenTheTypeCannotHoldIt(ColumnType type, String text) {
    QuarantinedException why =
        catchThrowableOfType(QuarantinedException.class, () -> emailCell(column("c", type), text));
    assertThat(why.reason()).isEqualTo(QuarantineReason.WRONG_TYPE);
    assertThat(why.field()).isEqualTo("email.c");
  }

  @Test
  void shouldHoldAnyColumnToItsClosedSet() throws Exception {
    TargetColumn closed =
        TestPack.extra(
            column("c", ColumnType.TEXT),
            new TargetColumn.Extras(List.of("A", "B"), Map.of("x", "B"), null, null, null, null));
    assertThat(emailCell(closed, "a")).isEqualTo("A");
    assertThat(emailCell(closed, "x")).isEqualTo("B");
    QuarantinedException why =
        catchThrowableOfType(QuarantinedException.class, () -> emailCell(closed, "c"));
    assertThat(why.reason()).isEqualTo(QuarantineReason.UNKNOWN_VALUE);
    assertThat(why.field()).isEqualTo("email.c");
  }

  @Test
  void shouldCheckAFixedValueWhenThePackIsCompiled() throws Exception {
    TargetColumn fixed =
        TestPack.extra(
            TestPack.column("c", TargetColumn.CONSTANT, ColumnType.INTEGER, null, false),
            new TargetColumn.Extras(List.of(), Map.of(), null, null, "42", null));
    assertThat(emailCell(fixed, "whatever")).isEqualTo(42L);
    TargetPack wrong =
        TestPack.withEmailColumn(
            TestPack.extra(
                fixed, new TargetColumn.Extras(List.of(), Map.of(), null, null, "x", null)));
    assertThatThrownBy(() -> new RunTransform(TestPack.RUN, wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("email.c")
        .hasMessageContaining("correct it in the pack");
  }

  @Test
  void shouldKeepTheSourcesIdWhenThePackSaysSo() throws Exception {
    RunTransform kept =
        new RunTransform(TestPack.RUN, TestPack.withEmailColumn(column("c", ColumnType.TEXT)));
    assertThat(
            transform(kept, Entity.EMAILS, email("70").build())
                .getRows()
                .getFirst()
                .getCells()
                .getFirst())
        .isEqualTo("70");
  }

  private static TargetColumn column(String name, ColumnType type) {
    return TestPack.column(name, "subject", type, null, true);
  }

  private static Object emailCell(TargetColumn column, String subject) throws Exception {
    RunTransform run = new RunTransform(TestPack.RUN, TestPack.withEmailColumn(column));
    return transform(run, Entity.EMAILS, email("70").setSubject(subject).build())
        .getRows()
        .getFirst()
        .getCells()
        .get(1);
  }

  private void assertWhy(
      dev.godwit.row.v1.ContactMember.Builder member, QuarantineReason reason, String field) {
    QuarantinedException why = why(standard, Entity.CONTACTS, contact(member));
    assertThat(why.reason()).isEqualTo(reason);
    assertThat(why.field()).isEqualTo(field);
  }

  private static ByteBuffer uuid(String entity, String legacyId) {
    UUID id = DerivedId.of(DerivedId.ORDERED, "acme", entity, legacyId);
    return ByteBuffer.wrap(DerivedId.bytes(id));
  }

  @Test
  void shouldWriteTheSameBytesForTheSameRecord() throws Exception {
    SpecificRecord record = contact(member("7"), member("8"));
    byte[] first = standard.transform(Entity.CONTACTS, record);
    assertThatThrownBy(
            () -> standard.transform(Entity.CONTACTS, contact(member("9").setConsent("perhaps"))))
        .isInstanceOf(QuarantinedException.class);
    assertThat(standard.transform(Entity.CONTACTS, record)).isEqualTo(first);
    assertThat(Collections.singleton(Records.TIME)).hasSize(1);
  }
}
