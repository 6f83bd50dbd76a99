package dev.godwit.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class SqlFailureTest {
  @Test
  void a_database_that_is_away_or_busy_is_tried_again() {
    for (String state :
        new String[] {"08006", "08001", "57P01", "57P03", "53300", "53100", "40001", "55P03"}) {
      assertThat(classify(state)).as(state).isEqualTo(SqlFailure.RETRIABLE);
    }
    assertThat(SqlFailure.classify(new SQLException("lost", new SocketException("reset"))))
        .isEqualTo(SqlFailure.RETRIABLE);
  }

  @Test
  void a_bad_row_is_told_from_a_bad_statement() {
    for (String state : new String[] {"22001", "23505", "23503", "54000", "P0001"}) {
      assertThat(classify(state)).as(state).isEqualTo(SqlFailure.ROW);
    }
    for (String state : new String[] {"42P01", "42703", "3F000", "28P01", "25006", "3D000"}) {
      assertThat(classify(state)).as(state).isEqualTo(SqlFailure.FATAL);
    }
    assertThat(SqlFailure.classify(new SQLException("no state"))).isEqualTo(SqlFailure.FATAL);
  }

  @Test
  void what_is_said_of_an_error_leaves_out_the_row() {
    SQLException error =
        new SQLException(
            "ERROR: duplicate key value\n  Detail: Key (email)=(ann@example.org) exists.", "23505");
    assertThat(SqlFailure.describe(error)).isEqualTo("23505 ERROR: duplicate key value");
  }

  private static SqlFailure classify(String state) {
    return SqlFailure.classify(new SQLException("x", state));
  }
}
