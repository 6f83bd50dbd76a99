package dev.godwit.loader.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.RunKind;
import dev.godwit.loader.SampleTarget;
import dev.godwit.loader.TargetServer;
import dev.godwit.loader.rows.EncodedBatch;
import dev.godwit.loader.targetdb.RunTarget;
import dev.godwit.pack.ColumnType;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.TableRow;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parents by ids of every kind and column type. */
class ParentCheckIT {
  private static final Sql NONE = new Sql("select 1", "none.yaml", 1);
  private static final Entity COMPANIES = Entity.valueOf("companies");

  private static String url;

  @BeforeAll
  static void makeDatabase() {
    url = TargetServer.newDatabase();
  }

  @ParameterizedTest
  @CsvSource({
    "bigint, LONG",
    "integer, INTEGER",
    "smallint, SHORT",
    "text, TEXT",
    "varchar(9), TEXT",
    "char(4), TEXT"
  })
  void shouldFindParentsWhenIdsAreKept(String sqlType, ColumnType type) throws Exception {
    makeTables(sqlType);
    boolean text = type == ColumnType.TEXT;
    TargetServer.execute(url, "INSERT INTO kept.parent VALUES ('1001', 'acme'), ('1002', 'other')");
    EncodedBatch batch = new EncodedBatch(new RunTarget(pack(type), RunKind.LIVE, "acme"));
    batch.add(Entity.EMAILS, child("a", text ? "1001" : (Object) 1001L));
    batch.add(Entity.EMAILS, child("b", text ? "1002" : (Object) 1002L));
    batch.add(Entity.EMAILS, child("c", null));
    batch.add(Entity.EMAILS, child("d", text ? "1003" : (Object) 1003L));

    assertThat(broken(batch)).containsExactly(1, 3);
  }

  @Test
  void shouldFindParentsWhenIdsAreDerived() throws Exception {
    makeTables("uuid");
    TargetServer.execute(
        url,
        "INSERT INTO kept.parent SELECT ('00000000-0000-0000-0000-' || lpad(i::text, 12, '0'))::uuid,"
            + " 'acme' FROM generate_series(0, 998) i");
    EncodedBatch batch =
        new EncodedBatch(new RunTarget(pack(ColumnType.UUID), RunKind.LIVE, "acme"));
    for (int i = 0; i < 1000; i++) {
      UUID id = UUID.fromString("00000000-0000-0000-0000-%012d".formatted(i));
      ByteBuffer key =
          ByteBuffer.allocate(16)
              .putLong(id.getMostSignificantBits())
              .putLong(id.getLeastSignificantBits())
              .flip();
      batch.add(Entity.EMAILS, child("" + i, key));
    }

    assertThat(broken(batch)).containsExactly(999);
  }

  @Test
  void shouldTakeAParentOfTheSameEntityThatIsBeforeItOrInTheTarget() throws Exception {
    TargetServer.execute(
        url,
        """
        DROP SCHEMA IF EXISTS kept CASCADE;
        CREATE SCHEMA kept;
        CREATE TABLE kept.company (id text PRIMARY KEY, customer text, parent text);
        INSERT INTO kept.company VALUES ('loaded', 'acme', NULL)""");
    EncodedBatch batch = new EncodedBatch(new RunTarget(ofCompanies(), RunKind.LIVE, "acme"));
    String[][] rows = {
      {"a", null},
      {"b", "a"},
      {"c", "loaded"},
      {"d", "gone"},
      {"e", "d"},
      {"f", "g"},
      {"g", "f"},
      {"h", "h"}
    };
    for (String[] row : rows) {
      batch.add(
          COMPANIES, List.of(new TableRow(0, Arrays.asList(row[0], "acme", (Object) row[1]))));
    }

    assertThat(broken(batch)).containsExactly(3, 4, 5, 6);
  }

  private static TargetPack ofCompanies() {
    return new TargetPack(
        "kept",
        "",
        SampleTarget.pack(url).database(),
        "kept",
        "kept",
        NONE,
        NONE,
        NONE,
        NONE,
        List.of(),
        List.of(
            table(
                0,
                COMPANIES,
                "company",
                List.of(
                    column("id", "id", ColumnType.TEXT, null),
                    customer(),
                    column("parent", "ref(companies, parentId)", ColumnType.TEXT, COMPANIES)))));
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

  private static void makeTables(String type) throws Exception {
    TargetServer.execute(
        url,
        """
        DROP SCHEMA IF EXISTS kept CASCADE;
        CREATE SCHEMA kept;
        CREATE TABLE kept.parent (id %1$s PRIMARY KEY, customer text NOT NULL);
        CREATE TABLE kept.child (id text PRIMARY KEY, customer text, parent %1$s)"""
            .formatted(type));
  }

  private static List<TableRow> child(String id, Object parent) {
    return List.of(new TableRow(1, Arrays.asList(id, "acme", parent)));
  }

  private static TargetPack pack(ColumnType id) {
    return new TargetPack(
        "kept",
        "",
        SampleTarget.pack(url).database(),
        "kept",
        "kept",
        NONE,
        NONE,
        NONE,
        NONE,
        List.of(),
        List.of(
            table(0, Entity.CONTACTS, "parent", List.of(column("id", "id", id, null), customer())),
            table(
                1,
                Entity.EMAILS,
                "child",
                List.of(
                    column("id", "id", ColumnType.TEXT, null),
                    customer(),
                    column("parent", "ref(contacts, contactId)", id, Entity.CONTACTS)))));
  }

  private static TargetTable table(
      int index, Entity entity, String name, List<TargetColumn> columns) {
    return new TargetTable(
        index, entity, name, null, columns, List.of("id"), "customer", NONE, NONE);
  }

  private static TargetColumn customer() {
    return column("customer", "customer", ColumnType.TEXT, null);
  }

  private static TargetColumn column(String name, String value, ColumnType type, Entity to) {
    return new TargetColumn(name, value, type, null, true, to);
  }
}
