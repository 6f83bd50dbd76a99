package dev.godwit.orchestrator.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.orchestrator.domain.command.PauseProgramme;
import dev.godwit.orchestrator.domain.command.RehearseMigration;
import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.decide.Settings;
import dev.godwit.orchestrator.domain.event.CommandRejected;
import dev.godwit.orchestrator.domain.event.CommitHeld;
import dev.godwit.orchestrator.domain.event.CommitStarted;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.MigrationRolledBack;
import dev.godwit.orchestrator.domain.event.RehearsalFailed;
import dev.godwit.orchestrator.domain.event.RehearsalPassed;
import dev.godwit.orchestrator.domain.event.RunRefused;
import dev.godwit.orchestrator.domain.report.Reported;
import dev.godwit.orchestrator.domain.report.StageRecovered;
import dev.godwit.orchestrator.domain.report.StageWaiting;
import dev.godwit.orchestrator.domain.state.MigrationState.Approved;
import dev.godwit.orchestrator.domain.state.MigrationState.Cancelled;
import dev.godwit.orchestrator.domain.state.MigrationState.Committed;
import dev.godwit.orchestrator.domain.state.MigrationState.Held;
import dev.godwit.orchestrator.domain.state.MigrationState.Purging;
import dev.godwit.orchestrator.domain.state.MigrationState.Rehearsed;
import dev.godwit.orchestrator.domain.state.MigrationState.Requested;
import dev.godwit.orchestrator.domain.state.MigrationState.RolledBack;
import dev.godwit.orchestrator.domain.state.MigrationState.Thawing;
import dev.godwit.orchestrator.domain.task.AssessSource;
import dev.godwit.orchestrator.domain.task.EnableTarget;
import dev.godwit.orchestrator.domain.task.ExtractChunk;
import dev.godwit.orchestrator.domain.task.FreezeSource;
import dev.godwit.orchestrator.domain.task.Issued;
import dev.godwit.orchestrator.domain.task.PrepareTarget;
import dev.godwit.orchestrator.domain.task.PurgeTarget;
import dev.godwit.orchestrator.domain.task.ReconcileCut;
import dev.godwit.orchestrator.domain.task.ThawSource;
import dev.godwit.orchestrator.domain.task.WriteCut;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ControlPlaneTest {
  private static final String ACME = "acme";

  private Simulation world = new Simulation();

  @AfterEach
  void rebuildEqualsRunningState() {
    world.checkRebuild();
  }

  private void rehearsed() {
    world.send(Commands.rehearse(ACME, "ann"));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Rehearsed.class);
  }

  private void approved() {
    rehearsed();
    world.send(Commands.approveAll(ACME, "bob"));
    assertThat(world.state(ACME)).isInstanceOf(Approved.class);
  }

  private void started() {
    approved();
    world.send(Commands.start(ACME, "ann"));
  }

  @Test
  void a_customer_is_rehearsed_approved_and_committed() {
    started();
    world.workAll();

    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
    assertThat(world.story(ACME))
        .containsSubsequence(
            "MigrationRequested",
            "RunStarted",
            "SourceAssessed",
            "TargetAssessed",
            "MigrationAssessed",
            "PrepareStarted",
            "TargetPrepared",
            "ExtractionPlanned",
            "CutStarted",
            "CutWritten",
            "ReconciliationStarted",
            "VerdictReached",
            "PurgeStarted",
            "TargetPurged",
            "RehearsalPassed",
            "MigrationApproved",
            "RunStarted",
            "FreezeStarted",
            "SourceFrozen",
            "CutStarted",
            "CutWritten",
            "ExtractionPlanned",
            "VerdictReached",
            "CommitStarted",
            "MigrationCommitted");
    assertThat(world.programme().live()).isEmpty();
  }

  @Test
  void sequences_have_no_gaps_and_events_say_who_and_why() {
    started();
    world.workAll();
    for (int i = 0; i < world.history.size(); i++) {
      assertThat(world.history.get(i).envelope().sequence()).isEqualTo(i + 1L);
    }
    assertThat(world.history.getFirst().envelope().by()).isEqualTo("ann");
    assertThat(world.history)
        .filteredOn(one -> one.event().name().equals("ChunkExtracted"))
        .allMatch(one -> one.envelope().by().equals("extract-1"))
        .allMatch(one -> one.envelope().correlationId().startsWith("command-"));
  }

  @Test
  void chunks_go_out_in_reference_order_and_never_more_than_the_window() {
    world.send(Commands.rehearse(ACME, "ann"));
    world.workUntil(ExtractChunk.class);
    assertThat(chunksOut()).isEqualTo(16);
    assertThat(chunk(0).entity()).isEqualTo(Entity.CONTACTS);
    assertThat(chunk(0).above()).isNull();
    assertThat(chunk(0).upTo()).isEqualTo("b");
    assertThat(chunk(1).above()).isEqualTo("b");
    assertThat(chunk(1).upTo()).isNull();
    assertThat(chunk(2).merged()).isTrue();
    assertThat(chunk(3).entity()).isEqualTo(Entity.EMAILS);
    world.work(ExtractChunk.class);
    assertThat(chunksOut()).isEqualTo(16);
  }

  private long chunksOut() {
    return world.pending.stream().filter(one -> one.task() instanceof ExtractChunk).count();
  }

  private ExtractChunk chunk(int index) {
    return (ExtractChunk)
        world.pending.stream()
            .filter(one -> one.task() instanceof ExtractChunk)
            .toList()
            .get(index)
            .task();
  }

  @Test
  void a_cut_is_written_when_all_chunks_of_its_entity_are_in() {
    world.send(Commands.rehearse(ACME, "ann"));
    world.workUntil(ExtractChunk.class);
    world.work(ExtractChunk.class);
    world.work(ExtractChunk.class);
    assertThat(world.story(ACME).stream().filter("CutStarted"::equals)).hasSize(1);
    List<Event> events = world.work(ExtractChunk.class);
    assertThat(events).extracting(Event::name).containsExactly("ChunkExtracted", "CutStarted");
  }

  @Test
  void an_entity_without_chunks_is_cut_at_once() {
    world.send(Commands.rehearse(ACME, "ann"));
    world.workUntil(ExtractChunk.class);
    assertThat(world.pending)
        .anyMatch(one -> one.task().equals(new WriteCut(Entity.ENGAGEMENTS, 1, false)));
  }

  @Test
  void an_approval_by_the_requester_is_rejected() {
    rehearsed();
    CommandRejected rejected = world.refused(Commands.approve(ACME, "Ann "));
    assertThat(rejected.expected()).contains("somebody other than the requester");
    assertThat(rejected.found()).contains("Ann", "requested");
  }

  @Test
  void an_approval_by_the_requester_passes_where_the_setting_says_so() {
    world = new Simulation(new Settings(false, 1, "s", "t", 16, 5, 1000, 20, Duration.ofHours(1)));
    rehearsed();
    world.send(Commands.approve(ACME, "ann"));
    assertThat(world.state(ACME)).isInstanceOf(Approved.class);
  }

  @Test
  void an_approval_without_a_passed_rehearsal_is_rejected() {
    assertThat(world.refused(Commands.approve(ACME, "bob")).action()).contains("RehearseMigration");
  }

  @Test
  void a_start_without_rehearsal_or_approval_is_rejected() {
    assertThat(world.refused(Commands.start(ACME, "ann")).found()).contains("no migration of");
    rehearsed();
    assertThat(world.refused(Commands.start(ACME, "ann")).action())
        .contains("somebody other than ann");
  }

  @Test
  void a_second_live_run_is_rejected_and_told_which_one_is_on() {
    started();
    world.send(Commands.rehearse("globex", "ann"));
    world.pending.sort(
        java.util.Comparator.comparing(one -> one.envelope().customer().equals(ACME)));
    while (world.pending.getFirst().envelope().customer().equals("globex")) {
      world.work(0);
      world.pending.sort(
          java.util.Comparator.comparing(one -> one.envelope().customer().equals(ACME)));
    }
    world.send(Commands.approve("globex", "bob"));
    assertThat(world.refused(Commands.start("globex", "ann")).found()).contains("acme");
    world.workAll();
    world.send(Commands.start("globex", "ann"));
    world.workAll();
    assertThat(world.state("globex")).isInstanceOf(Committed.class);
  }

  @Test
  void an_unknown_customer_ends_the_rehearsal_with_ids_that_look_alike() {
    world.systems.conditions.unknownCustomer = ACME;
    world.send(Commands.rehearse(ACME, "ann"));
    world.workAll();
    RehearsalFailed failed = (RehearsalFailed) last();
    assertThat(failed.reasons()).singleElement().asString().contains("acme2");
  }

  private Event last() {
    return world.history.getLast().event();
  }

  @Test
  void leftovers_are_refused_before_anything_is_frozen_and_are_not_purged() {
    approved();
    world.systems.conditions.leftovers.put(ACME, 12L);
    world.send(Commands.start(ACME, "ann"));
    world.workAll();
    RunRefused refused = (RunRefused) last();
    assertThat(refused.reasons()).singleElement().asString().contains("12 rows in contacts");
    assertThat(world.state(ACME)).isInstanceOf(Approved.class);
    assertThat(world.systems.isOldEnabled(ACME)).isTrue();
    assertThat(world.programme().live()).isEmpty();
    assertThat(world.story(ACME)).doesNotContain("FreezeStarted");
  }

  @Test
  void leftovers_that_appear_after_the_assessment_are_refused_too() {
    approved();
    world.systems.conditions.notEmpty.put(ACME, 3L);
    world.send(Commands.start(ACME, "ann"));
    world.workAll();
    assertThat(last()).isInstanceOf(RunRefused.class);
    assertThat(world.story(ACME)).doesNotContain("FreezeStarted", "RollbackStarted");
  }

  @Test
  void a_rehearsal_says_that_the_new_system_is_not_empty() {
    world.systems.conditions.leftovers.put(ACME, 1L);
    world.send(Commands.rehearse(ACME, "ann"));
    world.workAll();
    assertThat(((RehearsalFailed) last()).reasons().getFirst()).contains("1 row in contacts");
  }

  @Test
  void a_live_run_with_other_packs_than_rehearsed_is_refused() {
    approved();
    world.systems.conditions.targetFingerprint = "target-2";
    world.send(Commands.start(ACME, "ann"));
    world.workAll();
    assertThat(((RunRefused) last()).reasons().getFirst()).contains("target pack reference-crm");
  }

  @Test
  void a_quarantine_that_was_waived_with_the_approval_commits() {
    world.systems.conditions.quarantine = findings(7);
    started();
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }

  private static List<QuarantineCount> findings(long count) {
    return List.of(new QuarantineCount(Entity.CONTACTS, Stage.TRANSFORM, "BAD_ADDRESS", count));
  }

  @Test
  void a_passed_rehearsal_lists_its_findings() {
    world.systems.conditions.quarantine = findings(7);
    rehearsed();
    assertThat(((RehearsalPassed) last()).findings()).isEqualTo(findings(7));
  }

  @Test
  void more_quarantine_than_waived_holds_the_commit_until_somebody_waives() {
    world.systems.conditions.quarantine = findings(7);
    approved();
    world.systems.conditions.quarantine = findings(9);
    world.send(Commands.start(ACME, "ann"));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Held.class);
    assertThat(((CommitHeld) last()).reasons().getFirst()).contains("9 quarantined, 7 waived");

    world.send(Commands.waive(ACME, Entity.CONTACTS, "BAD_ADDRESS", 8));
    assertThat(world.state(ACME)).isInstanceOf(Held.class);
    List<Event> events = world.send(Commands.waive(ACME, Entity.CONTACTS, "BAD_ADDRESS", 9));
    assertThat(events).last().isInstanceOf(CommitStarted.class);
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }

  @Test
  void a_held_run_can_be_rolled_back() {
    approved();
    world.systems.conditions.quarantine = findings(1);
    world.send(Commands.start(ACME, "ann"));
    world.workAll();
    world.send(Commands.rollBack(ACME));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(RolledBack.class);
  }

  @Test
  void waivers_need_a_reason_in_words() {
    approved();
    CommandRejected rejected =
        world.refused(
            new dev.godwit.orchestrator.domain.command.WaiveFindings(
                null,
                ACME,
                "bob",
                " ",
                List.of(
                    new dev.godwit.orchestrator.domain.common.Waiver(
                        Entity.EMAILS, "BAD_DATE", 1, ""))));
    assertThat(rejected.expected()).contains("a why");
  }

  @Test
  void a_verdict_with_differences_rolls_a_live_run_back() {
    approved();
    world.systems.conditions.differences = true;
    world.send(Commands.start(ACME, "ann"));
    world.workAll();
    MigrationRolledBack back = (MigrationRolledBack) last();
    assertThat(back.reason()).contains("expected 100, found 99", "1 keys missing");
    assertThat(back.firstFailure()).contains("extracted-equals-source");
    assertThat(world.systems.isOldEnabled(ACME)).isTrue();
  }

  @Test
  void a_verdict_with_differences_fails_a_rehearsal_after_its_purge() {
    world.systems.conditions.differences = true;
    world.send(Commands.rehearse(ACME, "ann"));
    world.workAll();
    assertThat(last()).isInstanceOf(RehearsalFailed.class);
    assertThat(world.systems.rows(ACME)).isZero();
    assertThat(world.state(ACME)).isInstanceOf(Requested.class);
  }

  @Test
  void a_failed_load_rolls_a_live_run_back_and_the_report_says_why() {
    started();
    world.workUntil(ExtractChunk.class);
    Issued chunk = world.pending.getFirst();
    world.tell(
        world.systems.reported(
            chunk.envelope(),
            Stage.LOAD,
            new dev.godwit.orchestrator.domain.report.StageFailed(
                "contacts", "column tags does not exist", "mend the pack")));
    world.workAll();
    MigrationRolledBack back = (MigrationRolledBack) last();
    assertThat(back.reason()).contains("load failed on contacts: column tags does not exist");
    assertThat(back.nextStep()).isEqualTo("mend the pack");
  }

  @Test
  void a_rollback_waits_for_a_freeze_that_is_out() {
    started();
    world.workUntil(FreezeSource.class);
    world.send(Commands.rollBack(ACME));
    world.work(PurgeTarget.class);
    assertThat(world.pending).singleElement().matches(one -> one.task() instanceof FreezeSource);
    world.work(FreezeSource.class);
    assertThat(world.pending).singleElement().matches(one -> one.task() instanceof ThawSource);
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(RolledBack.class);
    assertThat(world.systems.isOldEnabled(ACME)).isTrue();
  }

  @Test
  void a_rollback_before_the_freeze_does_not_thaw() {
    started();
    world.workUntil(PrepareTarget.class);
    world.tell(
        world.systems.reported(
            world.pending.getFirst().envelope(),
            Stage.TRANSFORM,
            new dev.godwit.orchestrator.domain.report.StageFailed("pack", "broken", "mend it"),
            "other"));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(RolledBack.class);
    assertThat(world.story(ACME)).doesNotContain("ThawStarted");
  }

  @Test
  void after_the_commit_there_is_no_rollback_and_the_answer_says_why() {
    started();
    world.workAll();
    assertThat(world.refused(Commands.rollBack(ACME)).action())
        .contains("what was written to the new system since would be lost");
    assertThat(world.refused(Commands.cancel(ACME)).action()).contains("would be lost");
    assertThat(world.refused(Commands.rehearse(ACME, "ann")).found()).contains("committed");
    assertThat(world.refused(Commands.start(ACME, "ann")).found()).contains("committed");
  }

  @Test
  void a_rollback_does_not_overtake_the_enabling_of_the_new_system() {
    started();
    world.workUntil(EnableTarget.class);
    assertThat(world.refused(Commands.rollBack(ACME)).action()).contains("both systems enabled");
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }

  @Test
  void an_enabling_that_fails_rolls_back() {
    approved();
    world.systems.conditions.failing.add(EnableTarget.class);
    world.send(Commands.start(ACME, "ann"));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(RolledBack.class);
    assertThat(world.systems.isNewEnabled(ACME)).isFalse();
  }

  @Test
  void a_purge_that_leaves_rows_waits_for_somebody_to_ask_again() {
    started();
    world.workUntil(ReconcileCut.class);
    world.systems.conditions.purgesThatLeaveRows = 1;
    world.send(Commands.rollBack(ACME));
    world.workAll();
    assertThat(((Purging) world.state(ACME)).stuck()).isTrue();
    assertThat(world.systems.isOldEnabled(ACME)).isFalse();
    world.send(Commands.rollBack(ACME));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(RolledBack.class);
  }

  @Test
  void a_thaw_that_fails_waits_for_somebody_to_ask_again() {
    started();
    world.workUntil(ReconcileCut.class);
    world.systems.conditions.failing.add(ThawSource.class);
    world.send(Commands.rollBack(ACME));
    world.workAll();
    assertThat(((Thawing) world.state(ACME)).stuck()).isTrue();
    world.systems.conditions.failing.clear();
    world.send(Commands.rollBack(ACME));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(RolledBack.class);
  }

  @Test
  void cancelling_is_possible_until_the_freeze() {
    approved();
    world.send(Commands.cancel(ACME));
    assertThat(world.state(ACME)).isInstanceOf(Cancelled.class);
    started();
    world.send(Commands.cancel(ACME));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Cancelled.class);
    assertThat(world.programme().live()).isEmpty();

    started();
    world.workUntil(FreezeSource.class);
    assertThat(world.refused(Commands.cancel(ACME)).action()).contains("RollBackMigration");
    world.workAll();
  }

  @Test
  void a_pause_holds_back_new_tasks_and_the_end_of_it_hands_out_exactly_those() {
    world.send(Commands.rehearse(ACME, "ann"));
    world.workUntil(ExtractChunk.class);
    world.send(Commands.pause(ACME));
    world.workAll();
    assertThat(world.story(ACME).stream().filter("ChunkExtracted"::equals)).hasSize(16);
    assertThat(world.refused(Commands.pause(ACME)).found()).contains("paused");
    world.send(Commands.resume(ACME));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Rehearsed.class);
    assertThat(world.refused(Commands.resume(ACME)).expected()).contains("is paused");
  }

  @Test
  void a_paused_programme_holds_back_every_migration() {
    world.send(Commands.rehearse(ACME, "ann"));
    world.send(Commands.pauseProgramme());
    world.workAll();
    assertThat(world.story(ACME)).endsWith("PrepareStarted");
    assertThat(world.refused(Commands.rehearse("globex", "ann")).found()).contains("paused by ann");
    assertThat(world.refused(Commands.pauseProgramme()).found()).contains("paused by ann");
    world.send(Commands.resumeProgramme());
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Rehearsed.class);
    world.refused(Commands.resumeProgramme());
  }

  @Test
  void a_rollback_on_command_goes_on_while_the_programme_is_paused() {
    started();
    world.workUntil(ReconcileCut.class);
    world.send(Commands.pauseProgramme());
    world.send(Commands.rollBack(ACME));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(RolledBack.class);
  }

  @Test
  void a_programme_command_for_one_customer_is_rejected() {
    assertThat(world.refused(new PauseProgramme(null, ACME, "ann", "")).action())
        .contains("PauseMigration");
  }

  @Test
  void a_lost_snapshot_purges_and_begins_another_run() {
    started();
    world.systems.conditions.snapshotsToLose = 1;
    world.workAll();
    assertThat(world.story(ACME))
        .containsSubsequence("RunAbandoned", "PurgeStarted", "TargetPurged", "RunStarted");
    assertThat(((Committed) world.state(ACME)).run().number()).isEqualTo(3);
  }

  @Test
  void after_five_lost_snapshots_in_a_row_the_run_fails() {
    world.systems.conditions.snapshotsToLose = 5 * 16;
    world.send(Commands.rehearse(ACME, "ann"));
    world.workAll();
    assertThat(((RehearsalFailed) last()).reasons().getFirst()).contains("5 runs in a row");
    assertThat(world.story(ACME).stream().filter("RunAbandoned"::equals)).hasSize(4);
  }

  @Test
  void a_repeated_report_and_one_of_an_old_run_change_nothing() {
    rehearsed();
    List<Reported> old = List.copyOf(world.told);
    world.send(Commands.rehearse(ACME, "ann"));
    world.workUntil(ExtractChunk.class);
    old.forEach(reported -> assertThat(world.tell(reported)).isEmpty());
    Reported again = world.told.get(old.size());
    assertThat(world.tell(again)).isEmpty();
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Rehearsed.class);
  }

  @Test
  void waits_are_recorded_once_however_often_they_are_told() {
    world.send(Commands.rehearse(ACME, "ann"));
    Issued task = world.pending.getFirst();
    assertThat(task.task()).isInstanceOf(AssessSource.class);
    StageWaiting waiting = new StageWaiting("the source database", "refused");
    assertThat(world.tell(world.systems.reported(task.envelope(), Stage.EXTRACT, waiting)))
        .hasSize(1);
    assertThat(world.tell(world.systems.reported(task.envelope(), Stage.EXTRACT, waiting)))
        .isEmpty();
    StageRecovered back = new StageRecovered("the source database", 1000);
    assertThat(world.tell(world.systems.reported(task.envelope(), Stage.EXTRACT, back))).hasSize(1);
    assertThat(world.tell(world.systems.reported(task.envelope(), Stage.EXTRACT, back))).isEmpty();
  }

  @Test
  void a_customer_that_was_rolled_back_can_be_rehearsed_again_with_the_next_run_number() {
    started();
    world.workUntil(ReconcileCut.class);
    world.send(Commands.rollBack(ACME));
    world.workAll();
    assertThat(world.refused(Commands.start(ACME, "ann")).action()).contains("RehearseMigration");
    rehearsed();
    assertThat(world.migration(ACME).runs()).isEqualTo(3);
  }

  @Test
  void packs_can_be_named_and_stay_those_of_the_migration() {
    world.send(new RehearseMigration(null, ACME, "ann", "", "my-legacy", ""));
    assertThat(world.pending.getFirst().envelope().sourcePack()).isEqualTo("my-legacy");
    assertThat(world.pending.getFirst().envelope().targetPack()).isEqualTo("reference-crm");
    world.workAll();
    world.send(Commands.rehearse(ACME, "ann"));
    assertThat(world.pending.getFirst().envelope().sourcePack()).isEqualTo("my-legacy");
  }

  @Test
  void a_command_by_nobody_or_for_an_impossible_customer_is_rejected() {
    assertThat(world.refused(Commands.rehearse(ACME, " ")).expected()).contains("by");
    assertThat(world.refused(Commands.rehearse("a/b", "ann")).expected()).contains("without /");
  }
}
