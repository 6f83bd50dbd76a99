package dev.godwit.validator.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.godwit.canonical.BucketDigest;
import dev.godwit.canonical.DerivedId;
import dev.godwit.canonical.RowDigest;
import dev.godwit.common.v1.RunKind;
import dev.godwit.pack.ColumnType;
import dev.godwit.pack.DatabaseSettings;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.receipt.v1.Ledger;
import dev.godwit.receipt.v1.TableDigest;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.Difference;
import dev.godwit.validator.differences.DifferenceSearch;
import dev.godwit.validator.differences.ExpectedRows;
import dev.godwit.validator.differences.ExpectedRowsLostException;
import dev.godwit.worker.run.ReplayControl;
import dev.godwit.worker.run.ReplayControl.State;
import dev.godwit.worker.run.RunSpec;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FullComparisonIT {
  private static final int ROWS = 2_000;
  private static final DifferenceSearch.Bounds BOUNDS = new DifferenceSearch.Bounds(500, 10);
  private static final RunSpec RUN =
      new RunSpec("acme/2", "acme", 2, RunKind.LIVE, "legacy", "sample", DerivedId.ORDERED);
  private static final Sql NONE = new Sql("select 1", "pack.yaml", 1);
  private static final TargetTable TABLE =
      new TargetTable(
          0,
          Entity.EMAILS,
          "email",
          null,
          List.of(column("id", ColumnType.LONG), column("subject", ColumnType.TEXT)),
          List.of("id"),
          "customer",
          NONE,
          new Sql(
              "select id, subject from {schema}.email where customer = :customer", "pack.yaml", 1));

  private static EmbeddedPostgres postgres;

  private final List<Difference> listed = new ArrayList<>();
  private final Findings findings = new Findings();
  private ReplayControl control = new ReplayControl(3, State.RUNNING, 0);
  private ExpectedRows expected =
      (table, visitor) -> {
        for (long id = 1; id <= ROWS; id++) {
          visitor.row(row(id));
        }
      };

  @BeforeAll
  static void start() throws IOException {
    postgres = EmbeddedPostgres.start();
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @BeforeEach
  void fill() throws SQLException {
    execute(
        "drop table if exists email",
        "create table email (customer text, id bigint primary key, subject text)",
        "insert into email select 'acme', i, 'subject ' || i from generate_series(1, "
            + ROWS
            + ") i",
        "insert into email values ('other', 0, 'not ours')");
  }

  @Test
  void shouldFindNothingWhenTheTargetHoldsTheRunsRows() throws SQLException {
    compare();

    assertThat(listed).isEmpty();
    assertThat(findings.rows()).isEqualTo(ROWS);
    assertThat(findings.differences()).isZero();
  }

  @Test
  void shouldListEveryKeyWithTheReplaysNumberWhenPeopleChangedRows() throws SQLException {
    execute(
        "delete from email where id = 7",
        "update email set subject = 'mine' where id = 8",
        "insert into email values ('acme', 9000, 'new')");

    compare();

    assertThat(listed)
        .extracting(Difference::getKey, Difference::getDifference, Difference::getReplay)
        .containsExactlyInAnyOrder(
            tuple("id=7", "MISSING", 3),
            tuple("id=8", "CHANGED", 3),
            tuple("id=9000", "UNEXPECTED", 3));
    assertThat(findings.differences()).isEqualTo(3);
    assertThat(listed).allMatch(difference -> difference.getCut() == 5);
  }

  @Test
  void shouldNameTheTableAndItsBucketsWhenItsExpectedRowsAreGone() throws SQLException {
    execute("delete from email where id = 7");
    expected =
        (table, visitor) -> {
          throw new ExpectedRowsLostException("retention has deleted them");
        };

    compare();

    assertThat(findings.lostTables())
        .containsExactly("email (2000 rows expected, 1999 found, 1 of 256 buckets differ)");
    assertThat(findings.whyLost()).isEqualTo("retention has deleted them");
    assertThat(listed).isEmpty();
  }

  @Test
  void shouldNotNeedTheExpectedRowsWhenTheDigestsAreTheSame() throws SQLException {
    expected =
        (table, visitor) -> {
          throw new ExpectedRowsLostException("retention has deleted them");
        };

    compare();

    assertThat(findings.lostTables()).isEmpty();
  }

  @Test
  void shouldFindNothingOfATableThatIsInterrupted() {
    control = new ReplayControl(3, State.PAUSED, 0);

    assertThatThrownBy(this::compare).isInstanceOf(ReplayInterruptedException.class);
    assertThat(findings.rows()).isZero();
  }

  private void compare() throws SQLException {
    TargetPack pack = pack();
    FullComparison comparison =
        new FullComparison(
            run -> pack,
            (named, connection) -> named,
            (ledger, liveEnds, actual, sink) ->
                new DifferenceSearch(expected, actual, sink, BOUNDS));
    assertThat(FullComparison.tables(pack, List.of(Entity.CONTACTS))).isEmpty();
    for (TargetTable table : FullComparison.tables(pack, List.of())) {
      comparison.compare(
          new FullComparison.Request(RUN, pack, ledger(), 3, listed::add),
          table,
          new ReplayPace(() -> control, ReplayPace.Time.SYSTEM, ROWS, read -> {}),
          findings);
    }
  }

  private static Ledger ledger() {
    RowDigest digest = new RowDigest();
    BucketDigest rows = new BucketDigest();
    for (long id = 1; id <= ROWS; id++) {
      rows.add(digest.keyHash(row(id), new int[] {0}), digest.hash(row(id)));
    }
    return Ledger.newBuilder()
        .setRunId(RUN.runId())
        .setCustomer("acme")
        .setCut(5)
        .setLines(List.of())
        .setHops(List.of())
        .setQuarantine(List.of())
        .setTables(List.of(new TableDigest(0, rows.rows(), rows.toBytes())))
        .build();
  }

  private static List<Object> row(long id) {
    return List.of(id, "subject " + id);
  }

  private static TargetColumn column(String name, ColumnType type) {
    return new TargetColumn(name, name, type, null, true, null);
  }

  private static TargetPack pack() {
    return new TargetPack(
        "sample",
        "none",
        new DatabaseSettings(
            postgres.getJdbcUrl("postgres", "postgres"),
            "postgres",
            "NONE",
            name -> name.equals("NONE") ? "postgres" : null),
        "public",
        "public",
        NONE,
        NONE,
        NONE,
        NONE,
        List.of(),
        List.of(TABLE));
  }

  private static void execute(String... statements) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
