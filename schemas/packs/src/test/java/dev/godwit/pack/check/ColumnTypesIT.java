package dev.godwit.pack.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.godwit.pack.ColumnType;
import dev.godwit.pack.Golden;
import dev.godwit.pack.PackCheck;
import dev.godwit.pack.PackException;
import dev.godwit.pack.Packs;
import dev.godwit.pack.Position;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.pack.TargetTable.FilledColumn;
import dev.godwit.pack.read.Findings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A target whose columns have every type, and columns that its database fills. */
class ColumnTypesIT {
  private static EmbeddedPostgres postgres;

  @BeforeAll
  static void start() throws IOException, SQLException {
    postgres = EmbeddedPostgres.builder().setPGStartupWait(Duration.ofSeconds(90)).start();
    execute(Files.readString(Path.of("src/test/resources/club/club.sql")));
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @Test
  void shouldReportValuesThatNoRowCouldHaveAndColumnsThatNothingFills()
      throws IOException, SQLException {
    TargetPack pack = Packs.load(Golden.folder("catalogue-types"), v -> null).target("many-club");
    try (Connection connection = open()) {
      connection.setAutoCommit(false);
      PackException thrown =
          catchThrowableOfType(
              PackException.class, () -> PackCheck.againstCatalogue(pack, connection));
      Golden.compare("catalogue-types", thrown.findings());
      try (Statement statement = connection.createStatement()) {
        statement.execute("select 1");
      }
    }
  }

  @Test
  void shouldDescribeTypesDigitsAndLimitsWhenThePackIsGood(@TempDir Path folder)
      throws IOException, SQLException {
    execute(
        "alter table many_staging.letter alter column sent type timestamp(6)",
        "alter table many.person alter column lost set default 'none'",
        "alter table many.person alter column hash set default 'none'",
        "alter table many_staging.person alter column lost set default 'none'",
        "alter table many_staging.person alter column hash set default 'none'");
    String good =
        Files.readString(Golden.folder("catalogue-types").resolve("many-club/pack.yaml"))
            .replace("constant: heavy", "constant: \"0.1\"")
            .replace("25:00", "24:00")
            .replace("P1X", "P1Y2M3DT4H")
            .replace(", when-missing: 10.0.0", "")
            .replace("10.0.0.1/8", "10.0.0.0/8")
            .replace(", separator: \",\"", "")
            .replace("\"[]\"", "'[\"none\"]'")
            .replace("'[\"a\"]'", "'[1, 610]'")
            .replace(", max-length: 11", "")
            .replace("gren", "green")
            .replace("\"103\"", "\"100\"")
            .replace("\"51\"", "\"52\"")
            .replace(", when-missing: desk", "")
            .replaceAll("(?m)^ +(month|moods|hush): .*\n", "");
    Path pack = Files.createDirectory(folder.resolve("many-club"));
    Files.writeString(pack.resolve("pack.yaml"), good);
    try (Connection connection = open()) {
      TargetPack checked =
          PackCheck.againstCatalogue(Packs.load(folder, v -> null).target("many-club"), connection);
      TargetTable person = checked.tables().getFirst();
      assertThat(person.columns())
          .extracting(TargetColumn::type)
          .containsExactly(
              ColumnType.UUID,
              ColumnType.TEXT,
              ColumnType.CITEXT,
              ColumnType.FLOAT,
              ColumnType.TIME,
              ColumnType.INTERVAL,
              ColumnType.INET,
              ColumnType.CIDR,
              ColumnType.TEXT_ARRAY,
              ColumnType.INTEGER_ARRAY,
              ColumnType.VARCHAR_ARRAY,
              ColumnType.TIMESTAMPTZ,
              ColumnType.TEXT,
              ColumnType.INTEGER,
              ColumnType.JSONB);
      assertThat(column(person, "birth").secondDigits()).isZero();
      assertThat(column(person, "stay").secondDigits()).isEqualTo(3);
      assertThat(column(person, "seen").secondDigits()).isEqualTo(3);
      assertThat(column(person, "names").maxLength()).isEqualTo(10);
      assertThat(person.filledByDatabase())
          .extracting(FilledColumn::name)
          .containsExactly("made", "counted", "hash");
      TargetTable letter = checked.tables().get(1);
      assertThat(letter.uncompared()).extracting(TargetColumn::name).containsExactly("sent");
      assertThat(letter.readBack().text()).doesNotContain("hash");
    }
    List<CheckedPack> read = new PacksCheckCommand(v -> null).check(folder, false);
    assertThat(read.getFirst().notes())
        .hasSize(2)
        .first()
        .asString()
        .contains("pack.yaml:", "the column sent of letter is written and not compared");
    assertThat(read.getFirst().text()).contains("no finding").endsWith("1 column is not compared");
  }

  @Test
  void shouldAskADomainAboutATextAsItIsWritten() throws SQLException {
    execute(
        "create domain public.trimmed as text constraint no_spaces check (value = btrim(value))",
        "create domain public.small as smallint check (value < 10)",
        "create domain public.raw as bytea check (length(value) < 4)");
    assertThat(refused("public.trimmed", ColumnType.TEXT, "a b", " a")).containsExactly("' a'");
    assertThat(refused("public.small", ColumnType.SHORT, " 7 ", "10")).containsExactly("'10'");
    assertThat(refused("public.raw", ColumnType.BYTES, "a b", " abc")).containsExactly("' abc'");
  }

  /** The texts that the domain refuses, as findings quote them. */
  private static List<String> refused(String domain, ColumnType type, String... texts)
      throws SQLException {
    ColumnShape shape =
        new ColumnShape(
            "c", domain, type, null, false, null, true, false, false, false, true, List.of());
    Findings findings = new Findings();
    try (Connection connection = open()) {
      DomainCheck.check(
          connection, shape, List.of(texts), new Position("pack.yaml", 1, 1), findings);
    }
    PackException thrown = catchThrowableOfType(PackException.class, findings::throwIfAny);
    return thrown.findings().stream()
        .map(finding -> finding.found().substring(0, finding.found().indexOf(',')))
        .toList();
  }

  @Test
  void shouldFindAStagingDomainThatTakesMoreThanTheLiveOne() throws SQLException {
    execute(
        "create domain public.loose as integer",
        "create schema dom",
        "create schema dom_staging",
        "create table dom.person (id uuid primary key, club text, share public.even_percent)",
        "create table dom_staging.person (id uuid primary key, club text, share public.loose)");
    TargetPack pack = Packs.load(Golden.folder("catalogue-types"), v -> null).target("many-club");
    TargetPack other =
        new TargetPack(
            pack.name(),
            pack.fingerprint(),
            pack.database(),
            "dom",
            "dom_staging",
            pack.prepare(),
            pack.enable(),
            pack.disable(),
            pack.isEnabled(),
            pack.purge(),
            pack.tables(),
            pack.ids());
    TargetTable person =
        pack.tables()
            .getFirst()
            .withColumns(
                List.of(
                    new TargetColumn("id", "id", ColumnType.UUID, null, false, null),
                    new TargetColumn("club", "customer", ColumnType.TEXT, null, true, null),
                    new TargetColumn("share", "outlet", ColumnType.INTEGER, null, true, null)));
    try (Connection connection = open()) {
      assertThat(SchemaDifferences.of(connection, other, person))
          .containsExactlyInAnyOrder(
              "dom_staging lacks column share of a domain with CHECK (((VALUE >= 0) AND (VALUE <= 100)))",
              "dom_staging lacks column share of a domain with CHECK ((((VALUE)::integer % 2) = 0))");
    }
  }

  private static TargetColumn column(TargetTable table, String name) {
    return table.columns().get(table.position(name));
  }

  private static void execute(String... statements) throws SQLException {
    try (Connection connection = open();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static Connection open() throws SQLException {
    return postgres.getPostgresDatabase().getConnection();
  }
}
