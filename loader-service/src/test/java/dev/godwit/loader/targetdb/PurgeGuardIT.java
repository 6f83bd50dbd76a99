package dev.godwit.loader.targetdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.common.v1.RunKind;
import dev.godwit.loader.SampleTarget;
import dev.godwit.loader.TargetServer;
import dev.godwit.report.v1.PrepareReport;
import dev.godwit.report.v1.PurgeReport;
import dev.godwit.task.v1.EnableTarget;
import dev.godwit.task.v1.PrepareTarget;
import dev.godwit.task.v1.PurgeTarget;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.run.RunRegistry;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A purge deletes only what its run may delete, whatever asked for it. */
class PurgeGuardIT {
  private final TaskReports reports = new TaskReports();
  private String url;
  private TargetPacks packs;

  @BeforeEach
  void makeTarget() throws Exception {
    url = TargetServer.newDatabase();
    SampleTarget.create(url);
    packs = TestPacks.of(SampleTarget.pack(url));
  }

  @Test
  void shouldNotTouchACommittedCustomer() throws Exception {
    prepare(RunKind.LIVE, 2);
    contact("live");
    enable(2);

    for (RunRegistry runs : new RunRegistry[] {KnownRuns.none(), KnownRuns.committed()}) {
      assertThatThrownBy(() -> purge(RunKind.LIVE, 2, runs))
          .isInstanceOf(StageFailedException.class)
          .hasMessageContaining("Expected events that undo run acme/2")
          .hasMessageContaining("enabled in the target");
    }
    assertThat(contacts("live")).isEqualTo("1");
    assertThat(TargetServer.query(url, "SELECT enabled FROM live.account")).containsExactly("t");
    assertThat(TargetServer.query(url, "SELECT state FROM godwit.run")).containsExactly("ENABLED");
  }

  @Test
  void shouldNotTouchACustomerWhomSomebodyElseEnabled() throws Exception {
    prepare(RunKind.LIVE, 2);
    contact("live");
    TargetServer.execute(url, "UPDATE live.account SET enabled = true");

    assertThatThrownBy(() -> purge(RunKind.LIVE, 2, KnownRuns.undone()))
        .isInstanceOf(StageFailedException.class)
        .hasMessageContaining("found enabled, and not by this run");
    assertThat(contacts("live")).isEqualTo("1");
    TargetServer.execute(url, "UPDATE live.account SET enabled = false");
    purge(RunKind.LIVE, 2, KnownRuns.undone());
    assertThat(contacts("live")).isEqualTo("0");
  }

  @Test
  void shouldNotTouchACustomerWhomSomebodyEnabledBetweenTheTwoStepsOfAPurge() throws Exception {
    prepare(RunKind.LIVE, 2);
    contact("live");
    TargetServer.execute(
        url, "UPDATE godwit.run SET state = 'CLOSED'; UPDATE live.account SET enabled = true");

    assertThatThrownBy(() -> purge(RunKind.LIVE, 2, KnownRuns.undone()))
        .isInstanceOf(StageFailedException.class)
        .hasMessageContaining("found enabled, and not by this run");
    assertThat(contacts("live")).isEqualTo("1");
  }

  @Test
  void shouldDeleteNoRowOfARunThatWasNeverPrepared() throws Exception {
    contact("live");
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> purge(RunKind.LIVE, 2, KnownRuns.undone()))
          .isInstanceOf(StageFailedException.class)
          .hasMessageContaining("not prepared for run acme/2")
          .hasMessageContaining("deleted nothing");
    }
    assertThat(contacts("live")).isEqualTo("1");

    TargetServer.execute(url, "DELETE FROM live.contact");
    purge(RunKind.LIVE, 2, KnownRuns.undone());
    assertThat(reports.last(PurgeReport.class).getLeft()).allMatch(table -> table.getRows() == 0);
    prepare(RunKind.LIVE, 2);
    assertThat(TargetServer.query(url, "SELECT state FROM godwit.run"))
        .as("a preparation that comes after the purge opens nothing")
        .containsExactly("CLOSED");
  }

  @Test
  void shouldNotTouchTheRowsOfALaterRun() throws Exception {
    prepare(RunKind.REHEARSAL, 1);
    purge(RunKind.REHEARSAL, 1, KnownRuns.none());
    prepare(RunKind.REHEARSAL, 2);
    contact("staging");

    assertThatThrownBy(() -> purge(RunKind.REHEARSAL, 1, KnownRuns.none()))
        .isInstanceOf(StageFailedException.class)
        .hasMessageContaining("found run acme/2, which is OPEN");
    assertThatThrownBy(() -> prepare(RunKind.REHEARSAL, 0))
        .as("a preparation empties staging too")
        .isInstanceOf(StageFailedException.class)
        .hasMessageContaining("found run acme/2, which is OPEN");
    assertThat(contacts("staging")).isEqualTo("1");
    purge(RunKind.REHEARSAL, 2, KnownRuns.none());
    assertThat(contacts("staging")).isEqualTo("0");
  }

  private String contacts(String schema) throws Exception {
    return TargetServer.query(url, "SELECT count(*) FROM " + schema + ".contact").getFirst();
  }

  private void contact(String schema) throws Exception {
    TargetServer.execute(
        url,
        "INSERT INTO %s.contact VALUES (gen_random_uuid(), 'acme', '1', 'a@x', null)"
            .formatted(schema));
  }

  private void prepare(RunKind kind, int run) throws Exception {
    new PrepareTargetTaskHandler(packs).handle(new PrepareTarget(task(kind, run), null), reports);
    reports.last(PrepareReport.class);
  }

  private void purge(RunKind kind, int run, RunRegistry runs) throws Exception {
    new PurgeTargetTaskHandler(packs, runs)
        .handle(new PurgeTarget(task(kind, run), "test"), reports);
  }

  private void enable(int run) throws Exception {
    new EnableTargetTaskHandler(packs).handle(new EnableTarget(task(RunKind.LIVE, run)), reports);
  }

  private static TaskEnvelope task(RunKind kind, int run) {
    return new TaskEnvelope(
        "task", "acme", SampleTarget.CUSTOMER, run, kind, "legacy", "sample", Instant.EPOCH, "e");
  }
}
