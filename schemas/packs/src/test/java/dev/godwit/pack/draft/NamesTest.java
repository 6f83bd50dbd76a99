package dev.godwit.pack.draft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
  @ParameterizedTest
  @CsvSource({
    "companies, company",
    "addresses, address",
    "branches, branch",
    "boxes, box",
    "campaigns, campaign",
    "status, status",
    "business, business",
    "people, person",
    "news, new",
    "leases, lease",
    "EmailMessages, email_message",
    "series, sery"
  })
  void shouldTakeTheSingularOfATablesName(String name, String singular) {
    assertThat(Names.singular(name)).isEqualTo(singular);
  }

  @ParameterizedTest
  @CsvSource({
    "accountId, account_id",
    "Account-ID, account_id",
    "_account id_, account_id",
    "utm2Source, utm2_source"
  })
  void shouldWriteNamesInOneForm(String name, String normal) {
    assertThat(Names.normal(name)).isEqualTo(normal);
  }

  @Test
  void shouldQuoteWhatSqlWouldReadAsSomethingElse() {
    assertThat(Names.sql("email")).isEqualTo("email");
    assertThat(Names.sql("order")).isEqualTo("\"order\"");
    assertThat(Names.sql("Name")).isEqualTo("\"Name\"");
    assertThat(Names.sql("a\"b")).isEqualTo("\"a\"\"b\"");
    assertThat(Names.literal("it's")).isEqualTo("'it''s'");
  }

  @Test
  void shouldFindAWordInsideAName() {
    assertThat(Names.hasWord("email_opens", Set.of("open"))).isTrue();
    assertThat(Names.hasWord("reopened", Set.of("open"))).isFalse();
  }
}
