package dev.godwit.loader.rows;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

class RefusalTest {
  @Test
  void shouldLeaveOutTheQuotedValueWhenTheErrorIsAboutData() {
    assertThat(
            Refusal.message(
                error("22P02", "invalid input syntax for type bigint: \"ann@example.org\"")))
        .isEqualTo("invalid input syntax for type bigint: …");
    assertThat(
            Refusal.message(
                new CopyFailedException("live.contact", 0, error("P0001", "\"ann\" is odd"))))
        .isEqualTo("…");
  }

  @Test
  void shouldNameTheObjectsWhenTheErrorIsAboutThem() {
    assertThat(Refusal.message(error("42703", "column \"at\" does not exist")))
        .isEqualTo("column \"at\" does not exist");
  }

  /** PostgreSQL names table and column of a text that is too long in the context only. */
  @Test
  void shouldNameTableAndColumnWhenOnlyTheContextOfACopyHasThem() {
    PSQLException tooLong =
        new PSQLException(
            new ServerErrorMessage(
                "SERROR\0C22001\0Mvalue too long for type character varying(20)\0"
                    + "WCOPY contact, line 7, column given_name: \"Ann\"\0"));
    Refusal refusal = Refusal.of(new CopyFailedException("crm.contact", 0, tooLong));
    assertThat(refusal.text())
        .isEqualTo(
            "The target refused the row: SQLSTATE 22001, table crm.contact, column given_name.");
    assertThat(refusal.inTable()).isEqualTo(", column given_name");
    assertThat(Refusal.of(error("23505", "twice")).names()).isEmpty();
  }

  private static PSQLException error(String state, String message) {
    return new PSQLException(
        new ServerErrorMessage("SERROR\0C%s\0M%s\0".formatted(state, message)));
  }
}
