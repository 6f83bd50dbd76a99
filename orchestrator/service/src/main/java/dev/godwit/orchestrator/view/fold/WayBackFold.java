package dev.godwit.orchestrator.view.fold;

import dev.godwit.api.text.Figures;
import dev.godwit.common.v1.Entity;
import dev.godwit.common.v1.Stage;
import dev.godwit.common.v1.TableCount;
import dev.godwit.event.v1.CutStarted;
import dev.godwit.event.v1.CutWritten;
import dev.godwit.event.v1.LiveReturned;
import dev.godwit.event.v1.PurgeStarted;
import dev.godwit.event.v1.ReturnStarted;
import dev.godwit.event.v1.RollbackStarted;
import dev.godwit.event.v1.SourceThawed;
import dev.godwit.event.v1.StageFailed;
import dev.godwit.event.v1.TargetPurged;
import dev.godwit.event.v1.ThawStarted;
import dev.godwit.orchestrator.view.fold.RunDocument.WayBackStep;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;

/**
 * Folds the steps of a run's way back. One that fails is begun again only because a person asks for
 * it; until then the run is stuck.
 */
final class WayBackFold {
  /** Purges that nothing follows where they fail; blank in events of before there was a purpose. */
  private static final Set<String> NOT_FOLLOWED = Set.of("ROLLBACK", "CANCEL", "");

  private WayBackFold() {}

  static void apply(RunDocument run, SpecificRecord event) {
    switch (event) {
      case RollbackStarted e -> under(run, null);
      case PurgeStarted e ->
          under(run, NOT_FOLLOWED.contains(e.getPurpose()) ? WayBackStep.PURGE : null);
      case CutStarted e when closes(e.getEntity(), e.getCloses()) -> under(run, WayBackStep.CLOSE);
      case ReturnStarted e -> under(run, WayBackStep.RETURN);
      case ThawStarted e -> under(run, WayBackStep.THAW);
      case TargetPurged e -> purged(run, e);
      case CutWritten e when closes(e.getEntity(), e.getCloses()) -> under(run, null);
      case LiveReturned e -> under(run, null);
      case SourceThawed e -> under(run, null);
      case StageFailed e when isOf(run.wayBack, e.getStage()) ->
          stick(run, "failed on " + e.getSubject() + ": " + sentence(e.getError()), e.getAction());
      default -> {
        // No step of the way back.
      }
    }
  }

  /** The run is over. */
  static void end(RunDocument run) {
    under(run, null);
  }

  private static void under(RunDocument run, WayBackStep step) {
    run.wayBack = step;
    run.stuck = null;
  }

  private static boolean closes(Entity entity, boolean closes) {
    return entity == Entity.LIVE && closes;
  }

  /** The loader purges; all other steps are the extractor's. */
  private static boolean isOf(WayBackStep step, Stage stage) {
    return step != null && stage == (step == WayBackStep.PURGE ? Stage.LOAD : Stage.EXTRACT);
  }

  private static void purged(RunDocument run, TargetPurged e) {
    List<TableCount> left = e.getLeft().stream().filter(t -> t.getRows() > 0).toList();
    if (left.isEmpty()) {
      under(run, null);
    } else if (run.wayBack == WayBackStep.PURGE) {
      stick(
          run,
          left.stream()
              .map(t -> Figures.count(t.getRows()) + " in " + t.getTable())
              .collect(Collectors.joining(", ", "left rows: ", ".")),
          "");
    }
  }

  private static void stick(RunDocument run, String how, String action) {
    run.stuck =
        "%s %s%s%s"
            .formatted(
                run.wayBack.words(),
                how,
                action.isBlank() ? "" : " " + sentence(action),
                run.frozen ? " The old system stays frozen until it is done." : "");
  }

  private static String sentence(String text) {
    String stripped = text.strip();
    return stripped.endsWith(".") ? stripped : stripped + ".";
  }
}
