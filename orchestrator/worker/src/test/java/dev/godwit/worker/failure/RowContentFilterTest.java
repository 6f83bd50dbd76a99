package dev.godwit.worker.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.task.v1.TaskEnvelope;
import io.quarkus.logging.LoggingFilter;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletionException;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;

class RowContentFilterTest {
  private static final String VALUE = "ann@example.org";
  private final SQLException quoting =
      new SQLException(
          "ERROR: invalid input syntax for type bigint: \"" + VALUE + "\"\n  Where: line 1",
          "22P02");
  private final SQLException failingRow =
      new SQLException(
          "ERROR: null value in column \"name\" violates not-null constraint\n"
              + "  Detail: Failing row contains (7, null, ann@example.org).",
          "23502");

  @Test
  void shouldKeepStateAndStackWhenADatabaseErrorIsLogged() {
    String log = log(failingRow, "Failed.");
    assertThat(log)
        .contains("Failed.", "java.sql.SQLException: 23502 ERROR: null value in column \"name\"")
        .contains("at " + RowContentFilterTest.class.getName() + ".<init>")
        .doesNotContain(VALUE, "Detail");
    assertThat(log(quoting, "Failed.")).contains("22P02 ERROR: invalid").doesNotContain(VALUE);
  }

  @Test
  void shouldDropTheMessageWhenAnErrorWrapsADatabaseError() {
    StageFailedException failure =
        new StageFailedException("acme", "It says " + quoting.getMessage(), "Mend it.", quoting);
    for (Throwable error :
        List.of(failure, new IllegalStateException(failure), new CompletionException(quoting))) {
      assertThat(log(error, "Failed."))
          .contains(error.getClass().getName(), "Caused by: java.sql.SQLException: 22P02 ERROR")
          .doesNotContain(VALUE);
    }
  }

  @Test
  void shouldDropTheMessageButNameALostConnectionWhenAnErrorCausedADatabaseError() {
    SQLException driver = new SQLException("Bad value for type long : " + VALUE, "22003");
    driver.initCause(new NumberFormatException("For input string: " + VALUE));
    assertThat(log(driver, "Failed."))
        .contains(
            "22003 Bad value for type long : …",
            "Caused by: " + NumberFormatException.class.getName())
        .doesNotContain(VALUE);
    SQLException lost = new SQLException("The connection is lost", "08006");
    lost.initCause(new ConnectException("Connection refused"));
    assertThat(log(lost, "Failed.")).contains("08006 The connection is lost", "Connection refused");
  }

  @Test
  void shouldDropTheMessageWhenErrorsAreSuppressedOrOfABatch() {
    BatchUpdateException batch =
        new BatchUpdateException("Batch entry 0 insert ('" + VALUE + "')", "22P02", new int[0]);
    batch.setNextException(quoting);
    IOException error = new IOException("closed");
    error.addSuppressed(new IllegalStateException(VALUE, batch));
    assertThat(log(error, "Failed."))
        .contains(
            "java.io.IOException: closed", "Suppressed: " + IllegalStateException.class.getName())
        .contains("BatchUpdateException: 22P02 ERROR: invalid input syntax")
        .doesNotContain(VALUE);
  }

  @Test
  void shouldRedactAnErrorWhenItIsAParameter() {
    assertThat(log(null, "Tried %s again: %s", 7, new RuntimeException(quoting)))
        .contains("Tried 7 again: java.lang.RuntimeException")
        .doesNotContain(VALUE);
  }

  @Test
  void shouldEndWhenCausesFormACircle() {
    RuntimeException first = new RuntimeException("first");
    SQLException second = new SQLException(quoting.getMessage(), "22P02", first);
    first.initCause(second);
    assertThat(log(first, "Failed.")).contains("22P02").doesNotContain(VALUE);
  }

  @Test
  void shouldKeepAnErrorWhenNoDatabaseErrorIsInIt() {
    IllegalStateException error = new IllegalStateException("Expected 1, found 2");
    assertThat(RedactedThrowable.redact(error)).isSameAs(error);
    assertThat(log(error, "Failed.")).contains("Expected 1, found 2");
  }

  @Test
  void shouldFilterEveryHandlerWhenTheLogIsConfigured() throws Exception {
    Properties settings = new Properties();
    try (InputStream read =
        RowContentFilter.class.getResourceAsStream("/META-INF/microprofile-config.properties")) {
      settings.load(read);
    }
    String name = RowContentFilter.class.getAnnotation(LoggingFilter.class).name();
    assertThat(settings)
        .containsEntry("quarkus.log.console.filter", name)
        .containsEntry("quarkus.log.file.filter", name)
        .containsEntry("quarkus.log.syslog.filter", name);
  }

  @Test
  void shouldNotQuoteARowWhenATaskIsReportedAsFailed() {
    TaskEnvelope task = new TaskEnvelope();
    task.setTaskId("t-1");
    Exception wrapping = new IllegalStateException(quoting);
    assertThat(StageFailedException.of(task, wrapping))
        .hasMessage("The database refused: 22P02 ERROR: invalid input syntax for type bigint: …")
        .hasCause(wrapping);
    assertThat(StageFailedException.of(task, new IllegalStateException("Expected 1, found 2")))
        .hasMessageContaining("Expected 1, found 2");
  }

  private static String log(Throwable thrown, String format, Object... parameters) {
    StringBuilder out = new StringBuilder();
    ExtHandler handler =
        new ExtHandler() {
          @Override
          protected void doPublish(ExtLogRecord record) {
            out.append(getFormatter().format(record));
          }
        };
    handler.setFormatter(new PatternFormatter("%s%n%e"));
    handler.setLevel(Level.ALL);
    handler.setFilter(new RowContentFilter());
    ExtLogRecord record =
        new ExtLogRecord(Level.ERROR, format, ExtLogRecord.FormatStyle.PRINTF, "logger");
    record.setParameters(parameters);
    record.setThrown(thrown);
    handler.publish(record);
    return out.toString();
  }
}
