package dev.godwit.sampledata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleDataIT {
  private static final SampleSpec ACME = new SampleSpec("acme", 6_000, 12_000, 30_000, 7);
  private static final String ROWS_AS_TEXT =
      "select md5(string_agg(r, '|' order by r)) from (select %s::text as r from %s t) x";

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
    try (Connection old = Server.open(url)) {
      SampleData.createSource(old);
    }
  }

  @Test
  void makesAsManyRowsAsAskedFor() throws SQLException {
    try (Connection old = Server.open(url)) {
      List<Long> seen = new ArrayList<>();
      SampleSummary made = SampleData.createCustomer(old, ACME, seen::add);

      assertThat(Server.number(old, "select count(*) from contact")).isEqualTo(6_000);
      assertThat(Server.number(old, "select count(*) from email")).isEqualTo(12_000);
      assertThat(Server.number(old, "select count(*) from engagement")).isEqualTo(30_000);
      assertThat(Server.number(old, "select count(*) from team")).isEqualTo(made.teams());
      assertThat(Server.text(old, "select status from customer")).isEqualTo("active");
    }
  }

  @Test
  void theSameSeedGivesTheSameRows() throws SQLException {
    List<String> first = digests();
    url = server.database("legacy_again");
    try (Connection old = Server.open(url)) {
      SampleData.createSource(old);
    }
    assertThat(digests()).isEqualTo(first);
  }

  @Test
  void anotherSeedGivesOtherRows() throws SQLException {
    try (Connection old = Server.open(url)) {
      SampleData.createCustomer(old, ACME);
      SampleData.createCustomer(old, new SampleSpec("other", 6_000, 12_000, 30_000, 8));
      assertThat(Server.number(old, "select count(*) from contact")).isEqualTo(12_000);
      assertThat(
              Server.number(
                  old,
                  "select count(*) from contact a join contact b on b.customer_id = 'other'"
                      + " and b.email = a.email where a.customer_id = 'acme'"))
          .isLessThan(600);
    }
  }

  @Test
  void countsEachOddityThatItMade() throws SQLException {
    try (Connection old = Server.open(url)) {
      SampleSummary made = SampleData.createCustomer(old, ACME);

      assertNasty(old, made, Oddity.MISSING_ADDRESS, "contact where coalesce(email, '') = ''");
      assertNasty(
          old, made, Oddity.EMPTY_OR_NULL_NAME, "contact where coalesce(given_name, '') = ''");
      assertNasty(
          old,
          made,
          Oddity.NINETY_FOUR_TAGS,
          "contact where cardinality(string_to_array(tags, ',')) = 94");
      assertNasty(
          old,
          made,
          Oddity.BROKEN_CUSTOM_FIELDS,
          "contact where custom_fields <> '' and custom_fields is not json");
      assertNasty(
          old, made, Oddity.NUL_IN_CUSTOM_FIELDS, "contact where custom_fields like '%u0000%'");
      assertNasty(old, made, Oddity.INFINITE_DATE, "contact where updated_at = 'infinity'");
      assertNasty(old, made, Oddity.LONG_SUBJECT, "email where length(subject) = 600");
      assertNasty(
          old,
          made,
          Oddity.EMAIL_GONE,
          "engagement g where not exists (select from email e where e.id = g.email_id)");
      assertNasty(old, made, Oddity.LONG_URL, "engagement where length(url) = 2000");
      assertNasty(
          old,
          made,
          Oddity.UNKNOWN_KIND,
          "engagement where lower(kind) not in ('open', 'opened', 'click', 'clicked')");
      assertNasty(
          old, made, Oddity.REFUSED_BY_TARGET, "engagement where kind = 'click' and url is null");
      assertNasty(
          old,
          made,
          Oddity.ADDRESS_VARIANT,
          "(select row_number() over (partition by lower(btrim(email, e' \\t'))) as n from contact"
              + " where lower(btrim(email, e' \\t')) ~ '^(ann[.]reporter[.]|jürgen[.]|ann[+])') x where n > 1");
      long in1970 =
          Server.number(
              old,
              "select (select count(*) from contact where created_at = 'epoch')"
                  + " + (select count(*) from email where sent_at = 'epoch')"
                  + " + (select count(*) from engagement where occurred_at = 'epoch')");
      assertThat(in1970).isPositive();
      assertThat(made.oddity(Oddity.FOUR_BYTE_CHARACTER)).isPositive();
      assertThat(made.oddity(Oddity.RIGHT_TO_LEFT_NAME)).isPositive();
    }
  }

  @Test
  void hasTwoOpensInTheSameSecondAndClicksWithoutAnOpen() throws SQLException {
    try (Connection old = Server.open(url)) {
      SampleSummary made = SampleData.createCustomer(old, ACME);
      assertThat(
              Server.number(
                  old,
                  "select count(*) from engagement a join engagement b on b.id = a.id + 1"
                      + " and b.email_id = a.email_id and lower(a.kind) like 'open%' and lower(b.kind) like 'open%'"
                      + " and date_trunc('second', a.occurred_at) = date_trunc('second', b.occurred_at)"))
          .isPositive()
          .isGreaterThan(made.oddity(Oddity.SAME_SECOND) * 9 / 10);
      assertThat(
              Server.number(
                  old,
                  "select count(*) from engagement c where lower(kind) like 'click%' and not exists"
                      + " (select from engagement o where o.email_id = c.email_id and lower(o.kind) like 'open%')"))
          .isPositive();
    }
  }

  @Test
  void aFrozenCustomerRefusesWritesButForTracking() throws SQLException {
    try (Connection old = Server.open(url)) {
      SampleData.createCustomer(old, ACME);
      SampleData.createCustomer(old, new SampleSpec("other", 100, 100, 100, 1));
      Server.run(old, "update customer set status = 'frozen' where id = 'acme'");

      for (String table : List.of("contact", "email", "team")) {
        String own = " where id = (select min(id) from " + table + " where customer_id = 'acme')";
        assertThatThrownBy(
                () -> Server.run(old, "update " + table + " set customer_id = customer_id" + own))
            .hasMessageContaining("customer acme is frozen");
        assertThatThrownBy(() -> Server.run(old, "delete from " + table + own))
            .hasMessageContaining("customer acme is frozen");
      }
      assertThatThrownBy(
              () ->
                  Server.run(
                      old, "insert into team (id, customer_id, name) values (-1, 'acme', 'x')"))
          .hasMessageContaining("customer acme is frozen");
      Server.run(old, "insert into engagement (id, customer_id, kind) values (-1, 'acme', 'open')");
      Server.run(old, "update contact set language = 'en' where customer_id = 'other'");

      Server.run(old, "update customer set status = 'active' where id = 'acme'");
      Server.run(old, "update contact set language = 'en' where customer_id = 'acme'");
    }
  }

  @Test
  void aDroppedCustomerLeavesTheOthersAsTheyAre() throws SQLException {
    try (Connection old = Server.open(url)) {
      SampleData.createCustomer(old, ACME);
      SampleData.createCustomer(old, new SampleSpec("other", 100, 200, 300, 1));
      Server.run(old, "update customer set status = 'frozen' where id = 'acme'");
      SampleData.dropCustomer(old, "acme");

      assertThat(Server.number(old, "select count(*) from customer")).isEqualTo(1);
      assertThat(Server.number(old, "select count(*) from contact")).isEqualTo(100);
      assertThat(Server.number(old, "select count(*) from email")).isEqualTo(200);
      assertThat(Server.number(old, "select count(*) from engagement")).isEqualTo(300);
    }
  }

  @Test
  void aCustomerThatIsThereIsRefused() throws SQLException {
    try (Connection old = Server.open(url)) {
      SampleSpec small = new SampleSpec("acme", 10, 10, 10, 1);
      SampleData.createCustomer(old, small);
      assertThatThrownBy(() -> SampleData.createCustomer(old, small))
          .hasMessageContaining("Expected no customer acme");
      assertThat(Server.number(old, "select count(*) from contact")).isEqualTo(10);
    }
  }

  @Test
  void takesOutletsAsDirtyAsTheyAreFromAFile(@TempDir Path folder)
      throws SQLException, IOException {
    Path csv = folder.resolve("outlets.csv");
    Files.writeString(
        csv, "name,state,domain\n\"The \"\"Post\"\", Bexhill \",AA,post.example\nNo Site,BB,\n");
    try (Connection old = Server.open(url)) {
      SampleData.createCustomer(old, new SampleSpec("acme", "Acme", 500, 0, 0, 1, csv));
      assertThat(
              Server.number(
                  old, "select count(*) from contact where outlet = 'The \"Post\", Bexhill '"))
          .isPositive();
      assertThat(
              Server.number(old, "select count(*) from contact where email like '%@post.example'"))
          .isPositive();
    }
  }

  @Test
  void keepsTheDirtOfOutletNamesAndLeavesOutMalformedDomains() throws SQLException {
    Path csv = Path.of("src/test/resources/godwit/sample/outlets.csv");
    try (Connection old = Server.open(url)) {
      SampleSummary made =
          SampleData.createCustomer(old, new SampleSpec("acme", "Acme", 20_000, 0, 0, 1, csv));
      for (String name :
          List.of("KXQA ", "kxqa", "KXQC, Channel 7", "The \"Old\" Post", "Two\nLines Weekly")) {
        assertThat(
                Server.number(
                    old, "select count(*) from contact where outlet = '" + name.strip() + "'"))
            .as(name)
            .isPositive();
      }
      assertThat(Server.number(old, "select count(*) from contact where outlet like 'KXQA %'"))
          .isPositive();
      assertThat(
              Server.number(old, "select count(*) from contact where email like '%@kxqc.example%'"))
          .isPositive();
      assertThat(
              Server.number(
                  old,
                  "select count(*) from contact where lower(email) similar to"
                      + " '%(garve|halden|@inver|nameless)%'"))
          .isZero();
      assertThat(made.mergedAway()).isEqualTo(440);
    }
  }

  private List<String> digests() throws SQLException {
    try (Connection old = Server.open(url)) {
      SampleData.createCustomer(old, ACME);
      List<String> digests = new ArrayList<>();
      for (String table : List.of("team", "contact", "email", "engagement")) {
        assertThat(Server.number(old, "select count(*) from " + table)).as(table).isPositive();
        digests.add(Server.text(old, ROWS_AS_TEXT.formatted("t", table)));
      }
      return digests;
    }
  }

  private static void assertNasty(Connection old, SampleSummary made, Oddity oddity, String rows)
      throws SQLException {
    assertThat(Server.number(old, "select count(*) from " + rows))
        .as(oddity.words())
        .isPositive()
        .isEqualTo(made.oddity(oddity));
  }
}
