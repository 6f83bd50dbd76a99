package dev.godwit.transformer.entity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.canonical.DerivedId;
import dev.godwit.pack.ColumnType;
import dev.godwit.pack.RowCondition;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.ContactMember;
import dev.godwit.row.v1.TableRow;
import dev.godwit.row.v1.TransformedRecord;
import dev.godwit.transformer.Records;
import dev.godwit.transformer.TestPack;
import dev.godwit.transformer.quarantine.ReplacedValue;
import dev.godwit.wire.WireEncoder;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.junit.jupiter.api.Test;

class SeveralTablesTest {
  private static final Entity COMPANIES = Entity.valueOf("companies");
  private static final int COMPANION = 1;
  private static final int GRANTED = 2;
  private static final int NAMELESS = 3;
  private static final int TAGS = 4;
  private static final int COMPANY = 5;

  private final RunTransform run = new RunTransform(TestPack.RUN, pack());

  @Test
  void shouldWriteACompanionOfEachRecord() throws Exception {
    TransformedRecord record = transform(Records.member("7").setTags(List.of()));
    assertThat(cells(record, COMPANION)).containsExactly(List.of(id("contacts", "7"), "Ann"));
  }

  @Test
  void shouldWriteARowOnlyWhereAllConditionsHold() throws Exception {
    TransformedRecord yes = transform(Records.member("7").setTags(List.of()));
    assertThat(cells(yes, GRANTED)).containsExactly(List.of(id("contacts", "7")));
    assertThat(cells(yes, NAMELESS)).isEmpty();

    TransformedRecord no =
        transform(Records.member("7").setTags(List.of()).setConsent("no").setFamilyName(" "));
    assertThat(cells(no, GRANTED)).isEmpty();
    assertThat(cells(no, NAMELESS)).containsExactly(List.of(id("contacts", "7")));

    TransformedRecord unnamed =
        transform(Records.member("7").setTags(List.of()).setFamilyName(null));
    assertThat(cells(unnamed, GRANTED)).isEmpty();
  }

  @Test
  void shouldNumberItemsAndReferToThem() throws Exception {
    TransformedRecord record = transform(Records.member("7").setTags(List.of("4", "5")));
    assertThat(cells(record, TAGS))
        .containsExactly(
            List.of(id("contacts", "7"), "4", 1L), List.of(id("contacts", "7"), "5", 2L));
    assertThat(cells(record, COMPANY))
        .containsExactly(
            List.of(id("contacts", "7"), id("companies", "4"), 1L),
            List.of(id("contacts", "7"), id("companies", "5"), 2L));
    assertThat(run.replaced()).isEmpty();
  }

  @Test
  void shouldWriteARowOnceAndCountItWhenItemsHaveTheSameKey() throws Exception {
    // The column's spellings make one word of two tags.
    TransformedRecord record = transform(Records.member("7").setTags(List.of("4", "four", "5")));
    assertThat(cells(record, TAGS))
        .containsExactly(
            List.of(id("contacts", "7"), "4", 1L), List.of(id("contacts", "7"), "5", 3L));
    assertThat(run.replaced()).containsExactly(new ReplacedValue("tags", "REPEATED_ITEM"));
  }

  private TransformedRecord transform(ContactMember.Builder member) throws Exception {
    byte[] value = run.transform(Entity.CONTACTS, Records.contact(member));
    byte[] body = Arrays.copyOfRange(value, WireEncoder.PREFIX_BYTES, value.length);
    return new SpecificDatumReader<>(TransformedRecord.class)
        .read(null, DecoderFactory.get().binaryDecoder(body, null));
  }

  private static List<List<Object>> cells(TransformedRecord record, int table) {
    return record.getRows().stream()
        .filter(row -> row.getTable() == table)
        .map(TableRow::getCells)
        .toList();
  }

  private static ByteBuffer id(String entity, String legacyId) {
    return ByteBuffer.wrap(DerivedId.of(DerivedId.ORDERED, "acme", entity).bytes(legacyId));
  }

  private static TargetPack pack() {
    TargetColumn id = TestPack.column("id", "id", ColumnType.UUID, null, false);
    TargetColumn position =
        TestPack.column("rank", TargetColumn.POSITION, ColumnType.INTEGER, null, false);
    TargetColumn tag =
        TestPack.extra(
            TestPack.column("tag", TargetColumn.ITEM, ColumnType.TEXT, null, false),
            new TargetColumn.Extras(
                List.of("4", "5"), Map.of("four", "4"), null, null, null, null));
    TargetColumn company =
        new TargetColumn(
            "company", "ref(companies, item)", ColumnType.UUID, null, false, COMPANIES);
    List<TargetTable> tables = new ArrayList<>();
    tables.add(table(0, "person", null, List.of(), List.of("id"), id));
    tables.add(
        table(
            COMPANION,
            "person_name",
            null,
            List.of(),
            List.of("id"),
            id,
            TestPack.column("given", "givenName", ColumnType.TEXT, null, true)));
    tables.add(
        table(
            GRANTED,
            "person_granted",
            null,
            List.of(
                new RowCondition("consent", "granted"), new RowCondition("familyName", "present")),
            List.of("id"),
            id));
    tables.add(
        table(
            NAMELESS,
            "person_nameless",
            null,
            List.of(new RowCondition("familyName", RowCondition.ABSENT)),
            List.of("id"),
            id));
    tables.add(
        table(TAGS, "person_tag", "tags", List.of(), List.of("id", "tag"), id, tag, position));
    tables.add(
        table(
            COMPANY,
            "person_company",
            "tags",
            List.of(),
            List.of("id", "rank"),
            id,
            company,
            position));
    for (TargetTable one : TestPack.standard().tables()) {
      if (!one.entity().equals(Entity.CONTACTS)) {
        tables.add(one.at(tables.size()));
      }
    }
    return TestPack.of(Map.of(), tables.toArray(TargetTable[]::new));
  }

  private static TargetTable table(
      int index,
      String name,
      String each,
      List<RowCondition> when,
      List<String> key,
      TargetColumn... columns) {
    return new TargetTable(
        index,
        Entity.CONTACTS,
        name,
        each,
        when,
        List.of(columns),
        key,
        "id",
        null,
        null,
        null,
        List.of(),
        null);
  }
}
