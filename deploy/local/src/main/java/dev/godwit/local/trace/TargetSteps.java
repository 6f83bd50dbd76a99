package dev.godwit.local.trace;

import dev.godwit.local.trace.TraceStep.Outcome;
import dev.godwit.records.Entity;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The steps about rows of the target: those of a record, and those of live events. Stateless. */
final class TargetSteps {
  private TargetSteps() {}

  /** The rows of a record as they are now. */
  static TraceStep rows(
      TargetSearch target, TracedRun run, Entity entity, String id, String eventId, boolean values)
      throws SQLException {
    Optional<String> targetId = target.targetId(entity, id, eventId);
    if (targetId.isEmpty()) {
      return absent(run, target.schema(), "The target has no id of it in godwit.identity");
    }
    List<TargetSearch.TableRows> tables = target.rows(entity, targetId.get());
    Map<String, Object> counts = new LinkedHashMap<>();
    Map<String, Object> shown = new LinkedHashMap<>();
    List<String> texts = new ArrayList<>();
    for (TargetSearch.TableRows table : tables) {
      boolean isCut = table.rows().size() == TargetSearch.MOST_ROWS;
      counts.put(table.table(), table.rows().size());
      shown.put(table.table(), table.rows());
      texts.add(
          "%s%d in %s".formatted(isCut ? "at least " : "", table.rows().size(), table.table()));
    }
    boolean isThere = tables.stream().anyMatch(table -> !table.rows().isEmpty());
    TraceStep step =
        isThere
            ? TraceStep.of("target", Outcome.FOUND, "Rows now: " + String.join(", ", texts) + ".")
            : absent(run, target.schema(), "The target has no row of it");
    List<String> others = target.tablesWithoutId(entity);
    step =
        step.with("targetId", targetId.get())
            .with("rows", isThere ? counts : null)
            .with("tablesWithoutId", others.isEmpty() ? null : others);
    return values && isThere ? step.withValues(shown) : step;
  }

  /** Rows that are not there, and the purge that took them where there was one. */
  private static TraceStep absent(TracedRun run, String schema, String fact) {
    if (run.purgedAt().isPresent()) {
      return TraceStep.of(
              "target",
              Outcome.GONE,
              "%s in the schema %s: the target's rows were purged with run %d."
                  .formatted(fact, schema, run.number()))
          .at(run.purgedAt().get());
    }
    return TraceStep.of(
        "target",
        Outcome.NONE,
        "%s in the schema %s%s."
            .formatted(
                fact, schema, run.isPurging() ? "; run " + run.number() + " is being purged" : ""));
  }
}
