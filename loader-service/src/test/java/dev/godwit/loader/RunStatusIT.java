package dev.godwit.loader;

import static dev.godwit.loader.SampleTarget.contact;
import static dev.godwit.loader.SampleTarget.live;
import static dev.godwit.records.Entity.CONTACTS;
import static dev.godwit.records.Entity.LIVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.godwit.canonical.DerivedId;
import dev.godwit.common.v1.RunKind;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.run.RunStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Status and fence of a run that disagree. Seen in the running product: a rehearsal failed because
 * the target refused its rows, its purge failed for the same reason, so its fence stayed open; its
 * partitions waited for ever, and every other customer's records behind them.
 */
class RunStatusIT extends OneLiveRun {
  private static final String REHEARSAL = "acme/2";

  @BeforeEach
  void openRehearsal() throws Exception {
    openRun(REHEARSAL, RunKind.REHEARSAL);
  }

  @Test
  void shouldLoadTheRecordsBehindARehearsalThatFailedAndWhosePurgeFailed() throws Exception {
    add(CONTACTS, 0, contact(REHEARSAL, "1", "a@x"));
    add(CONTACTS, 0, contact(RUN, "2", "b@x"));
    LoaderUnderTest loader = start(100);
    refuseRowsOfStaging();
    loader.turnUntil(() -> !loader.failures.isEmpty());
    assertThat(loader.failures.get(0)).startsWith(REHEARSAL).contains("42501");
    allowRowsOfStaging();
    loader.turn();
    assertThat(rows("live.contact")).isZero();

    loader.statuses.put(REHEARSAL, ended());
    loader.turnToTheEnd();

    assertThat(fenceOf(REHEARSAL)).isEqualTo("OPEN");
    assertThat(rows("live.contact")).isEqualTo(1);
    assertThat(rows("staging.contact")).isZero();
    assertThat(loader.counts).containsEntry("CONTACTS skipped", 1L);
    assertThat(loader.failures).hasSize(1);
  }

  @Test
  void shouldNotLoadRowsOfTheEndedRunWhenTheLoaderRestarts() throws Exception {
    add(CONTACTS, 0, contact(REHEARSAL, "1", "a@x"));
    add(CONTACTS, 0, contact(RUN, "2", "b@x"));
    LoaderUnderTest before = start(100);
    refuseRowsOfStaging();
    before.turnUntil(() -> !before.failures.isEmpty());
    allowRowsOfStaging();

    LoaderUnderTest restarted = start(100);
    restarted.statuses.put(REHEARSAL, new RunStatus.Running(spec()));
    restarted.unconsumed.put(REHEARSAL, ended());
    restarted.turnToTheEnd();

    assertThat(fenceOf(REHEARSAL)).isEqualTo("OPEN");
    assertThat(rows("staging.contact")).isZero();
    assertThat(rows("live.contact")).isEqualTo(1);
    assertThat(restarted.failures).isEmpty();
  }

  @Test
  void shouldReleaseTheEndedRunsPartitionsWhenItsPackCannotBeRead() throws Exception {
    openRun("acme/3", RunKind.REHEARSAL, "no-such-pack");
    add(CONTACTS, 0, contact("acme/3", "1", "a@x"));
    add(CONTACTS, 0, contact(RUN, "2", "b@x"));
    LoaderUnderTest loader = start(100);
    loader.turnUntil(() -> !loader.failures.isEmpty());

    loader.statuses.put("acme/3", ended());
    loader.turnToTheEnd();

    assertThat(rows("live.contact")).isEqualTo(1);
  }

  @Test
  void shouldSkipRowsAndLiveEventsWhenTheRunIsStopping() throws Exception {
    copyOneEmail();
    LoaderUnderTest loader = start(100);
    loader.turnToTheEnd();
    loader.statuses.put(RUN, new RunStatus.Stopping(spec()));
    add(CONTACTS, 0, contact(RUN, "2", "b@x"));
    add(LIVE, 0, live(RUN, "e1", "10", null, 1));

    loader.turnToTheEnd();

    assertThat(rows("live.contact")).isEqualTo(1);
    assertThat(rows("live.engagement")).isZero();
    assertThat(loader.counts)
        .containsEntry("CONTACTS skipped", 1L)
        .containsEntry("LIVE skipped", 1L);
  }

  @Test
  void shouldSkipRowsWhenTheFenceIsClosedAndTheStatusIsOlder() throws Exception {
    LoaderUnderTest loader = start(100);
    loader.statuses.put(RUN, new RunStatus.Running(spec()));
    endRun(RUN);
    add(CONTACTS, 0, contact(RUN, "1", "a@x"));

    loader.turnToTheEnd();

    assertThat(rows("live.contact")).isZero();
    assertThat(loader.counts).containsEntry("CONTACTS skipped", 1L);
  }

  @Test
  void shouldQuarantineAnUnreadableRecordUnderNoRunWhenTheCustomersRunHasEnded() throws Exception {
    endRun(RUN);
    topics.appendBytes(CONTACTS, 0, new byte[] {1, 2, 3});
    LoaderUnderTest loader = start(100);
    loader.statuses.put(REHEARSAL, ended());

    loader.turnToTheEnd();

    assertThat(loader.quarantined())
        .extracting(QuarantinedRecord::getRunId, QuarantinedRecord::getReason)
        .containsExactly(tuple("", "UNREADABLE"));
    assertThat(loader.counts).containsEntry("CONTACTS quarantined", 1L);
  }

  private void refuseRowsOfStaging() throws Exception {
    TargetServer.execute(
        url,
        """
        CREATE FUNCTION staging.refuse() RETURNS trigger LANGUAGE plpgsql AS
          'BEGIN RAISE EXCEPTION USING ERRCODE = ''42501''; END';
        CREATE TRIGGER refuse BEFORE INSERT ON staging.contact FOR EACH ROW
          EXECUTE FUNCTION staging.refuse()""");
  }

  private void allowRowsOfStaging() throws Exception {
    TargetServer.execute(url, "DROP TRIGGER refuse ON staging.contact");
  }

  private String fenceOf(String runId) throws Exception {
    return TargetServer.query(url, "SELECT state FROM godwit.run WHERE run_id = '" + runId + "'")
        .get(0);
  }

  private static RunStatus ended() {
    return new RunStatus.Ended(spec());
  }

  private static RunSpec spec() {
    return new RunSpec(
        REHEARSAL,
        SampleTarget.CUSTOMER,
        2,
        RunKind.REHEARSAL,
        "legacy",
        "sample",
        DerivedId.ORDERED);
  }
}
