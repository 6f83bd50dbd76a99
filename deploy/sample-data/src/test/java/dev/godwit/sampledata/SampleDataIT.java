package dev.godwit.sampledata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SampleDataIT {
  private static final SampleSpec ACME = new SampleSpec("acme", 6_000, 12_000, 30_000, 7);
  private static final String ROWS_AS_TEXT =
      "select md5(string_agg(r, '|' order by r collate \"C\")) from (select %s::text as r from %s t) x";

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
  void shouldMakeAsManyRowsAsAskedFor() throws SQLException {
    try (Connection source = Server.open(url)) {
      List<Long> seen = new ArrayList<>();
      SampleSummary made = SampleData.createCustomer(source, ACME, seen::add);

      assertThat(Server.number(source, "select count(*) from contact")).isEqualTo(6_000);
      assertThat(Server.number(source, "select count(*) from email")).isEqualTo(12_000);
      assertThat(Server.number(source, "select count(*) from engagement")).isEqualTo(30_000);
      assertThat(Server.number(source, "select count(*) from team")).isEqualTo(made.teams());
      assertThat(Server.text(source, "select status from customer")).isEqualTo("active");
    }
  }

  @Test
  void shouldMakeTheSameRowsWhenTheSeedIsTheSame() throws SQLException {
    List<String> first = digests();
    url = server.database("legacy_again");
    try (Connection source = Server.open(url)) {
      SampleData.createSource(source);
    }
    assertThat(digests()).isEqualTo(first);
  }

  /** Figures of measurements and expectations of other tests depend on these very rows. */
  @Test
  void shouldMakeTheRowsOfEarlierReleases() throws SQLException {
    assertThat(digests())
        .containsExactly(
            "6db46e158b45e38cd94d2ef76e034006",
            "0aef1febd9c209e259af8d6b2d9cb1c5",
            "379d8c21817c3522d1c3c5b12809a086",
            "588c53c235e108c5b1ce14dd7c548cb9");
  }

  @Test
  void shouldMakeEngagementsThatFollowTheirEmails() throws SQLException {
    SampleSpec sends = ACME.with(SampleProfile.SENDS, 0);
    try (Connection source = Server.open(url)) {
      SampleSummary made = SampleData.createCustomer(source, sends);

      String usual = " not in (timestamp 'epoch', timestamp '2099-12-31 23:59:59.999999')";
      assertThat(
              Server.number(
                  source,
                  "select count(*) from (select date_trunc('second', sent_at) as at, lag(date_trunc('second', sent_at)) over (order by id) as before from email where sent_at"
                      + usual
                      + ") e where at < before"))
          .as("emails in another order than that of sending")
          .isZero();
      assertThat(
              Server.number(
                  source,
                  "select count(*) from (select date_trunc('second', occurred_at) as at, lag(date_trunc('second', occurred_at)) over (order by id) as before from engagement where occurred_at"
                      + usual
                      + ") e where at < before"))
          .as("engagements in another order than that of time")
          .isZero();
      String pairs =
          " from engagement g join email e on e.id = g.email_id where g.occurred_at"
              + usual
              + " and e.sent_at"
              + usual;
      assertThat(
              Server.number(source, "select count(*)" + pairs + " and g.occurred_at <= e.sent_at"))
          .as("engagements before their email")
          .isZero();
      assertThat(
              Server.number(
                  source,
                  "select count(*) * 100 / (select count(*)"
                      + pairs
                      + ")"
                      + pairs
                      + " and g.occurred_at < e.sent_at + interval '4 days'"))
          .as("per cent within days")
          .isGreaterThan(75);
      assertKnown(sends, made);
    }
  }

  @Test
  void shouldMakeTheShareOfEngagementsThatTheTargetRefuses() throws SQLException {
    for (SampleProfile profile : SampleProfile.values()) {
      SampleSpec refused =
          new SampleSpec("acme-" + profile.name(), 6_000, 12_000, 30_000, 7).with(profile, 0.01);
      try (Connection source = Server.open(url)) {
        SampleSummary made = SampleData.createCustomer(source, refused);

        assertThat(made.quarantined("ENGAGEMENTS", "TARGET_REFUSED"))
            .isEqualTo(302)
            .isEqualTo(
                Server.number(
                    source,
                    "select count(*) from engagement g join email e on e.id = g.email_id"
                        + " where g.kind = 'click' and g.url is null and g.customer_id = 'acme-"
                        + profile.name()
                        + "'"));
        assertKnown(refused, made);
      }
    }
  }

  private static void assertKnown(SampleSpec spec, SampleSummary made) {
    SampleEngagements known = new SampleEngagements(spec);
    assertThat(LongStream.range(0, known.count()).filter(i -> !known.isMigratable(i)).count())
        .isEqualTo(made.quarantined("ENGAGEMENTS"));
  }

  @Test
  void shouldMakeOtherRowsWhenTheSeedIsAnother() throws SQLException {
    try (Connection source = Server.open(url)) {
      SampleData.createCustomer(source, ACME);
      SampleData.createCustomer(source, new SampleSpec("other", 6_000, 12_000, 30_000, 8));
      assertThat(Server.number(source, "select count(*) from contact")).isEqualTo(12_000);
      assertThat(
              Server.number(
                  source,
                  "select count(*) from contact a join contact b on b.customer_id = 'other'"
                      + " and b.email = a.email where a.customer_id = 'acme'"))
          .isLessThan(600);
    }
  }

  @Test
  void shouldCountEachOddityThatItMade() throws SQLException {
    try (Connection source = Server.open(url)) {
      SampleSummary made = SampleData.createCustomer(source, ACME);

      assertNasty(source, made, Oddity.MISSING_ADDRESS, "contact where coalesce(email, '') = ''");
      assertNasty(
          source, made, Oddity.EMPTY_OR_NULL_NAME, "contact where coalesce(given_name, '') = ''");
      assertNasty(
          source,
          made,
          Oddity.NINETY_FOUR_TAGS,
          "contact where cardinality(string_to_array(tags, ',')) = 94");
      assertNasty(
          source,
          made,
          Oddity.BROKEN_CUSTOM_FIELDS,
          "contact where custom_fields <> '' and custom_fields is not json");
      assertNasty(
          source, made, Oddity.NUL_IN_CUSTOM_FIELDS, "contact where custom_fields like '%u0000%'");
      assertNasty(source, made, Oddity.INFINITE_DATE, "contact where updated_at = 'infinity'");
      assertNasty(source, made, Oddity.LONG_SUBJECT, "email where length(subject) = 600");
      assertNasty(
          source,
          made,
          Oddity.EMAIL_GONE,
          "engagement g where not exists (select from email e where e.id = g.email_id)");
      assertNasty(source, made, Oddity.LONG_URL, "engagement where length(url) = 2000");
      assertNasty(
          source,
          made,
          Oddity.UNKNOWN_KIND,
          "engagement where lower(kind) not in ('open', 'opened', 'click', 'clicked')");
      assertNasty(
          source,
          made,
          Oddity.REFUSED_BY_TARGET,
          "engagement where kind = 'click' and url is null");
      assertNasty(
          source,
          made,
          Oddity.ADDRESS_VARIANT,
          "(select row_number() over (partition by lower(btrim(email, e' \\t'))) as n from contact"
              + " where lower(btrim(email, e' \\t')) ~ '^(ann[.]reporter[.]|jürgen[.]|ann[+])') x where n > 1");
      assertThat(
              Server.number(
                  source,
                  "select count(*) from (select from contact where lower(btrim(email, e' \\t')) ~"
                      + " '^(ann[.]reporter[.]|jürgen[.]|ann[+])' group by lower(btrim(email, e' \\t'))"
                      + " having count(distinct given_name) > 1 or count(distinct family_name) > 1) x"))
          .as("groups whose names disagree")
          .isZero();
      long in1970 =
          Server.number(
              source,
              "select (select count(*) from contact where created_at = 'epoch')"
                  + " + (select count(*) from email where sent_at = 'epoch')"
                  + " + (select count(*) from engagement where occurred_at = 'epoch')");
      assertThat(in1970).isPositive();
      assertThat(made.oddity(Oddity.FOUR_BYTE_CHARACTER)).isPositive();
      assertThat(made.oddity(Oddity.RIGHT_TO_LEFT_NAME)).isPositive();
    }
  }

  @Test
  void shouldMakeOpensInTheSameSecondAndClicksWithoutAnOpen() throws SQLException {
    try (Connection source = Server.open(url)) {
      SampleSummary made = SampleData.createCustomer(source, ACME);
      assertThat(
              Server.number(
                  source,
                  "select count(*) from engagement a join engagement b on b.id = a.id + 1"
                      + " and b.email_id = a.email_id and lower(a.kind) like 'open%' and lower(b.kind) like 'open%'"
                      + " and date_trunc('second', a.occurred_at) = date_trunc('second', b.occurred_at)"))
          .isPositive()
          .isGreaterThan(made.oddity(Oddity.SAME_SECOND) * 9 / 10);
      assertThat(
              Server.number(
                  source,
                  "select count(*) from engagement c where lower(kind) like 'click%' and not exists"
                      + " (select from engagement o where o.email_id = c.email_id and lower(o.kind) like 'open%')"))
          .isPositive();
    }
  }

  @Test
  void shouldRefuseWritesExceptTrackingWhenTheCustomerIsFrozen() throws SQLException {
    try (Connection source = Server.open(url)) {
      SampleData.createCustomer(source, ACME);
      SampleData.createCustomer(source, new SampleSpec("other", 100, 100, 100, 1));
      Server.run(source, "update customer set status = 'frozen' where id = 'acme'");

      for (String table : List.of("contact", "email", "team")) {
        String own = " where id = (select min(id) from " + table + " where customer_id = 'acme')";
        assertThatThrownBy(
                () ->
                    Server.run(source, "update " + table + " set customer_id = customer_id" + own))
            .hasMessageContaining("customer acme is frozen");
        assertThatThrownBy(() -> Server.run(source, "delete from " + table + own))
            .hasMessageContaining("customer acme is frozen");
      }
      assertThatThrownBy(
              () ->
                  Server.run(
                      source, "insert into team (id, customer_id, name) values (-1, 'acme', 'x')"))
          .hasMessageContaining("customer acme is frozen");
      Server.run(
          source, "insert into engagement (id, customer_id, kind) values (-1, 'acme', 'open')");
      Server.run(source, "update contact set language = 'en' where customer_id = 'other'");

      Server.run(source, "update customer set status = 'active' where id = 'acme'");
      Server.run(source, "update contact set language = 'en' where customer_id = 'acme'");
    }
  }

  @Test
  void shouldKeepTheOthersWhenACustomerIsDropped() throws SQLException {
    try (Connection source = Server.open(url)) {
      SampleData.createCustomer(source, ACME);
      SampleData.createCustomer(source, new SampleSpec("other", 100, 200, 300, 1));
      Server.run(source, "update customer set status = 'frozen' where id = 'acme'");
      SampleData.dropCustomer(source, "acme");

      assertThat(Server.number(source, "select count(*) from customer")).isEqualTo(1);
      assertThat(Server.number(source, "select count(*) from contact")).isEqualTo(100);
      assertThat(Server.number(source, "select count(*) from email")).isEqualTo(200);
      assertThat(Server.number(source, "select count(*) from engagement")).isEqualTo(300);
    }
  }

  @Test
  void shouldKnowWhichEngagementsAreQuarantinedWithoutReadingThem() throws SQLException {
    try (Connection source = Server.open(url)) {
      SampleSummary made = SampleData.createCustomer(source, ACME);
      SampleEngagements known = new SampleEngagements(ACME);
      long broken =
          LongStream.range(0, known.count()).filter(index -> !known.isMigratable(index)).count();
      assertThat(broken).isPositive().isEqualTo(made.quarantined("ENGAGEMENTS"));
    }
  }

  @Test
  void shouldAddTheCasesThatItCounts() throws SQLException {
    try (Connection source = Server.open(url)) {
      SampleSummary plain = SampleData.createCustomer(source, ACME);
      SampleSummary made = SampleData.addCases(source, ACME, plain);

      assertThat(Server.number(source, "select count(*) from contact"))
          .isEqualTo(made.contacts())
          .isGreaterThan(plain.contacts());
      assertNasty(
          source, made, Oddity.PLACEHOLDER_ADDRESS, "contact where email = 'none@none.example'");
      assertNasty(
          source, made, Oddity.FAMILY_ADDRESS, "contact where lower(email) = 'family@example.com'");
      assertNasty(
          source,
          made,
          Oddity.INVISIBLE_AT_THE_END,
          "contact where email ~ '^\u200f' or email ~ '\u200e$'");
      assertNasty(source, made, Oddity.ENTERED_TWICE, "contact where custom_fields ~ 'person'");
      assertNasty(source, made, Oddity.INVISIBLE_INSIDE, "contact where email ~ '\u00ad'");
      assertNasty(source, made, Oddity.EMPTY_PHP_ARRAY, "contact where custom_fields = '[]'");
      assertNasty(source, made, Oddity.TOO_LARGE, "contact where length(custom_fields) > 10000000");
      assertNasty(
          source,
          made,
          Oddity.ONE_MESSAGE_ID,
          "email e where exists (select from email o where o.message_id = e.message_id"
              + " and o.id <> e.id)");
      assertThat(made.mergedAway()).isEqualTo(plain.mergedAway() + 2);
      assertThat(made.quarantined("CONTACTS", "LARGE_GROUP")).isEqualTo(25);
      assertThat(made.quarantined("CONTACTS", "DISAGREEING_GROUP")).isEqualTo(2);
    }
  }

  @Test
  void shouldRefuseACustomerWhenItExists() throws SQLException {
    try (Connection source = Server.open(url)) {
      SampleSpec small = new SampleSpec("acme", 10, 10, 10, 1);
      SampleData.createCustomer(source, small);
      assertThatThrownBy(() -> SampleData.createCustomer(source, small))
          .hasMessageContaining("Expected no customer acme");
      assertThat(Server.number(source, "select count(*) from contact")).isEqualTo(10);
    }
  }

  private List<String> digests() throws SQLException {
    try (Connection source = Server.open(url)) {
      SampleData.createCustomer(source, ACME);
      Server.run(source, "set time zone 'UTC'");
      List<String> digests = new ArrayList<>();
      for (String table : List.of("team", "contact", "email", "engagement")) {
        assertThat(Server.number(source, "select count(*) from " + table)).as(table).isPositive();
        digests.add(Server.text(source, ROWS_AS_TEXT.formatted("t", table)));
      }
      return digests;
    }
  }

  private static void assertNasty(Connection source, SampleSummary made, Oddity oddity, String rows)
      throws SQLException {
    assertThat(Server.number(source, "select count(*) from " + rows))
        .as(oddity.words())
        .isPositive()
        .isEqualTo(made.oddity(oddity));
  }
}
