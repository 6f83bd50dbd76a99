package dev.godwit.transformer.inbound;

import dev.godwit.event.v1.Envelope;
import dev.godwit.event.v1.ExtractionPlanned;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.merge.PublishedMerges;
import dev.godwit.worker.merge.RunMerges;
import dev.godwit.worker.run.RunEventListener;
import dev.godwit.worker.run.RunSpec;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;

/**
 * The merge groups of a customer's newest run, which is the only one that live events are
 * transformed for: where they stand in {@code crm.identities.v1} is in the event {@code
 * ExtractionPlanned}. So they are the same in every process and after every restart. Keeps the
 * offsets of each customer's last plan for ever, a few hundred bytes each. Thread-safe.
 */
@ApplicationScoped
public class PlannedMerges implements RunEventListener {
  /** The offsets between which the groups of a run stand, each list by partition. */
  private record Plan(int run, String snapshot, List<Long> from, List<Long> to) {}

  private final PublishedMerges published;
  private final Map<String, Plan> newest = new ConcurrentHashMap<>();

  PlannedMerges(PublishedMerges published) {
    this.published = published;
  }

  @Override
  public void onEvent(SpecificRecord event) {
    if (event instanceof ExtractionPlanned planned) {
      Envelope of = planned.getEnvelope();
      Plan plan =
          new Plan(
              of.getRun(),
              planned.getSnapshot(),
              List.copyOf(planned.getIdentitiesFrom()),
              List.copyOf(planned.getIdentitiesTo()));
      newest.merge(of.getMigrationId(), plan, (a, b) -> a.run() > b.run() ? a : b);
    }
  }

  /**
   * The merge groups of a run; reads them where they are not in memory, and waits for the broker.
   *
   * @param run the newest run of its customer
   * @return empty where its plan was not consumed yet
   * @throws StageFailedException where the topic does not have them as they were published
   */
  public Optional<RunMerges> of(RunSpec run) throws StageFailedException {
    Plan plan = newest.get(run.customer());
    return plan == null || plan.run() != run.run()
        ? Optional.empty()
        : Optional.of(published.of(run.runId(), plan.snapshot(), plan.from(), plan.to()));
  }
}
