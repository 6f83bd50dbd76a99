package dev.godwit.orchestrator.domain.decide;

import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.decide.RunFailure.Failure;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.HoldEvent.RunHeld;
import dev.godwit.orchestrator.domain.event.RunEvent.StageFailed;
import dev.godwit.orchestrator.domain.report.Report.FailureReport;
import dev.godwit.orchestrator.domain.report.Report.VerdictReport;
import dev.godwit.orchestrator.domain.state.ForwardState.Holdable;
import dev.godwit.orchestrator.domain.state.Migration;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides whether a run that failed is held or ends. A live run whose customer is frozen is held,
 * unless the setting says otherwise or its freeze budget is used up; all others end. Immutable and
 * thread-safe.
 */
final class HoldDecision {
  private static final String BY = " --by YOU --why TEXT";

  private final boolean holds;

  HoldDecision(Settings settings) {
    this.holds = settings.onFailure() == OnFailure.HOLD;
  }

  /** The events after a failure, which is recorded already. */
  List<Event> afterFailure(Migration migration, StageFailed failed, FailureReport report) {
    Failure failure = Failure.of(failed);
    return mayHold(migration)
        ? List.of(
            new RunHeld(
                failed.stage(),
                failed.subject(),
                failed.error(),
                report.count(),
                report.firstKey(),
                actions(migration, false),
                failed.taskId()))
        : RunFailure.end(migration, explained(migration, failure));
  }

  /** The events after a verdict with differences, which is recorded already. */
  List<Event> afterVerdict(Migration migration, VerdictReport report, Failure failure) {
    return mayHold(migration)
        ? List.of(
            new RunHeld(
                Stage.VALIDATE,
                failure.firstFailure().isEmpty() ? "verdict" : failure.firstFailure(),
                failure.reason(),
                report.missing() + report.unexpected() + report.changed(),
                "",
                actions(migration, report.missing() + report.changed() > 0),
                ""))
        : RunFailure.end(migration, explained(migration, failure));
  }

  private boolean mayHold(Migration migration) {
    return isHeldByRule(migration) && !migration.run().budget().isUsedUp();
  }

  /** Whether the setting and the state say so; the freeze budget may say otherwise. */
  private boolean isHeldByRule(Migration migration) {
    return holds && migration.live() && migration.state() instanceof Holdable;
  }

  private Failure explained(Migration migration, Failure failure) {
    return isHeldByRule(migration)
        ? new Failure(
            failure.cause(),
            failure.reason() + " The run is not held: its freeze budget is used up.",
            failure.firstFailure(),
            failure.nextStep())
        : failure;
  }

  private static List<String> actions(Migration migration, boolean repairable) {
    String customer = CommandLine.word(migration.request().customer());
    List<String> actions = new ArrayList<>();
    actions.add("godwit resume " + customer + BY);
    if (repairable) {
      actions.add("godwit repair " + customer + BY);
    }
    actions.add("godwit rollback " + customer + BY);
    return actions;
  }
}
