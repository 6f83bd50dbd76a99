package dev.godwit.worker.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class SqlFailureTest {
  @Test
  void shouldBeRetriableWhenTheDatabaseIsAwayOrBusy() {
    for (String state :
        new String[] {
          "08006", "08001", "57P01", "57P03", "53300", "53100", "40001", "55P03", "25006", "25P04"
        }) {
      assertThat(classify(state)).as(state).isEqualTo(SqlFailure.RETRIABLE);
    }
    assertThat(SqlFailure.classify(new SQLException("lost", new SocketException("reset"))))
        .isEqualTo(SqlFailure.RETRIABLE);
  }

  @Test
  void shouldDistinguishWhenARowOrAStatementIsAtFault() {
    for (String state : new String[] {"22001", "23505", "23503", "54000", "P0001", "21000"}) {
      assertThat(classify(state)).as(state).isEqualTo(SqlFailure.ROW);
    }
    for (String state : new String[] {"42P01", "42703", "3F000", "28P01", "53400", "3D000"}) {
      assertThat(classify(state)).as(state).isEqualTo(SqlFailure.RUN);
    }
    assertThat(classify("XX001")).isEqualTo(SqlFailure.FATAL);
    assertThat(SqlFailure.classify(new SQLException("no state"))).isEqualTo(SqlFailure.RUN);
  }

  @Test
  void shouldLeaveOutTheRowWhenAnErrorIsDescribed() {
    SQLException error =
        new SQLException(
            "ERROR: duplicate key value\n  Detail: Key (email)=(ann@example.org) exists.", "23505");
    assertThat(SqlFailure.describe(error)).isEqualTo("23505 ERROR: duplicate key value");
  }

  @Test
  void shouldDescribeTheCauseWhenABatchFails() {
    BatchUpdateException batch =
        new BatchUpdateException(
            "Batch entry 0 insert into engagement values ('ann@example.org') was aborted: ERROR: x",
            "23505",
            new int[0]);
    assertThat(SqlFailure.describe(batch)).isEqualTo("23505 BatchUpdateException");
    batch.setNextException(new SQLException("ERROR: duplicate key value\n  Detail: ann", "23505"));
    assertThat(SqlFailure.describe(batch)).isEqualTo("23505 ERROR: duplicate key value");
  }

  @Test
  void shouldNotQuoteDataWhenAnErrorIsAboutData() {
    assertThat(
            SqlFailure.describe(
                new SQLException(
                    "ERROR: invalid input syntax for type bigint: \"ann@example\\n.org\"",
                    "22P02")))
        .isEqualTo("22P02 ERROR: invalid input syntax for type bigint: …");
    assertThat(
            SqlFailure.describe(
                new SQLException("Bad value for type long : ann@example.org", "22003")))
        .isEqualTo("22003 Bad value for type long : …");
    assertThat(SqlFailure.describe(new SQLException("ERROR: value \"ann\" is odd", "P0001")))
        .isEqualTo("P0001 ERROR: value …");
    assertThat(SqlFailure.describe(new SQLException("ERROR: column \"x\" does not exist", "42703")))
        .isEqualTo("42703 ERROR: column \"x\" does not exist");
  }

  private static SqlFailure classify(String state) {
    return SqlFailure.classify(new SQLException("x", state));
  }
}
