package dev.godwit.pack.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.godwit.pack.Golden;
import dev.godwit.pack.PackCheck;
import dev.godwit.pack.PackException;
import dev.godwit.pack.Packs;
import dev.godwit.pack.check.CheckedPack.State;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PackCheckIT {
  private static EmbeddedPostgres postgres;

  @BeforeAll
  static void start() throws IOException, SQLException {
    postgres = EmbeddedPostgres.builder().setPGStartupWait(Duration.ofSeconds(90)).start();
    try (Connection connection = open();
        Statement statement = connection.createStatement()) {
      statement.execute(Files.readString(Path.of("src/test/resources/club/club.sql")));
    }
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @Test
  void shouldReportWhatASourceDatabaseLacks() throws IOException, SQLException {
    Packs packs = Packs.load(Golden.folder("catalogue-source"), variable -> null);
    try (Connection connection = open()) {
      PackException thrown =
          catchThrowableOfType(
              PackException.class,
              () -> PackCheck.againstCatalogue(packs.source("old-club"), connection));
      Golden.compare("catalogue-source", thrown.findings());
    }
  }

  @Test
  void shouldReportWhatASourceDatabaseLacksForLiveEvents() throws IOException, SQLException {
    Packs packs = Packs.load(Golden.folder("catalogue-live"), variable -> null);
    try (Connection connection = open()) {
      PackException thrown =
          catchThrowableOfType(
              PackException.class,
              () -> PackCheck.againstCatalogue(packs.source("old-crm"), connection));
      Golden.compare("catalogue-live", thrown.findings());
    }
  }

  @Test
  void shouldReportWhenSessionsTakeKeysInBlocks() throws IOException, SQLException {
    Packs packs = Packs.load(Golden.folder("catalogue-cache"), variable -> null);
    try (Connection connection = open();
        Statement statement = connection.createStatement()) {
      PackException thrown =
          catchThrowableOfType(
              PackException.class,
              () -> PackCheck.againstCatalogue(packs.source("old-crm"), connection));
      Golden.compare("catalogue-cache", thrown.findings());
      statement.execute("alter sequence altverein.zaehler cache 1");
      assertThat(PackCheck.againstCatalogue(packs.source("old-crm"), connection))
          .isEqualTo(packs.source("old-crm"));
    }
  }

  @Test
  void shouldReportWhatATargetDatabaseLacks() throws IOException, SQLException {
    Packs packs = Packs.load(Golden.folder("catalogue-target"), variable -> null);
    try (Connection connection = open()) {
      PackException thrown =
          catchThrowableOfType(
              PackException.class,
              () -> PackCheck.againstCatalogue(packs.target("new-club"), connection));
      Golden.compare("catalogue-target", thrown.findings());
    }
  }

  @Test
  void shouldReportWhenAnEventsKeyMayDiffer() throws IOException, SQLException {
    Packs packs = Packs.load(Golden.folder("catalogue-event-key"), variable -> null);
    try (Connection connection = open()) {
      PackException thrown =
          catchThrowableOfType(
              PackException.class,
              () -> PackCheck.againstCatalogue(packs.target("timed-club"), connection));
      Golden.compare("catalogue-event-key", thrown.findings());
    }
  }

  @Test
  void shouldReportWhenAMessageIdOrAnIdCannotBeLookedUp() throws IOException, SQLException {
    Packs packs = Packs.load(Golden.folder("catalogue-lookup"), variable -> null);
    try (Connection connection = open()) {
      PackException thrown =
          catchThrowableOfType(
              PackException.class,
              () -> PackCheck.againstCatalogue(packs.target("found-club"), connection));
      Golden.compare("catalogue-lookup", thrown.findings());
    }
  }

  @Test
  void shouldLeaveATransactionAsItWas() throws SQLException {
    Packs packs = Packs.load(Golden.folder("catalogue-source"), variable -> null);
    try (Connection connection = open();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("create temp table mine (a integer)");
      assertThatThrownBy(() -> PackCheck.againstCatalogue(packs.source("old-club"), connection))
          .isInstanceOf(PackException.class);
      statement.execute("insert into mine values (1)");
    }
  }

  @Test
  void shouldAcceptOtherNamesAndKeysOfTwoColumns() throws SQLException {
    Packs packs = Packs.load(Golden.folder("catalogue-good"), variable -> null);
    try (Connection connection = open()) {
      assertThat(PackCheck.againstCatalogue(packs.source("club-source"), connection))
          .isEqualTo(packs.source("club-source"));
    }
  }

  @Test
  void shouldSayWhichPacksAreGood() {
    Map<String, String> environment =
        Map.of(
            "GODWIT_SOURCE_URL",
            "jdbc:postgresql://127.0.0.1:1/none",
            "GODWIT_SOURCE_PASSWORD",
            "secret");
    PacksCheckCommand command = new PacksCheckCommand(environment::get);

    List<CheckedPack> read = command.check(Path.of("reference"), false);
    assertThat(read).extracting(CheckedPack::state).containsExactly(State.READ, State.READ);
    assertThat(read).extracting(CheckedPack::text).anyMatch(t -> t.contains("reference-crm ("));
    assertThat(PacksCheckCommand.exitCode(read)).isEqualTo(PacksCheckCommand.GOOD);

    List<CheckedPack> away = command.check(Path.of("reference/reference-legacy"), true);
    assertThat(away)
        .singleElement()
        .extracting(CheckedPack::text)
        .asString()
        .contains("expected to reach its database")
        .doesNotContain("secret");
    assertThat(PacksCheckCommand.exitCode(away)).isEqualTo(PacksCheckCommand.NOT_REACHED);

    List<CheckedPack> broken = command.check(Golden.folder("syntax"), false);
    assertThat(broken).singleElement().extracting(CheckedPack::name).isNull();
    assertThat(broken.getFirst().findings()).isNotEmpty();
    assertThat(broken.getFirst().text())
        .contains(broken.getFirst().findings().getFirst().toString(), " finding");
    assertThat(PacksCheckCommand.exitCode(broken)).isEqualTo(PacksCheckCommand.FINDINGS);
  }

  private static Connection open() throws SQLException {
    return postgres.getPostgresDatabase().getConnection();
  }
}
