package dev.godwit.orchestrator.view.fold;

import dev.godwit.api.text.Figures;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.common.TableCount;
import dev.godwit.orchestrator.domain.event.EndingEvent.PurgeStarted;
import dev.godwit.orchestrator.domain.event.EndingEvent.TargetPurged;
import dev.godwit.orchestrator.domain.event.RunEvent.StageFailed;
import dev.godwit.orchestrator.view.fold.RunDocument.RollbackStep;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The steps of a run's rollback, for {@link RunFold}. A step that fails is repeated only on a
 * person's request; until then the run is stuck.
 */
final class RollbackFold {
  /** Purges after which a failure ends nothing; blank in events older than the purpose. */
  private static final Set<String> NOT_FOLLOWED = Set.of("ROLLBACK", "CANCEL", "");

  private RollbackFold() {}

  /** A step begins, or with null the last one ended. */
  static void begin(RunDocument run, RollbackStep step) {
    run.rollbackStep = step;
    run.stuck = null;
  }

  static void purge(RunDocument run, PurgeStarted e) {
    begin(run, NOT_FOLLOWED.contains(e.purpose()) ? RollbackStep.PURGE : null);
  }

  static void purged(RunDocument run, TargetPurged e) {
    List<TableCount> left = e.left().stream().filter(t -> t.rows() > 0).toList();
    if (left.isEmpty()) {
      begin(run, null);
    } else if (run.rollbackStep == RollbackStep.PURGE) {
      stick(
          run,
          left.stream()
              .map(t -> Figures.count(t.rows()) + " in " + t.table())
              .collect(Collectors.joining(", ", "left rows: ", ".")),
          "");
    }
  }

  /** The loader purges; all other steps are the extractor's. */
  static void failed(RunDocument run, StageFailed e) {
    if (run.rollbackStep != null
        && e.stage() == (run.rollbackStep == RollbackStep.PURGE ? Stage.LOAD : Stage.EXTRACT)) {
      stick(run, "failed on " + e.subject() + ": " + sentence(e.error()), e.action());
    }
  }

  private static void stick(RunDocument run, String fault, String action) {
    run.stuck =
        "%s %s%s%s"
            .formatted(
                run.rollbackStep.label(),
                fault,
                action.isBlank() ? "" : " " + sentence(action),
                run.frozen ? " The source stays frozen until it is done." : "");
  }

  private static String sentence(String text) {
    String stripped = text.strip();
    return stripped.endsWith(".") ? stripped : stripped + ".";
  }
}
