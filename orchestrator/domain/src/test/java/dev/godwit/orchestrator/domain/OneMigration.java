package dev.godwit.orchestrator.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.report.Report.FailureReport;
import dev.godwit.orchestrator.domain.state.IdleState.Approved;
import dev.godwit.orchestrator.domain.state.IdleState.Committed;
import dev.godwit.orchestrator.domain.state.IdleState.Rehearsed;
import dev.godwit.orchestrator.domain.task.DispatchedTask.TaskEnvelope;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/**
 * One customer, brought as far as a test needs it. After each test the state that was running
 * equals the one rebuilt from the events.
 */
abstract class OneMigration {
  static final String ACME = "acme";

  Simulation world = new Simulation();

  @AfterEach
  void rebuildEqualsRunningState() {
    world.checkRebuild();
  }

  /** Its rehearsal has passed. */
  final void rehearsed() {
    world.send(Commands.rehearse(ACME, "ann"));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Rehearsed.class);
  }

  /** And is approved by somebody else, with all that it found. */
  final void approved() {
    rehearsed();
    world.send(Commands.approveAll(ACME, "bob"));
    assertThat(world.state(ACME)).isInstanceOf(Approved.class);
  }

  /** And its live run is asked for; nothing of it is done yet. */
  final void started() {
    approved();
    world.send(Commands.start(ACME, "ann"));
  }

  /** And everything of it is done. */
  final void committed() {
    started();
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }

  /** The events that were recorded last, of any customer. */
  final Event last() {
    return world.history.getLast().event();
  }

  /** A stage fails outside a task. */
  final List<Event> fail(Stage stage, String subject) {
    TaskEnvelope none =
        new TaskEnvelope(
            "", ACME, ACME, world.migration(ACME).run().number(), null, "", "", Instant.EPOCH, "");
    return world.report(
        world.systems.reported(
            none,
            stage,
            new FailureReport(subject, "value too long for column name", "widen it", 12, "c-7")));
  }
}
