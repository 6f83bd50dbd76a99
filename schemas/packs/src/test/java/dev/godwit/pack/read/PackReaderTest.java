package dev.godwit.pack.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.godwit.common.v1.RunKind;
import dev.godwit.common.v1.SqlPoint;
import dev.godwit.pack.ContactRules;
import dev.godwit.pack.FieldType;
import dev.godwit.pack.Golden;
import dev.godwit.pack.IdKind;
import dev.godwit.pack.Install;
import dev.godwit.pack.LiveSource;
import dev.godwit.pack.Merge;
import dev.godwit.pack.NamedStatement;
import dev.godwit.pack.PackException;
import dev.godwit.pack.PackStatement;
import dev.godwit.pack.Packs;
import dev.godwit.pack.PointSql;
import dev.godwit.pack.RowCondition;
import dev.godwit.pack.RowSchema;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.SourceQuery;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TailSource;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.records.Entity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackReaderTest {
  private static final Path REFERENCE = Path.of("reference");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "source-keys",
        "source-queries",
        "source-live",
        "source-environment",
        "source-entities",
        "source-merge",
        "source-when-invalid",
        "target-keys",
        "target-entities",
        "target-ids",
        "syntax",
        "own-references",
        "candidates",
        "target-tables",
        "points",
        "probes"
      })
  void shouldReportAllFindingsAtOnce(String name) throws IOException {
    PackException thrown =
        catchThrowableOfType(
            PackException.class, () -> Packs.load(Golden.folder(name), variable -> null));
    Golden.compare(name, thrown.findings());
  }

  @Test
  void shouldReadSqlOfPointsAndAnInstall() {
    Packs packs = Packs.load(Golden.folder("points-good"), variable -> null);
    TargetPack target = packs.target("new-shop");
    assertThat(target.points().points())
        .containsExactly(SqlPoint.BEFORE_LOAD, SqlPoint.AFTER_LOAD, SqlPoint.BEFORE_ENABLE);
    assertThat(target.points().beforeLoad())
        .extracting(PackStatement::name)
        .containsExactly("before-load 1");
    assertThat(target.points().afterLoad())
        .extracting(PackStatement::name)
        .containsExactly("counters.sql", "ids of people", "after-load 3");
    Sql counters = target.points().afterLoad().getFirst().sql();
    assertThat(counters.file()).endsWith("new-shop/counters.sql");
    assertThat(counters.bind(target.placeholders(RunKind.REHEARSAL)).statement().statements())
        .hasSize(2)
        .allMatch(NamedStatement::writesRows);
    assertThat(target.install().isDeclared()).isTrue();
    assertThat(target.install().removal()).hasSize(1);
    assertThat(packs.source("old-shop").install().statements()).hasSize(1);
    assertThat(packs.source("old-shop").install().removal()).isEmpty();
  }

  @Test
  void shouldHaveNoSqlOfPointsWhenThePackNamesNone() {
    TargetPack pack = Packs.load(REFERENCE, variable -> null).target("reference-crm");
    assertThat(pack.points()).isEqualTo(PointSql.NONE);
    assertThat(pack.points().points()).isEmpty();
    assertThat(pack.install()).isEqualTo(Install.NONE);
  }

  @Test
  void shouldReadTablesWithConditionsAndReferencesOfItems() {
    TargetPack pack = Packs.load(Golden.folder("tables-good"), variable -> null).target("new-shop");
    List<TargetTable> tables = pack.tables(Entity.CONTACTS);
    assertThat(pack.main(Entity.CONTACTS).name()).isEqualTo("person");
    assertThat(tables.get(1).hasEveryRecord()).isTrue();
    assertThat(pack.isMain(tables.get(1))).isFalse();
    assertThat(tables.get(2).when())
        .containsExactly(
            new RowCondition("consent", "granted"), new RowCondition("score", "present"));
    TargetColumn company = tables.get(3).columns().get(2);
    assertThat(company.references()).isEqualTo(Entity.valueOf("companies"));
    assertThat(tables.get(4).columns().get(2).references()).isEqualTo(Entity.valueOf("companies"));
    assertThat(company.isOfItem()).isTrue();
  }

  @Test
  void shouldLetTheDerivedSchemaNameWhatTakesThePlaceOfInvalidValues() {
    SourcePack pack = Packs.load(Golden.folder("tables-good"), variable -> null).source("old-shop");
    Schema member =
        RowSchema.of(pack, pack.entities().get(Entity.CONTACTS))
            .getField(RowSchema.MEMBERS)
            .schema()
            .getElementType();
    assertThat(member.getField("address").getProp(RowSchema.WHEN_INVALID)).isEqualTo("null");
    assertThat(member.getField("updatedAt").getProp(RowSchema.WHEN_INVALID))
        .isEqualTo("1970-01-01T00:00:00Z");
    assertThat(member.getField("language").getProp(RowSchema.WHEN_INVALID)).isNull();
    assertThat(member.getField("companyIds").getProp(RowSchema.REFERENCES)).isEqualTo("companies");
  }

  @Test
  void shouldNeverRepeatAPasswordThatIsInAPack() {
    assertThatThrownBy(() -> Packs.load(Golden.folder("source-keys"), variable -> null))
        .hasMessageContaining("no password in a pack")
        .hasMessageNotContaining("hunter2")
        .hasMessageNotContaining("$ecret");
  }

  @Test
  void shouldReadTheLiveAbilitiesOfTheReferenceSource() {
    LiveSource live = Packs.load(REFERENCE, variable -> null).source("reference-legacy").live();
    assertThat(live.tail().settle()).isEqualTo(Duration.ofSeconds(1));
    assertThat(live.tail().every()).isEqualTo(Duration.ofMillis(250));
    assertThat(live.tail().behind()).isZero();
    assertThat(live.holds().bind().parameters()).containsExactly("customer", "eventId");
    assertThat(live.giveBack().bind().parameters()).contains("messageId", "occurredAt");
  }

  @Test
  void shouldHaveNoTailAndNoReturnWhenAPackNamesNone() {
    Packs packs = Packs.load(Golden.folder("catalogue-good"), variable -> null);
    assertThat(packs.source("club-source").live()).isEqualTo(LiveSource.NONE);
  }

  @Test
  void shouldReadTheReferenceTarget() {
    TargetPack pack = Packs.load(REFERENCE, variable -> null).target("reference-crm");
    TargetTable tags = pack.tables(Entity.CONTACTS).getLast();
    TargetTable contact = pack.main(Entity.CONTACTS);
    TargetColumn language = contact.columns().get(contact.position("language"));
    TargetTable email = pack.main(Entity.EMAILS);
    TargetColumn parent = email.columns().get(email.position("contact_id"));

    assertThat(pack.contactRules()).isEqualTo(new ContactRules(false, 20, false, "birthday"));
    assertThat(pack.idKind(Entity.EMAILS)).isEqualTo(IdKind.DERIVED);
    assertThat(pack.schema(RunKind.REHEARSAL)).isEqualTo("crm_staging");
    assertThat(tags.each()).isEqualTo("tags");
    assertThat(tags.index()).isEqualTo(3);
    assertThat(tags.keyPositions()).containsExactly(0, 1);
    assertThat(language.allowed()).contains("en", "he").doesNotContain("xx");
    assertThat(language.spellings()).containsEntry("deutsch", "de");
    assertThat(contact.columns().get(contact.position("tag_line")).separator()).isEqualTo(", ");
    assertThat(parent.references()).isEqualTo(Entity.CONTACTS);
    assertThat(parent.referenceField()).isEqualTo("contactId");
  }

  @Test
  void shouldGenerateCountAndReadBackFromTheColumns() {
    TargetTable tags =
        Packs.load(REFERENCE, variable -> null).target("reference-crm").tables().get(3);
    assertThat(tags.readBack().bind(Map.of("schema", "crm")).text())
        .isEqualTo(
            "select t.\"contact_id\", t.\"tag\", t.\"customer_id\" from crm.\"contact_tag\" t where"
                + " t.\"customer_id\" = ?");
    assertThat(
            tags.count().bind(Map.of("schema", "crm_staging")).inline(Map.of("customer", "o'neil")))
        .isEqualTo(
            "select count(*) from crm_staging.\"contact_tag\" t where t.\"customer_id\" = 'o''neil'");
  }

  @Test
  void shouldTakeUrlAndUserFromTheEnvironmentOrTheDefault() {
    Map<String, String> environment =
        Map.of("GODWIT_SOURCE_URL", "jdbc:postgresql://old.example/crm");
    Packs packs = Packs.load(REFERENCE, environment::get);
    assertThat(packs.source("reference-legacy").database().url())
        .isEqualTo("jdbc:postgresql://old.example/crm");
    assertThat(packs.source("reference-legacy").database().user()).isEqualTo("postgres");
  }

  @Test
  void shouldReadSeveralQueriesOfAnEntity(@TempDir Path folder) throws IOException {
    Path pack = Files.createDirectory(folder.resolve("two-tables"));
    Files.writeString(
        pack.resolve("pack.yaml"),
        """
        pack: two-tables
        kind: source
        database: {url: "jdbc:postgresql://db/crm", user: reader, password-variable: PASSWORD}
        customers: select id, name from customer
        freeze: update customer set frozen = true where id = :customer
        thaw: update customer set frozen = false where id = :customer
        is-frozen: select frozen from customer where id = :customer
        entities:
          contacts:
            query: select * from contact where customer = :customer
            key: [id]
            fields: {legacyId: id, address: mail}
          emails:
            query: select * from email where customer = :customer
            key: [id]
            fields: {legacyId: id, contactId: contact}
          engagements:
            queries:
              - name: views
                query: select *, 'open' as kind from view where customer = :customer
                key: [id]
                fields: {legacyId: view_id, kind: kind, occurredAt: at, weight: {column: w, type: integer}}
                tail: {horizon: "select 1 as now, 2 as over", behind: 7}
              - name: clicks
                query: select *, 'click' as kind from click where customer = :customer
                key: [year, number]
                fields: {legacyId: click_id, kind: kind, occurredAt: at, url: url, weight: {column: v, type: integer}}
                tail: {horizon: "select 1 as now, 2 as over", every: PT2S}
        """);
    SourcePack read = Packs.load(folder, variable -> null).source("two-tables");
    SourceEntity engagements = read.entities().get(Entity.ENGAGEMENTS);
    assertThat(read.entities().get(Entity.EMAILS).only().name()).isNull();
    assertThat(engagements.queries())
        .extracting(SourceQuery::name)
        .containsExactly("views", "clicks");
    assertThat(engagements.queries().getLast().key()).containsExactly("year", "number");
    assertThat(read.followed())
        .extracting(
            one -> one.query().name(), one -> one.tail().behind(), one -> one.tail().every())
        .containsExactly(
            tuple("views", 7L, TailSource.EVERY), tuple("clicks", 0L, Duration.ofSeconds(2)));
    assertThat(engagements.fields().keySet())
        .containsExactly("legacyId", "kind", "occurredAt", "weight", "url");
    assertThat(engagements.type("weight")).isEqualTo(FieldType.INTEGER);
    assertThat(RowSchema.of(read, engagements).getFields())
        .extracting(Schema.Field::name)
        .containsExactly("runId", "legacyId", "kind", "occurredAt", "weight", "url");
    assertThatThrownBy(engagements::only).hasMessageContaining("one query of engagements, found 2");
  }

  @Test
  void shouldReadByWhichFieldsRowsMerge(@TempDir Path folder) throws IOException {
    Path pack = Files.createDirectory(folder.resolve("two-teams"));
    Files.writeString(
        pack.resolve("pack.yaml"),
        """
        pack: two-teams
        kind: source
        database: {url: "jdbc:postgresql://db/crm", user: reader, password-variable: PASSWORD}
        customers: select id, name from customer
        freeze: update customer set frozen = true where id = :customer
        thaw: update customer set frozen = false where id = :customer
        is-frozen: select frozen from customer where id = :customer
        entities:
          contacts:
            queries:
              - {name: staff, query: select * from staff where c = :customer, key: [id], fields: {legacyId: id, address: mail}}
              - {name: guests, query: select * from guest where c = :customer, key: [id], fields: {legacyId: id, address: mail}}
          emails:
            query: select * from email where customer = :customer
            key: [id]
            fields: {legacyId: id, contactId: contact}
          engagements:
            query: select * from event where customer = :customer
            key: [id]
            fields: {legacyId: id, kind: kind, occurredAt: at}
          lists:
            query: select * from list where customer = :customer
            key: [id]
            merge: by-key
            merge-key: name
            fields: {legacyId: id, name: {column: name, type: text}}
          list_members:
            query: select * from list_member where customer = :customer
            key: [id]
            merge: by-key
            merge-key: [listId, contactId]
            fields: {legacyId: id, contactId: {column: contact, references: contacts},
              listId: {column: list, references: lists}}
        """);
    SourcePack read = Packs.load(folder, variable -> null).source("two-teams");
    SourceEntity contacts = read.entities().get(Entity.CONTACTS);
    SourceEntity lists = read.entities().get(Entity.valueOf("lists"));
    SourceEntity members = read.entities().get(Entity.valueOf("list_members"));
    assertThat(contacts.queries()).hasSize(2);
    assertThat(contacts.merge()).isEqualTo(Merge.ADDRESS);
    assertThat(contacts.mergeKey()).containsExactly("address");
    assertThat(lists.merge()).isEqualTo(Merge.BY_KEY);
    assertThat(lists.mergeKey()).containsExactly("name");
    assertThat(members.mergeKey()).containsExactly("listId", "contactId");
    assertThat(read.entities().get(Entity.EMAILS).merges()).isFalse();
    Schema record = RowSchema.of(read, members);
    assertThat(record.getFields())
        .extracting(Schema.Field::name)
        .containsExactly("runId", "legacyId", "members", "mergeRule");
    assertThat(record.getField("members").schema().getElementType().getFields())
        .extracting(Schema.Field::name)
        .containsExactly("legacyId", "contactId", "listId", "legacyContactId");
  }

  @Test
  void shouldKnowThePlaceOfSqlInAFileBesideThePack() {
    Sql query =
        Packs.load(REFERENCE, variable -> null)
            .source("reference-legacy")
            .entities()
            .get(Entity.CONTACTS)
            .only()
            .sql();
    int join = query.text().indexOf("left join");
    assertThat(query.positionOf(join)).hasToString("reference/reference-legacy/contacts.sql:14:1");
  }

  @Test
  void shouldKnowThePlaceOfSqlInABlock() {
    Sql query =
        Packs.load(REFERENCE, variable -> null)
            .source("reference-legacy")
            .entities()
            .get(Entity.EMAILS)
            .only()
            .sql();
    int from = query.text().indexOf("from");
    assertThat(query.positionOf(from).column()).isEqualTo(7);
    assertThat(query.positionOf(from).line()).isEqualTo(query.line() + 1);
  }

  @Test
  void shouldChangeTheFingerprintWhenAFileOfThePackChangesOnly(@TempDir Path folder)
      throws IOException {
    Path pack = Files.createDirectory(folder.resolve("reference-legacy"));
    for (String file : new String[] {"pack.yaml", "contacts.sql", "horizon.sql", "return.sql"}) {
      Files.copy(REFERENCE.resolve("reference-legacy").resolve(file), pack.resolve(file));
    }
    String before = fingerprint(folder);
    assertThat(before).matches("[0-9a-f]{64}").isEqualTo(fingerprint(REFERENCE));
    Files.writeString(pack.resolve(".contacts.sql.swp"), "of an editor");
    assertThat(fingerprint(folder)).isEqualTo(before);
    Path links = Files.createDirectory(folder.resolve(".links"));
    Files.createSymbolicLink(links.resolve("reference-legacy"), pack);
    assertThat(fingerprint(links)).as("of a link").isEqualTo(before);
    Files.writeString(
        pack.resolve("contacts.sql"), Files.readString(pack.resolve("contacts.sql")) + "\n");
    assertThat(fingerprint(folder)).isNotEqualTo(before).isEqualTo(fingerprint(links));
  }

  @Test
  void shouldReadTheRulesForAddressesAndMerges(@TempDir Path folder) throws IOException {
    Path pack = Files.createDirectory(folder.resolve("reference-crm"));
    Files.writeString(
        pack.resolve("pack.yaml"),
        Files.readString(REFERENCE.resolve("reference-crm/pack.yaml"))
            + """

            addresses:
              dots: anywhere
            merge:
              largest-group: 400
              disagreeing: merge
              birthday: born
            """);
    assertThat(Packs.load(folder, variable -> null).target("reference-crm").contactRules())
        .isEqualTo(new ContactRules(true, 400, true, "born"));
  }

  @Test
  void shouldReadTheFolderOfASinglePack() {
    Packs packs = Packs.load(REFERENCE.resolve("reference-crm"), variable -> null);
    assertThat(packs.targets()).containsOnlyKeys("reference-crm");
    assertThatThrownBy(() -> packs.target("reference-cmr"))
        .hasMessageContaining("found reference-crm")
        .hasMessageContaining("GODWIT_PACKS");
  }

  private static String fingerprint(Path folder) {
    return Packs.load(folder, variable -> null).source("reference-legacy").fingerprint();
  }
}
