package dev.godwit.worker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.common.v1.RunKind;
import dev.godwit.common.v1.Stage;
import dev.godwit.report.v1.ReportEnvelope;
import dev.godwit.task.v1.PurgeTarget;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.wire.WireEncoder;
import dev.godwit.worker.order.TaskOrders;
import dev.godwit.worker.outage.OutageRetry;
import dev.godwit.worker.run.RunRegistry;
import dev.godwit.worker.run.RunStatusTable;
import dev.godwit.worker.run.RunTraces;
import dev.godwit.worker.stage.StageIdentity;
import dev.godwit.worker.stage.StageReports;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;

class TaskHandlingTest {
  private final List<String> steps = new ArrayList<>();
  private final RunRegistry runs =
      new RunRegistry(null, new RunStatusTable(), null, new RunTraces());
  private final OutageRetry outage =
      new OutageRetry(
          new StageReports(null, null, new RunTraces()) {
            @Override
            public void waiting(ReportEnvelope envelope, String waitingFor, String error) {
              steps.add("waits for " + waitingFor + ": " + error.substring(0, 5));
            }

            @Override
            public void recovered(ReportEnvelope envelope, String waitedFor, Duration waited) {
              steps.add("recovered");
            }
          },
          new StageIdentity(Stage.LOAD, "loader", Optional.of("l"), 1),
          runs,
          Duration.ZERO);
  private boolean ordered = true;
  private final TaskOrders orders =
      new TaskOrders(limit -> {}) {
        @Override
        public Optional<SpecificRecord> await(SpecificRecord message) {
          return ordered
              ? Optional.of(new PurgeTarget(envelope(), "as ordered"))
              : Optional.empty();
        }
      };
  private final TaskHandling handling = new TaskHandling(Stage.LOAD, runs, orders, outage);

  /** A purge whose database fails with these states, one attempt after another. */
  private final class Purge implements TaskHandler<PurgeTarget> {
    private final Deque<String> states;
    private final boolean alsoWhenStopped;

    private Purge(boolean alsoWhenStopped, String... states) {
      this.states = new ArrayDeque<>(List.of(states));
      this.alsoWhenStopped = alsoWhenStopped;
    }

    @Override
    public Class<PurgeTarget> type() {
      return PurgeTarget.class;
    }

    @Override
    public boolean alsoWhenStopped() {
      return alsoWhenStopped;
    }

    @Override
    public void handle(PurgeTarget task, TaskTransaction transaction) throws Exception {
      if (!states.isEmpty()) {
        throw new SQLException("no write", states.removeFirst());
      }
      steps.add("purged " + task.getReason());
    }
  }

  @Test
  void shouldReportTheWaitAndPurgeWhenTheTargetTakesWritesAgain() throws Exception {
    handle(new Purge(true, "25006", "53100"));
    assertThat(steps)
        .containsExactly(
            "restart",
            "waits for the target database: 25006",
            "restart",
            "restart",
            "purged as ordered",
            "recovered");
  }

  @Test
  void shouldFailWhenATaskOfARunningRunMeetsAReadOnlyDatabaseForTooLong() {
    assertThatThrownBy(() -> handle(new Purge(false, "25006", "25006")))
        .isInstanceOf(SQLException.class)
        .hasMessage("no write");
    assertThat(steps)
        .containsExactly("restart", "waits for the target database: 25006", "recovered");
  }

  @Test
  void shouldDoAndReportNothingWhenNoEventOrdersTheTask() throws Exception {
    ordered = false;
    handle(new Purge(true));
    assertThat(steps).isEmpty();
  }

  private static TaskEnvelope envelope() {
    return new TaskEnvelope(
        "c/2/purge", "c", "c", 2, RunKind.LIVE, "old", "new", Instant.EPOCH, "cause");
  }

  private void handle(Purge purge) throws Exception {
    TaskEnvelope envelope = envelope();
    handling.handle(
        "task",
        purge,
        new PurgeTarget(envelope, "why"),
        envelope,
        new TaskTransaction() {
          @Override
          public Future<RecordMetadata> send(
              String topic, Integer partition, byte[] key, SpecificRecord value) {
            return new CompletableFuture<>();
          }

          @Override
          public Future<RecordMetadata> sendBytes(
              String topic, Integer partition, byte[] key, byte[] value) {
            return new CompletableFuture<>();
          }

          @Override
          public void flush() {
            // Nothing is sent.
          }

          @Override
          public void restart() {
            steps.add("restart");
          }

          @Override
          public void report(SpecificRecord report) {
            // Nothing is reported.
          }

          @Override
          public ReportEnvelope envelope() {
            return null;
          }

          @Override
          public WireEncoder encoder() {
            return null;
          }
        });
  }
}
