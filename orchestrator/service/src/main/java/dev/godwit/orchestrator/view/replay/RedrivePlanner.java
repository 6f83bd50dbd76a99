package dev.godwit.orchestrator.view.replay;

import dev.godwit.api.RedrivePlanAnswer;
import dev.godwit.api.RedrivePlanAnswer.Part;
import dev.godwit.api.RunOutcome;
import dev.godwit.common.v1.Stage;
import dev.godwit.orchestrator.view.quarantine.QuarantineRecords;
import dev.godwit.orchestrator.view.quarantine.RedriveRequest;
import dev.godwit.orchestrator.view.replay.ReplayPlanner.Conditions;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Plans a redrive of a migration's latest run: under the conditions of the orchestrator, with the
 * records that are in quarantine now. Thread-safe.
 */
@ApplicationScoped
public class RedrivePlanner {
  private final ReplayPlanner replays;
  private final QuarantineRecords records;

  RedrivePlanner(ReplayPlanner replays, QuarantineRecords records) {
    this.replays = replays;
    this.records = records;
  }

  /**
   * Plans.
   *
   * @return empty where there is no such migration
   * @throws org.apache.kafka.common.KafkaException where the broker does not answer; retriable
   */
  public Optional<RedrivePlanAnswer> plan(String customer, RedriveRequest wanted)
      throws IOException {
    Optional<Conditions> found = replays.redrive(customer, wanted.entities());
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Conditions conditions = found.get();
    if (conditions.refusal() != null) {
      return Optional.of(
          new RedrivePlanAnswer(
              customer, conditions.run(), conditions.refusal(), List.of(), List.of()));
    }
    List<Part> all = records.parts(conditions.quarantine(), wanted);
    List<Part> parts =
        all.stream().filter(part -> !part.stage().equals(Stage.EXTRACT.name())).toList();
    return Optional.of(
        new RedrivePlanAnswer(
            customer,
            conditions.run(),
            null,
            parts,
            notes(conditions, all.size() == parts.size() ? 0 : extracted(all), parts)));
  }

  private static long extracted(List<Part> all) {
    return all.stream()
        .filter(part -> part.stage().equals(Stage.EXTRACT.name()))
        .mapToLong(part -> part.chosen() + part.waiting())
        .sum();
  }

  private static List<String> notes(Conditions conditions, long extracted, List<Part> parts) {
    List<String> notes = new ArrayList<>();
    if (parts.isEmpty()) {
      notes.add("Nothing in quarantine is chosen: the redrive would change nothing.");
    }
    if (extracted > 0) {
      notes.add(
          "The extractor has %d of the chosen records in quarantine; they are not read again: waive them, or correct the source and start another run."
              .formatted(extracted));
    }
    notes.add(
        "Records that the target still cannot take stay in quarantine, with the reason of now.");
    if (conditions.outcome() != RunOutcome.COMMITTED) {
      notes.add("Afterwards the run is cut and judged again by itself.");
    }
    return notes;
  }
}
