package dev.godwit.loader.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.canonical.BucketDigest;
import dev.godwit.common.v1.RunKind;
import dev.godwit.loader.SampleTarget;
import dev.godwit.loader.TargetServer;
import dev.godwit.loader.reference.FoundIds;
import dev.godwit.loader.rows.RowRepair.Fate;
import dev.godwit.loader.targetdb.RunTarget;
import dev.godwit.pack.ColumnType;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.pack.TargetTable.FilledColumn;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.TableRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A table with a key that the database compares without its case, a column that a trigger changes
 * and that is not compared, one that the database fills, and a domain with a check.
 */
class ColumnsOfTheTargetIT {
  private static final String ROWS = "SELECT tag, note, hits, stamp FROM shop.item ORDER BY note";
  private static String url;

  @BeforeAll
  static void makeDatabase() throws SQLException {
    url = TargetServer.newDatabase();
    TargetServer.execute(url, "CREATE EXTENSION citext");
  }

  @BeforeEach
  void makeTable() throws SQLException {
    TargetServer.execute(
        url,
        """
        DROP SCHEMA IF EXISTS shop CASCADE;
        CREATE SCHEMA shop;
        CREATE DOMAIN shop.polite AS text CHECK (value <> 'rude');
        CREATE TABLE shop.item (
          tag citext PRIMARY KEY, customer text, note shop.polite, hits integer,
          stamp text NOT NULL);
        CREATE TABLE shop.term (length interval PRIMARY KEY, customer text);
        CREATE FUNCTION shop.fill() RETURNS trigger LANGUAGE plpgsql AS
          'BEGIN new.stamp := ''made of '' || new.tag; new.hits := new.hits + 100; RETURN new; END';
        CREATE TRIGGER fill BEFORE INSERT ON shop.item FOR EACH ROW EXECUTE FUNCTION shop.fill()""");
  }

  @Test
  void shouldTakeARowAsHeldWhenATriggerChangedAColumnThatIsNotCompared() throws Exception {
    load(row("News", "one", 1));
    assertThat(rows()).containsExactly("News|one|101|made of News");

    RowLoader.Outcome again = load(row("News", "one", 1));
    assertThat(again.held().get(0)).isTrue();
    assertThat(again.refused()).isEmpty();

    RowLoader.Outcome other = load(row("News", "another", 1));
    assertThat(other.held().isEmpty()).isTrue();
    assertThat(other.refused()).hasSize(1);
  }

  @Test
  void shouldRefuseARowWhenItsKeyDiffersInCaseAlone() throws Exception {
    load(row("News", "one", 1));

    RowLoader.Outcome outcome = load(row("news", "one", 1), row("other", "two", 2));
    assertThat(outcome.held().isEmpty()).isTrue();
    assertThat(outcome.refused())
        .singleElement()
        .satisfies(
            refused -> {
              assertThat(refused.record()).isZero();
              assertThat(refused.refusal().sqlState()).isEqualTo("23505");
            });
    assertThat(rows()).containsExactly("News|one|101|made of News", "other|two|102|made of other");
  }

  @Test
  void shouldRefuseARowWhenADomainDoesNotTakeIt() throws Exception {
    RowLoader.Outcome outcome = load(row("a", "rude", 1), row("b", "kind", 2));

    assertThat(outcome.refused())
        .singleElement()
        .satisfies(
            refused -> {
              assertThat(refused.record()).isZero();
              assertThat(refused.refusal().sqlState()).isEqualTo("23514");
            });
    assertThat(rows()).containsExactly("b|kind|102|made of b");
  }

  @Test
  void shouldReplaceComparedColumnsAloneWhenARowIsRepaired() throws Exception {
    load(row("News", "one", 1));
    TargetServer.execute(url, "UPDATE shop.item SET note = 'spoiled', hits = 7");

    assertThat(repair(row("News", "one", 1))).containsExactly(Fate.WRITTEN);
    assertThat(rows()).containsExactly("News|one|7|made of News");

    TargetServer.execute(url, "UPDATE shop.item SET hits = 8");
    assertThat(repair(row("News", "one", 1))).containsExactly(Fate.PRESENT);
  }

  @Test
  void shouldReplaceNoOtherRowWhenARepairedKeyDiffersInCaseAlone() throws Exception {
    load(row("News", "one", 1));

    assertThat(repair(row("news", "two", 2))).containsExactly(Fate.REFUSED);
    assertThat(rows()).containsExactly("News|one|101|made of News");
  }

  /** The database takes both as equal: a unique key has one of them. */
  @Test
  void shouldReplaceNoOtherRowWhenAMonthIsComparedWithThirtyDays() throws Exception {
    TargetTable terms =
        table(
            "term",
            List.of(),
            new TargetColumn("length", "legacyId", ColumnType.INTERVAL, null, false, null),
            new TargetColumn("customer", "customer", ColumnType.TEXT, null, true, null));
    TableRow month = new TableRow(0, List.of("P1M0DT0S", "acme"));
    TableRow days = new TableRow(0, List.of("P0M30DT0S", "acme"));

    assertThat(repair(terms, month)).containsExactly(Fate.WRITTEN);
    assertThat(repair(terms, days)).containsExactly(Fate.REFUSED);
    assertThat(repair(terms, month)).containsExactly(Fate.PRESENT);
    assertThat(TargetServer.query(url, "SELECT length FROM shop.term")).containsExactly("1 mon");
  }

  @Test
  void shouldDigestAlikeWhenOnlyColumnsThatAreNotComparedDiffer() throws Exception {
    assertThat(sum(row("News", "one", 1))).isEqualTo(sum(row("News", "one", 2)));
    assertThat(sum(row("News", "one", 1))).isNotEqualTo(sum(row("News", "two", 1)));
  }

  private static byte[] sum(TableRow row) throws Exception {
    EncodedBatch batch = batch(row);
    BucketDigest[] digests = batch.newDigests();
    batch.addTo(digests, 0);
    return digests[0].toBytes().array();
  }

  private static RowLoader.Outcome load(TableRow... rows) throws Exception {
    try (Connection connection = TargetServer.open(url)) {
      connection.setAutoCommit(false);
      RowLoader.Outcome outcome =
          new RowLoader(connection, batch(rows), new FoundIds()).load(new BitSet());
      connection.commit();
      return outcome;
    }
  }

  private static Fate[] repair(TableRow row) throws Exception {
    return repair(item(), row);
  }

  private static Fate[] repair(TargetTable table, TableRow row) throws Exception {
    EncodedBatch batch = new EncodedBatch(target(table));
    batch.add(Entity.CONTACTS, List.of(row));
    try (Connection connection = TargetServer.open(url)) {
      connection.setAutoCommit(false);
      Fate[] fates =
          new RowRepair(connection, target(table), true)
              .repair(batch, Entity.CONTACTS, List.of(List.of(row)), new BitSet());
      connection.commit();
      return fates;
    }
  }

  private static List<String> rows() throws SQLException {
    return TargetServer.query(url, ROWS);
  }

  private static TableRow row(String tag, String note, long hits) {
    return new TableRow(0, Arrays.asList(tag, "acme", note, hits));
  }

  private static EncodedBatch batch(TableRow... rows) throws Exception {
    EncodedBatch batch = new EncodedBatch(target(item()));
    for (TableRow row : rows) {
      batch.add(Entity.CONTACTS, List.of(row));
    }
    return batch;
  }

  private static TargetTable item() {
    return table(
        "item",
        List.of(new FilledColumn("stamp", null)),
        new TargetColumn("tag", "legacyId", ColumnType.CITEXT, null, false, null),
        new TargetColumn("customer", "customer", ColumnType.TEXT, null, true, null),
        new TargetColumn("note", "outlet", ColumnType.TEXT, null, true, null),
        new TargetColumn(
            "hits",
            "team",
            ColumnType.INTEGER,
            null,
            true,
            null,
            new TargetColumn.Extras(List.of(), Map.of(), null, null, null, null, false, null),
            null));
  }

  private static TargetTable table(
      String name, List<FilledColumn> filled, TargetColumn... columns) {
    Sql none = new Sql("select 1", "shop.yaml", 1);
    return new TargetTable(
        0,
        Entity.CONTACTS,
        name,
        null,
        List.of(),
        List.of(columns),
        List.of(columns[0].name()),
        "customer",
        none,
        none,
        null,
        filled,
        null);
  }

  private static RunTarget target(TargetTable table) {
    TargetPack sample = SampleTarget.pack(url);
    return new RunTarget(
        new TargetPack(
            "shop",
            "",
            sample.database(),
            "shop",
            "shop",
            null,
            null,
            null,
            null,
            List.of(),
            List.of(table)),
        RunKind.LIVE,
        "acme");
  }
}
