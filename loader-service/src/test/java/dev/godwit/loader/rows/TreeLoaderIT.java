package dev.godwit.loader.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.RunKind;
import dev.godwit.loader.SampleTarget;
import dev.godwit.loader.TargetServer;
import dev.godwit.loader.reference.FoundIds;
import dev.godwit.loader.reference.ParentCheck;
import dev.godwit.loader.rows.RowRepair.Fate;
import dev.godwit.loader.targetdb.RunTarget;
import dev.godwit.pack.ColumnType;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that refer to others of their entity, in a target that knows the reference or not. */
class TreeLoaderIT {
  private static final Entity COMPANIES = Entity.valueOf("companies");
  private static final Entity TEAMS = Entity.valueOf("teams");
  private static final Sql NONE = new Sql("select 1", "tree.yaml", 1);
  private static final String TOO_LONG = "longer than the column";

  private static String url;

  @BeforeAll
  static void makeDatabase() {
    url = TargetServer.newDatabase();
  }

  private static void makeTables(String reference) throws SQLException {
    TargetServer.execute(
        url,
        """
        DROP SCHEMA IF EXISTS tree CASCADE;
        CREATE SCHEMA tree;
        CREATE TABLE tree.company (id text PRIMARY KEY, customer text, parent text %1$s, name varchar(9));
        CREATE TABLE tree.team (id text PRIMARY KEY, customer text, parent text, name varchar(9))"""
            .formatted(reference));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "REFERENCES tree.company", "REFERENCES tree.company DEFERRABLE"})
  void shouldLoadNothingBelowARefusedParent(String reference) throws Exception {
    makeTables(reference);
    EncodedBatch batch = new EncodedBatch(target());
    add(batch, COMPANIES, "a", null, "fits");
    add(batch, COMPANIES, "b", null, TOO_LONG);
    add(batch, COMPANIES, "c", "b", "fits");
    add(batch, COMPANIES, "d", "a", "fits");
    add(batch, COMPANIES, "e", "c", "fits");
    add(batch, COMPANIES, "f", "b", TOO_LONG);
    add(batch, COMPANIES, "g", "d", "fits");
    add(batch, COMPANIES, "h", "h", TOO_LONG);
    add(batch, COMPANIES, "i", "i", "fits");

    TreeLoader.Outcome outcome = load(batch, new BitSet());

    assertThat(outcome.refused()).extracting(RowLoader.Refused::record).containsExactly(1, 7);
    assertThat(outcome.broken())
        .containsExactly(
            new ParentCheck.Broken(2, true, "parent", COMPANIES, "b"),
            new ParentCheck.Broken(4, true, "parent", COMPANIES, "c"),
            new ParentCheck.Broken(5, true, "parent", COMPANIES, "b"));
    assertThat(outcome.held().isEmpty()).isTrue();
    assertThat(ids("company")).containsExactly("a", "d", "g", "i");
  }

  @Test
  void shouldKeepAChildWhoseRefusedParentTheTargetHasWithOtherValues() throws Exception {
    makeTables("");
    TargetServer.execute(url, "INSERT INTO tree.company VALUES ('a', 'acme', NULL, 'other')");
    EncodedBatch batch = new EncodedBatch(target());
    add(batch, COMPANIES, "a", null, "fits");
    add(batch, COMPANIES, "b", "a", "fits");

    TreeLoader.Outcome outcome = load(batch, new BitSet());

    assertThat(outcome.refused()).extracting(RowLoader.Refused::record).containsExactly(0);
    assertThat(outcome.broken()).isEmpty();
    assertThat(ids("company")).containsExactly("a", "b");
  }

  @Test
  void shouldTakeRecordsAsHeldBesideARefusedTree() throws Exception {
    makeTables("");
    EncodedBatch batch = new EncodedBatch(target());
    add(batch, COMPANIES, "a", null, "fits");
    add(batch, COMPANIES, "b", "a", "fits");
    load(batch, new BitSet());
    add(batch, COMPANIES, "c", null, TOO_LONG);
    add(batch, COMPANIES, "d", "c", "fits");

    TreeLoader.Outcome outcome = load(batch, new BitSet());

    assertThat(outcome.held().stream()).containsExactly(0, 1);
    assertThat(outcome.refused()).extracting(RowLoader.Refused::record).containsExactly(2);
    assertThat(outcome.broken()).extracting(ParentCheck.Broken::record).containsExactly(3);
    assertThat(ids("company")).containsExactly("a", "b");
  }

  @Test
  void shouldTellRecordsOfTwoEntitiesWithTheSameIdApart() throws Exception {
    makeTables("");
    EncodedBatch batch = new EncodedBatch(target());
    add(batch, COMPANIES, "1", null, "fits");
    add(batch, COMPANIES, "2", "1", "fits");
    add(batch, TEAMS, "2", "gone", "fits");
    add(batch, TEAMS, "1", null, "fits");
    add(batch, TEAMS, "3", "2", "fits");
    add(batch, COMPANIES, "3", "2", "fits");

    assertThat(broken(batch)).containsExactly(2, 4);
  }

  @Test
  void shouldTakeTheFirstOfTwoRecordsWithTheSameIdAsParent() throws Exception {
    makeTables("");
    EncodedBatch batch = new EncodedBatch(target());
    add(batch, COMPANIES, "1", null, "fits");
    add(batch, COMPANIES, "2", "1", "fits");
    add(batch, COMPANIES, "1", null, "fits");

    assertThat(broken(batch)).isEmpty();
  }

  @Test
  void shouldRepairNothingBelowARefusedParent() throws Exception {
    makeTables("");
    EncodedBatch batch = new EncodedBatch(target());
    List<List<TableRow>> rows = new ArrayList<>();
    rows.add(add(batch, COMPANIES, "a", null, "fits"));
    rows.add(add(batch, COMPANIES, "b", null, TOO_LONG));
    rows.add(add(batch, COMPANIES, "c", "b", "fits"));
    try (Connection connection = TargetServer.open(url)) {
      connection.setAutoCommit(false);
      Fate[] fates =
          new RowRepair(connection, batch.target(), false)
              .repair(batch, COMPANIES, rows, new BitSet());
      connection.commit();

      assertThat(fates).containsExactly(Fate.WRITTEN, Fate.REFUSED, Fate.REFUSED);
    }
    assertThat(ids("company")).containsExactly("a");
  }

  private static TreeLoader.Outcome load(EncodedBatch batch, BitSet without) throws Exception {
    try (Connection connection = TargetServer.open(url)) {
      connection.setAutoCommit(false);
      TreeLoader.Outcome outcome = new TreeLoader(connection, batch, new FoundIds()).load(without);
      connection.commit();
      return outcome;
    }
  }

  private static List<Integer> broken(EncodedBatch batch) throws Exception {
    try (Connection connection = TargetServer.open(url)) {
      return ParentCheck.find(
              connection, batch.target(), batch.references(), batch::position, new FoundIds())
          .stream()
          .map(ParentCheck.Broken::record)
          .toList();
    }
  }

  private static List<TableRow> add(
      EncodedBatch batch, Entity entity, String id, String parent, String name) throws Exception {
    int table = entity.equals(COMPANIES) ? 0 : 1;
    List<TableRow> rows = List.of(new TableRow(table, Arrays.asList(id, "acme", parent, name)));
    batch.add(entity, rows);
    return rows;
  }

  private static List<String> ids(String table) throws SQLException {
    return TargetServer.query(url, "SELECT id FROM tree." + table + " ORDER BY 1");
  }

  private static RunTarget target() {
    TargetPack sample = SampleTarget.pack(url);
    TargetPack pack =
        new TargetPack(
            "tree",
            "",
            sample.database(),
            "tree",
            "tree",
            NONE,
            NONE,
            NONE,
            NONE,
            List.of(),
            List.of(table(0, COMPANIES, "company"), table(1, TEAMS, "team")));
    return new RunTarget(pack, RunKind.LIVE, "acme");
  }

  private static TargetTable table(int index, Entity entity, String name) {
    String reference = "ref(" + entity.text() + ", parentId)";
    return new TargetTable(
        index,
        entity,
        name,
        null,
        List.of(
            column("id", "id", null),
            column("customer", "customer", null),
            column("parent", reference, entity),
            column("name", "name", null)),
        List.of("id"),
        "customer",
        NONE,
        NONE);
  }

  private static TargetColumn column(String name, String value, Entity to) {
    return new TargetColumn(name, value, ColumnType.TEXT, null, true, to);
  }
}
