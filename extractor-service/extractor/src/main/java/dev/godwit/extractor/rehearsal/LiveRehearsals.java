package dev.godwit.extractor.rehearsal;

import dev.godwit.common.v1.RouteCount;
import dev.godwit.extractor.ExtractorSettings;
import dev.godwit.pack.SourcePack;
import dev.godwit.task.v1.RehearseLive;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.task.TaskTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.List;

/**
 * Tries the routes of live engagement for a rehearsal: the live topic, the tail, and, through the
 * webhooks process, the mail providers. Thread-safe.
 */
@ApplicationScoped
public class LiveRehearsals {
  private static final String NOTHING =
      "Expected an email of the customer, with its id and not in quarantine, to which an open or click can refer; found none among the first of the source.";

  private final LiveSamples samples;
  private final boolean withWebhooks;

  LiveRehearsals(LiveSamples samples, ExtractorSettings settings) {
    this.samples = samples;
    this.withWebhooks = settings.rehearseWebhooks();
  }

  /**
   * The events that were sent.
   *
   * @param routes number of events by route
   * @param nothing why none was sent; empty where some were
   */
  public record Sent(List<RouteCount> routes, String nothing) {}

  /**
   * Sends the events in the task's transaction.
   *
   * @throws StageFailedException where the pack does not fit its source; fatal
   * @throws SQLException from the source
   */
  public Sent send(RehearseLive task, SourcePack pack, TaskTransaction transaction)
      throws SQLException, StageFailedException {
    TaskEnvelope envelope = task.getEnvelope();
    String runId = RunSpec.idOf(envelope.getCustomer(), envelope.getRun());
    LiveSample sample = samples.of(pack, envelope.getCustomer(), runId);
    if (sample.emailIds().isEmpty()) {
      return new Sent(List.of(), NOTHING);
    }
    return new Sent(
        new SyntheticEvents(
                envelope.getCustomer(),
                envelope.getRun(),
                envelope.getIssuedAt(),
                withWebhooks,
                transaction)
            .send(sample),
        "");
  }
}
