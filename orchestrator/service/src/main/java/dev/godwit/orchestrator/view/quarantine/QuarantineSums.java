package dev.godwit.orchestrator.view.quarantine;

import dev.godwit.api.QuarantineAnswer;
import dev.godwit.api.QuarantineAnswer.HeldBack;
import dev.godwit.orchestrator.view.quarantine.QuarantineIndex.Awaited;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.QuarantinedRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts, by entity, stage and reason, what records in quarantine violate beside, which other
 * records wait for them, and how many of them wait themselves. Not thread-safe.
 */
final class QuarantineSums {
  private final OtherViolations others = new OtherViolations();
  private final Map<Counted, Map<Entity, Long>> heldBack = new HashMap<>();
  private final Map<Counted, Long> waiting = new HashMap<>();

  private record Counted(String entity, String stage, String reason) {}

  /**
   * Adds a record that is in quarantine.
   *
   * @param index knows all records of the run
   */
  void add(QuarantinedRecord record, QuarantineIndex index) {
    others.add(record);
    Awaited root = index.root(record);
    if (root != null) {
      heldBack
          .computeIfAbsent(
              new Counted(root.entity().name(), root.stage(), root.reason()),
              counted -> new TreeMap<>())
          .merge(Entities.of(record), 1L, Long::sum);
      waiting.merge(
          new Counted(Entities.of(record).name(), record.getStage().name(), record.getReason()),
          1L,
          Long::sum);
    }
  }

  /** The answer with its sums. */
  QuarantineAnswer with(QuarantineAnswer answer) {
    Counted counted = new Counted(answer.entity(), answer.stage(), answer.reason());
    List<HeldBack> held =
        heldBack.getOrDefault(counted, Map.of()).entrySet().stream()
            .map(one -> new HeldBack(one.getKey().name(), one.getValue()))
            .toList();
    return answer.with(others.among(answer), held, waiting.getOrDefault(counted, 0L));
  }
}
