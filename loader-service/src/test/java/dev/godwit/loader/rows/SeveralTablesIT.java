package dev.godwit.loader.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.canonical.BucketDigest;
import dev.godwit.common.v1.RunKind;
import dev.godwit.loader.SampleTarget;
import dev.godwit.loader.TargetServer;
import dev.godwit.loader.reference.FoundIds;
import dev.godwit.loader.reference.ParentCheck;
import dev.godwit.loader.rows.RowRepair.Fate;
import dev.godwit.loader.targetdb.RunTarget;
import dev.godwit.pack.ColumnType;
import dev.godwit.pack.RowCondition;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.TableRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Records with no row, one row or several rows in a table: a companion under a condition, and a
 * many-to-many table.
 */
class SeveralTablesIT {
  private static final Entity COMPANIES = Entity.valueOf("companies");
  private static final int COMPANY = 0;
  private static final int PERSON = 1;
  private static final int CONSENT = 2;
  private static final int MEMBER = 3;
  private static String url;

  @BeforeAll
  static void makeDatabase() throws SQLException {
    url = TargetServer.newDatabase();
  }

  @BeforeEach
  void makeTables() throws SQLException {
    TargetServer.execute(
        url,
        """
        DROP SCHEMA IF EXISTS shop CASCADE;
        CREATE SCHEMA shop;
        CREATE TABLE shop.company (id text PRIMARY KEY, customer text);
        CREATE TABLE shop.person (id text PRIMARY KEY, customer text, mail text);
        CREATE TABLE shop.consent (id text PRIMARY KEY REFERENCES shop.person (id), customer text, said text);
        CREATE TABLE shop.member (
          person text REFERENCES shop.person (id), customer text,
          company text REFERENCES shop.company (id), rank integer, PRIMARY KEY (person, company));
        INSERT INTO shop.company VALUES ('c1', 'acme'), ('c2', 'acme')""");
  }

  private static List<TableRow> none() {
    return List.of(person("1"));
  }

  private static List<TableRow> one() {
    return List.of(person("2"), consent("2", "yes"), member("2", "c1", 1));
  }

  private static List<TableRow> several() {
    return List.of(person("3"), member("3", "c2", 1), member("3", "c1", 2));
  }

  @Test
  void shouldWriteAndDigestAsManyRowsAsEachRecordHas() throws Exception {
    RowLoader.Outcome outcome = load(none(), one(), several());

    assertThat(outcome.refused()).isEmpty();
    assertThat(rows("consent")).containsExactly("2|acme|yes");
    assertThat(rows("member")).containsExactly("2|acme|c1|1", "3|acme|c1|2", "3|acme|c2|1");
    EncodedBatch batch = batch(none(), one(), several());
    BucketDigest[] digests = batch.newDigests();
    for (int record = 0; record < batch.size(); record++) {
      batch.addTo(digests, record);
    }
    assertThat(Arrays.stream(digests).map(BucketDigest::rows)).containsExactly(0L, 3L, 1L, 3L);
  }

  @Test
  void shouldTakeRecordsAsHeldWhateverTheNumberOfTheirRows() throws Exception {
    load(none(), one(), several());

    RowLoader.Outcome again = load(none(), one(), several());

    assertThat(again.refused()).isEmpty();
    assertThat(again.held().cardinality()).isEqualTo(3);
  }

  @Test
  void shouldRefuseARecordOfWhichARowIsInAnotherTableOnly() throws Exception {
    load(none());

    RowLoader.Outcome outcome =
        load(List.of(person("1"), consent("1", "yes")), List.of(person("4")), several());

    assertThat(outcome.held().isEmpty()).isTrue();
    assertThat(outcome.refused()).extracting(RowLoader.Refused::record).containsExactly(0);
    assertThat(rows("person")).hasSize(3);
    assertThat(rows("consent")).isEmpty();
  }

  @Test
  void shouldWriteTheMissingRowsOfARecordAndReplaceTheOthers() throws Exception {
    load(none(), one(), several());
    TargetServer.execute(
        url,
        "DELETE FROM shop.member WHERE person = '3' AND company = 'c2';"
            + " UPDATE shop.member SET rank = 9 WHERE person = '3';"
            + " DELETE FROM shop.consent");

    assertThat(repair(none(), one(), several()))
        .containsExactly(Fate.PRESENT, Fate.WRITTEN, Fate.WRITTEN);
    assertThat(rows("consent")).containsExactly("2|acme|yes");
    assertThat(rows("member")).containsExactly("2|acme|c1|1", "3|acme|c1|2", "3|acme|c2|1");
    assertThat(repair(none(), one(), several()))
        .containsExactly(Fate.PRESENT, Fate.PRESENT, Fate.PRESENT);
  }

  @Test
  void shouldFindTheMissingParentOfAnItem() throws Exception {
    EncodedBatch batch =
        batch(one(), List.of(person("5"), member("5", "c1", 1), member("5", "lost", 2)));
    try (Connection connection = TargetServer.open(url)) {
      assertThat(ParentCheck.find(connection, batch.target(), batch.references(), new FoundIds()))
          .containsExactly(new ParentCheck.Broken(1, false, "company", COMPANIES, "lost"));
    }
  }

  @SafeVarargs
  private static RowLoader.Outcome load(List<TableRow>... records) throws Exception {
    try (Connection connection = TargetServer.open(url)) {
      connection.setAutoCommit(false);
      RowLoader.Outcome outcome =
          new RowLoader(connection, batch(records), new FoundIds()).load(new BitSet());
      connection.commit();
      return outcome;
    }
  }

  @SafeVarargs
  private static Fate[] repair(List<TableRow>... records) throws Exception {
    EncodedBatch batch = batch(records);
    List<List<TableRow>> rows = new ArrayList<>();
    for (List<TableRow> record : records) {
      rows.add(record);
    }
    try (Connection connection = TargetServer.open(url)) {
      connection.setAutoCommit(false);
      Fate[] fates =
          new RowRepair(connection, batch.target(), true)
              .repair(batch, Entity.CONTACTS, rows, new BitSet());
      connection.commit();
      return fates;
    }
  }

  @SafeVarargs
  private static EncodedBatch batch(List<TableRow>... records) throws Exception {
    EncodedBatch batch = new EncodedBatch(target());
    for (List<TableRow> rows : records) {
      batch.add(Entity.CONTACTS, rows);
    }
    return batch;
  }

  private static List<String> rows(String table) throws SQLException {
    return TargetServer.query(url, "SELECT * FROM shop." + table + " ORDER BY 1, 3");
  }

  private static TableRow person(String id) {
    return new TableRow(PERSON, Arrays.asList(id, "acme", null));
  }

  private static TableRow consent(String id, String said) {
    return new TableRow(CONSENT, List.of(id, "acme", said));
  }

  private static TableRow member(String person, String company, long rank) {
    return new TableRow(MEMBER, List.of(person, "acme", company, rank));
  }

  private static RunTarget target() {
    TargetColumn id = new TargetColumn("id", "id", ColumnType.TEXT, null, false, null);
    TargetColumn customer =
        new TargetColumn("customer", "customer", ColumnType.TEXT, null, true, null);
    List<TargetTable> tables = new ArrayList<>();
    tables.add(table(COMPANY, COMPANIES, "company", null, List.of(), List.of("id"), id, customer));
    tables.add(
        table(
            PERSON,
            Entity.CONTACTS,
            "person",
            null,
            List.of(),
            List.of("id"),
            id,
            customer,
            new TargetColumn("mail", "address", ColumnType.TEXT, null, true, null)));
    tables.add(
        table(
            CONSENT,
            Entity.CONTACTS,
            "consent",
            null,
            List.of(new RowCondition("consent", RowCondition.PRESENT)),
            List.of("id"),
            id,
            customer,
            new TargetColumn("said", "consent", ColumnType.TEXT, null, true, null)));
    tables.add(
        table(
            MEMBER,
            Entity.CONTACTS,
            "member",
            "companyIds",
            List.of(),
            List.of("person", "company"),
            new TargetColumn("person", "id", ColumnType.TEXT, null, false, null),
            customer,
            new TargetColumn(
                "company", "ref(companies, item)", ColumnType.TEXT, null, false, COMPANIES),
            new TargetColumn("rank", TargetColumn.POSITION, ColumnType.INTEGER, null, true, null)));
    return new RunTarget(pack(tables), RunKind.LIVE, "acme");
  }

  private static TargetTable table(
      int index,
      Entity entity,
      String name,
      String each,
      List<RowCondition> when,
      List<String> key,
      TargetColumn... columns) {
    Sql none = new Sql("select 1", "shop.yaml", 1);
    return new TargetTable(
        index,
        entity,
        name,
        each,
        when,
        List.of(columns),
        key,
        "customer",
        none,
        none,
        null,
        List.of(),
        null);
  }

  private static TargetPack pack(List<TargetTable> tables) {
    TargetPack sample = SampleTarget.pack(url);
    return new TargetPack(
        "shop", "", sample.database(), "shop", "shop", null, null, null, null, List.of(), tables);
  }
}
