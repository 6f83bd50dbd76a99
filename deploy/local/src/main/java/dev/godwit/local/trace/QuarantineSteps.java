package dev.godwit.local.trace;

import dev.godwit.common.v1.Stage;
import dev.godwit.local.trace.TraceStep.Outcome;
import dev.godwit.row.v1.QuarantinedRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The steps about a record's quarantine. Immutable. */
final class QuarantineSteps {
  private final List<QuarantineSearch.Quarantined> found;
  private final QuarantineSearch search;

  QuarantineSteps(List<QuarantineSearch.Quarantined> found, QuarantineSearch search) {
    this.found = found;
    this.search = search;
  }

  /** The time at which a replay of the transformer released the record; null where none did. */
  Instant releasedByTransformer() {
    return found.stream()
        .filter(one -> one.record().getStage() == Stage.TRANSFORM && one.releasedAt() != null)
        .map(QuarantineSearch.Quarantined::releasedAt)
        .findFirst()
        .orElse(null);
  }

  /** One step for each time that it was quarantined; one that says so where it never was. */
  List<TraceStep> steps() {
    List<TraceStep> steps = new ArrayList<>();
    found.forEach(one -> steps.add(step(one)));
    search
        .limited()
        .flatMap(TopicRange::gap)
        .ifPresent(
            gap ->
                steps.add(TraceStep.of("quarantine", Outcome.LIMIT, "crm.quarantine.v1: " + gap)));
    if (steps.isEmpty()) {
      steps.add(
          TraceStep.of("quarantine", Outcome.NONE, "It is not in the run's quarantine.")
              .with("recordsRead", search.read()));
    }
    return steps;
  }

  /** A step about one quarantined record; its detail names no value. */
  static TraceStep step(QuarantineSearch.Quarantined one) {
    QuarantinedRecord record = one.record();
    boolean isReleased = one.released() != null;
    String stage = record.getStage().name().toLowerCase(Locale.ROOT);
    String text =
        "The %s stage quarantined it as %s: %s%s"
            .formatted(
                stage,
                record.getReason(),
                record.getDetail(),
                isReleased
                    ? " Replay %d of the run released it at %s."
                        .formatted(one.released().getReplay(), one.releasedAt())
                    : " No replay has released it.");
    return TraceStep.of("quarantine", isReleased ? Outcome.RELEASED : Outcome.QUARANTINED, text)
        .at(one.at())
        .with("stage", stage)
        .with("reason", record.getReason())
        .with("field", record.getField())
        .with("limit", record.getLimit())
        .with("length", record.getLength())
        .with("parentEntity", record.getParentEntityName())
        .with("parentId", record.getParentId())
        .with("topic", record.getTopic())
        .with("partition", record.getPartition() < 0 ? null : record.getPartition())
        .with("offset", record.getPartition() < 0 ? null : record.getOffset())
        .with("replay", isReleased ? one.released().getReplay() : null)
        .with("releasedAt", one.releasedAt());
  }
}
