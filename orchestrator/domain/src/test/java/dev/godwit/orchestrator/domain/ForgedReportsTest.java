package dev.godwit.orchestrator.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.RequestEvent.ReportRejected;
import dev.godwit.orchestrator.domain.report.Report.EnableReport;
import dev.godwit.orchestrator.domain.report.Reported;
import dev.godwit.orchestrator.domain.report.Reported.ReportEnvelope;
import dev.godwit.orchestrator.domain.state.IdleState.Committed;
import dev.godwit.orchestrator.domain.state.Migration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A report that quotes no task, or is of another stage, is believed from nobody. */
class ForgedReportsTest extends OneMigration {
  private final Set<String> rejected = new TreeSet<>();

  /**
   * Before each honest report of a whole move, the same report comes with another task's id, and
   * from another stage: nothing but a rejection comes of it, and the move is the same.
   */
  @Test
  void shouldRejectEachAnswerThatQuotesAnotherTaskOrComesFromAnotherStage() {
    world.send(Commands.rehearse(ACME, "ann"));
    workForged();
    world.send(Commands.approveAll(ACME, "bob"));
    world.send(Commands.start(ACME, "ann"));
    workForged();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
    assertThat(rejected)
        .contains(
            "SourceAssessmentReport",
            "TargetAssessmentReport",
            "PrepareReport",
            "FreezeReport",
            "PlanReport",
            "ChunkReport",
            "CutReport",
            "VerdictReport",
            "EnableReport");
  }

  private void workForged() {
    while (!world.pending.isEmpty()) {
      Reported honest = world.systems.act(world.pending.removeFirst());
      ReportEnvelope envelope = honest.envelope();
      Migration before = world.migration(ACME);
      forge(honest, envelope.taskId() + "/9", envelope.stage());
      forge(honest, ACME + "/" + envelope.run() + "/made-up", envelope.stage());
      if (rejected.contains(honest.report().name())) {
        forge(honest, envelope.taskId(), Stage.TRANSFORM);
      }
      assertThat(world.migration(ACME)).isEqualTo(before);
      world.report(honest);
    }
  }

  private void forge(Reported honest, String taskId, Stage stage) {
    ReportEnvelope e = honest.envelope();
    ReportEnvelope forged =
        new ReportEnvelope(
            "forged", taskId, e.migrationId(), e.run(), stage, e.instance(), e.reportedAt());
    List<Event> events = world.report(new Reported(forged, honest.report()));
    assertThat(events).allMatch(ReportRejected.class::isInstance);
    events.forEach(event -> rejected.add(honest.report().name()));
  }

  @Test
  void shouldSayWhoseReportItIsSaidToBe() {
    committed();
    Migration migration = world.migration(ACME);
    Reported forged =
        new Reported(
            new ReportEnvelope(
                "r-1",
                "acme/2/purge/1",
                ACME,
                migration.run().number(),
                Stage.LOAD,
                "me",
                Instant.EPOCH),
            new EnableReport());
    List<Event> events = world.report(forged);
    assertThat(events).singleElement().isInstanceOf(ReportRejected.class);
    ReportRejected event = (ReportRejected) events.getFirst();
    assertThat(event.reportId()).isEqualTo("r-1");
    assertThat(event.expected()).contains("EnableReport of acme", "acme/2/enable", "LOAD");
    assertThat(event.found()).contains("acme/2/purge/1", "process me");
  }
}
