package dev.godwit.orchestrator.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.report.Report.RecoveryReport;
import dev.godwit.orchestrator.domain.report.Report.WaitingReport;
import dev.godwit.orchestrator.domain.report.Reported;
import dev.godwit.orchestrator.domain.state.IdleState.Rehearsed;
import dev.godwit.orchestrator.domain.task.DispatchedTask;
import dev.godwit.orchestrator.domain.task.Task.AssessSource;
import dev.godwit.orchestrator.domain.task.Task.ExtractChunk;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reports come more than once and late; each is recorded once. */
class RepeatedReportsTest extends OneMigration {
  @Test
  void shouldChangeNothingWhenAReportIsRepeatedOrOfAnEarlierRun() {
    rehearsed();
    List<Reported> old = List.copyOf(world.reported);
    world.send(Commands.rehearse(ACME, "ann"));
    world.workUntil(ExtractChunk.class);
    old.forEach(reported -> assertThat(world.report(reported)).isEmpty());
    Reported again = world.reported.get(old.size());
    assertThat(world.report(again)).isEmpty();
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Rehearsed.class);
  }

  @Test
  void shouldRecordAWaitOnceWhenItIsReportedOften() {
    world.send(Commands.rehearse(ACME, "ann"));
    DispatchedTask task = world.pending.getFirst();
    assertThat(task.task()).isInstanceOf(AssessSource.class);
    WaitingReport waiting = new WaitingReport("the source database", "refused");
    assertThat(world.report(world.systems.reported(task.envelope(), Stage.EXTRACT, waiting)))
        .hasSize(1);
    assertThat(world.report(world.systems.reported(task.envelope(), Stage.EXTRACT, waiting)))
        .isEmpty();
    RecoveryReport back = new RecoveryReport("the source database", 1000);
    assertThat(world.report(world.systems.reported(task.envelope(), Stage.EXTRACT, back)))
        .hasSize(1);
    assertThat(world.report(world.systems.reported(task.envelope(), Stage.EXTRACT, back)))
        .isEmpty();
  }
}
