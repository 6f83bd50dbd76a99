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

  private static PSQLException error(String state, String message) {
    return new PSQLException(
        new ServerErrorMessage("SERROR\0C%s\0M%s\0".formatted(state, message)));
  }
}
