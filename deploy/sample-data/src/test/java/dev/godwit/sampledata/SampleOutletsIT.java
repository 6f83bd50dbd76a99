package dev.godwit.sampledata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contacts with the outlets of a file, as it spells them. */
class SampleOutletsIT {
  private static Server server;
  private String url;

  @BeforeAll
  static void start() throws IOException {
    server = new Server();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @BeforeEach
  void fresh() throws SQLException {
    url = server.database("legacy");
    try (Connection source = Server.open(url)) {
      SampleData.createSource(source);
    }
  }

  @Test
  void shouldTakeOutletsWithTheirDirtFromAFile(@TempDir Path folder)
      throws SQLException, IOException {
    Path csv = folder.resolve("outlets.csv");
    Files.writeString(
        csv, "name,state,domain\n\"The \"\"Post\"\", Bexhill \",AA,post.example\nNo Site,BB,\n");
    try (Connection source = Server.open(url)) {
      SampleData.createCustomer(source, new SampleSpec("acme", "Acme", 500, 0, 0, 1, csv));
      assertThat(
              Server.number(
                  source, "select count(*) from contact where outlet = 'The \"Post\", Bexhill '"))
          .isPositive();
      assertThat(
              Server.number(
                  source, "select count(*) from contact where email like '%@post.example'"))
          .isPositive();
    }
  }

  @Test
  void shouldKeepDirtyNamesAndLeaveOutMalformedDomains() throws SQLException {
    Path csv = Path.of("src/test/resources/godwit/sample/outlets.csv");
    try (Connection source = Server.open(url)) {
      SampleSummary made =
          SampleData.createCustomer(source, new SampleSpec("acme", "Acme", 20_000, 0, 0, 1, csv));
      for (String name :
          List.of("KXQA ", "kxqa", "KXQC, Channel 7", "The \"Old\" Post", "Two\nLines Weekly")) {
        assertThat(
                Server.number(
                    source, "select count(*) from contact where outlet = '" + name.strip() + "'"))
            .as(name)
            .isPositive();
      }
      assertThat(Server.number(source, "select count(*) from contact where outlet like 'KXQA %'"))
          .isPositive();
      assertThat(
              Server.number(
                  source, "select count(*) from contact where email like '%@kxqc.example%'"))
          .isPositive();
      assertThat(
              Server.number(
                  source,
                  "select count(*) from contact where lower(email) similar to"
                      + " '%(garve|halden|@inver|nameless)%'"))
          .isZero();
      assertThat(made.mergedAway()).isEqualTo(440);
    }
  }
}
