package dev.godwit.local.trace;

import dev.godwit.local.trace.TraceStep.Outcome;
import dev.godwit.records.Entity;
import dev.godwit.worker.failure.StageFailedException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The first step of a trace: the record that is meant, and its row in the source as it is now. */
final class SourceStep {
  private final TraceRequest request;
  private final TracedRun run;
  private final Reached<SourceSearch> source;
  private final Reached<TargetSearch> target;
  private RecordResolver.Resolved record;
  private String problem;

  SourceStep(
      TraceRequest request,
      TracedRun run,
      Reached<SourceSearch> source,
      Reached<TargetSearch> target) {
    this.request = request;
    this.run = run;
    this.source = source;
    this.target = target;
    this.problem = source.problem();
  }

  /** Finds the record; where neither database answers, the id is taken as one of the source. */
  RecordResolver.Resolved resolve() {
    Entity entity = request.entity();
    try {
      record =
          new RecordResolver(source.session(), target.session(), run.plan(entity).orElse(null))
              .resolve(entity, request.id());
    } catch (SQLException e) {
      problem = "A database refused to find the record: " + Reached.reason(e) + ".";
    } catch (StageFailedException e) {
      problem = e.getMessage() + " " + e.action();
    }
    if (record == null) {
      record =
          new RecordResolver.Resolved(
              request.id(), "taken as an id of the source", List.of(), List.of(), List.of());
    }
    return record;
  }

  /** The step, after {@link #resolve}. */
  TraceStep step() {
    TraceStep step;
    if (problem != null) {
      step = TraceStep.of("source", Outcome.UNREACHABLE, problem);
    } else if (record.rows().isEmpty()) {
      step =
          TraceStep.of(
              "source",
              Outcome.NONE,
              "The source has no row of it now. Looked in: "
                  + String.join(", ", record.looked())
                  + ".");
    } else {
      step = TraceStep.of("source", Outcome.FOUND, "The row is in the source.");
      for (Map.Entry<String, String> id : record.rows().getFirst().ids().entrySet()) {
        step = step.with(id.getKey(), isShown(id.getKey()) ? id.getValue() : null);
      }
      if (request.withValues()) {
        Map<String, Object> values = new LinkedHashMap<>(record.rows().getFirst().columns());
        step = step.withValues(values);
      }
    }
    return step.with("foundBy", record.by())
        .with("rowsInSource", record.rows().size() > 1 ? record.rows().size() : null);
  }

  /** A message id holds a name of the sender's mail system, and may hold an address. */
  private boolean isShown(String field) {
    return request.withValues() || !field.equals("messageId");
  }
}
