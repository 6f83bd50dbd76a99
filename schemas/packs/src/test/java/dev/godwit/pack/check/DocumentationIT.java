package dev.godwit.pack.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.pack.ColumnType;
import dev.godwit.pack.PackCheck;
import dev.godwit.pack.Packs;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.records.Entity;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the document are packs that work. */
class DocumentationIT {
  private static final Pattern EXAMPLE =
      Pattern.compile("```yaml\n(pack: ([a-z-]+)\n.*?)```", Pattern.DOTALL);

  @TempDir private static Path folder;
  private static EmbeddedPostgres postgres;
  private static Packs packs;

  @BeforeAll
  static void start() throws IOException, SQLException {
    Matcher examples = EXAMPLE.matcher(Files.readString(Path.of("docs/making-a-pack.md")));
    while (examples.find()) {
      Path pack = Files.createDirectory(folder.resolve(examples.group(2)));
      Files.writeString(pack.resolve("pack.yaml"), examples.group(1));
    }
    Files.writeString(
        folder.resolve("club-source/contacts.sql"),
        "select * from member where club = :customer\n");
    packs = Packs.load(folder, variable -> null);
    postgres = EmbeddedPostgres.builder().setPGStartupWait(Duration.ofSeconds(90)).start();
    try (Connection connection = open();
        Statement statement = connection.createStatement()) {
      statement.execute(Files.readString(Path.of("src/test/resources/club/documentation.sql")));
    }
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @Test
  void shouldHaveNoFindingInTheSourceExample() throws SQLException {
    try (Connection connection = open()) {
      assertThat(PackCheck.againstCatalogue(packs.source("club-source"), connection)).isNotNull();
    }
  }

  @Test
  void shouldHaveNoFindingInTheTargetExampleAndKnowItsTypes() throws SQLException {
    try (Connection connection = open()) {
      TargetPack pack = PackCheck.againstCatalogue(packs.target("club-target"), connection);
      TargetTable person = pack.main(Entity.CONTACTS);
      assertThat(person.columns().get(person.position("may_be_mailed")).type())
          .isEqualTo(ColumnType.BOOLEAN);
      assertThat(person.columns().get(person.position("interests_shown")).maxLength())
          .isEqualTo(200);
      assertThat(person.columns().get(person.position("joined")).type()).isEqualTo(ColumnType.DATE);
      assertThat(pack.tables().get(1).maxItems()).isEqualTo(50);
      assertThat(pack.contactRules()).isEqualTo(packs.target("club-target").contactRules());
      assertThat(pack.contactRules().largestGroup()).isEqualTo(30);
    }
  }

  @Test
  void shouldShowTheLiveSectionOfTheReferencePack() throws IOException {
    Matcher live =
        Pattern.compile("```yaml\n(live:\n.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("docs/making-a-pack.md")));
    assertThat(live.find()).isTrue();
    assertThat(Files.readString(Path.of("reference/reference-legacy/pack.yaml")))
        .contains(live.group(1));
  }

  @Test
  void shouldReportWhenStagingDiffersFromLive() throws SQLException {
    try (Connection connection = open();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(
          "alter table members_staging.person_interest alter column interest type varchar(50)");
      statement.execute("alter table members_staging.letter drop column sent");
      assertThatThrownBy(() -> PackCheck.againstCatalogue(packs.target("club-target"), connection))
          .hasMessageContaining(
              "expected the same column in members and members_staging, found the length 60 in"
                  + " members and 50 in members_staging of person_interest.interest")
          .hasMessageContaining("expected a column of members_staging.letter");
      connection.rollback();
    }
  }

  private static Connection open() throws SQLException {
    return postgres.getPostgresDatabase().getConnection();
  }
}
