package dev.godwit.orchestrator.view.rehearsal;

import dev.godwit.orchestrator.view.fold.RunDocument;
import dev.godwit.records.Entity;
import dev.godwit.records.ReplacedReason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A finding of a run, as a waiver accepts it: all stages that give an entity the reason count
 * together.
 *
 * @param entity name of the entity, in capitals
 * @param reason typed reason
 * @param stages stages that give it, joined by a comma; VALIDATE for one about the entity as a
 *     whole
 * @param count what the reason counts, at least 1
 */
record Found(String entity, String reason, String stages, long count) {
  private static final int PARTS = 3;
  private static final String WHOLE = "VALIDATE";

  /**
   * The findings of a run, the greatest first; without notes, which nobody has to accept, and
   * without live events, which no approval can know of.
   */
  static List<Found> of(RunDocument run) {
    Map<String, Found> found = new TreeMap<>();
    run.found()
        .forEach(
            (key, count) -> {
              String[] parts = key.split("/", PARTS);
              if (count > 0 && !isLeftOut(parts[1], parts[2])) {
                found.merge(
                    parts[1] + "/" + parts[2],
                    new Found(parts[1], parts[2], parts[0], count),
                    Found::plus);
              }
            });
    List<Found> all = new ArrayList<>(found.values());
    all.sort(Comparator.comparingLong(Found::count).reversed());
    return all;
  }

  private static boolean isLeftOut(String entity, String reason) {
    return entity.equals(Entity.LIVE.name())
        || ReplacedReason.parse(reason).map(ReplacedReason::isHarmless).orElse(false);
  }

  private static Found plus(Found a, Found b) {
    return new Found(a.entity, a.reason, a.stages + "," + b.stages, a.count + b.count);
  }

  /** Whether it is about the entity as a whole, so that only a waiver by name accepts it. */
  boolean isOfEntity() {
    return stages.equals(WHOLE);
  }

  /** The argument of {@code --waive} that accepts all of it. */
  String waiver() {
    return "%s:%s:%d".formatted(entity.toLowerCase(Locale.ROOT), reason, count);
  }
}
