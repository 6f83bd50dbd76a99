package dev.godwit.orchestrator.domain;

import dev.godwit.orchestrator.domain.command.Command;
import dev.godwit.orchestrator.domain.command.Command.ApproveMigration;
import dev.godwit.orchestrator.domain.command.Command.CancelMigration;
import dev.godwit.orchestrator.domain.command.Command.CancelReplay;
import dev.godwit.orchestrator.domain.command.Command.CheckFreezeBudget;
import dev.godwit.orchestrator.domain.command.Command.DecideFix;
import dev.godwit.orchestrator.domain.command.Command.DecideMerges;
import dev.godwit.orchestrator.domain.command.Command.ForgetCustomer;
import dev.godwit.orchestrator.domain.command.Command.PauseMigration;
import dev.godwit.orchestrator.domain.command.Command.PauseProgramme;
import dev.godwit.orchestrator.domain.command.Command.PauseReplay;
import dev.godwit.orchestrator.domain.command.Command.RedriveQuarantine;
import dev.godwit.orchestrator.domain.command.Command.RehearseMigration;
import dev.godwit.orchestrator.domain.command.Command.RepairMigration;
import dev.godwit.orchestrator.domain.command.Command.ReplayStage;
import dev.godwit.orchestrator.domain.command.Command.ResumeMigration;
import dev.godwit.orchestrator.domain.command.Command.ResumeProgramme;
import dev.godwit.orchestrator.domain.command.Command.ResumeReplay;
import dev.godwit.orchestrator.domain.command.Command.RollBackMigration;
import dev.godwit.orchestrator.domain.command.Command.StartMigration;
import dev.godwit.orchestrator.domain.command.Command.TakeCut;
import dev.godwit.orchestrator.domain.command.Command.UndoDecision;
import dev.godwit.orchestrator.domain.command.Command.WaiveFindings;
import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.Fix;
import dev.godwit.orchestrator.domain.common.MergeDecision;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.common.Waiver;
import java.util.List;

/** Commands as a person writes them: only what matters is named. */
final class Commands {
  private Commands() {}

  static Command rehearse(String customer, String by) {
    return new RehearseMigration(null, customer, by, "asked for", "", "", null);
  }

  static Command approve(String customer, String by) {
    return new ApproveMigration(null, customer, by, "looks good", List.of(), false, false);
  }

  static Command approveAll(String customer, String by) {
    return new ApproveMigration(null, customer, by, "looks good", List.of(), true, false);
  }

  static Command approveAnyway(String customer, String by) {
    return new ApproveMigration(null, customer, by, "looks good", List.of(), false, true);
  }

  static Command approve(String customer, Waiver... waivers) {
    return new ApproveMigration(null, customer, "bob", "looks good", List.of(waivers), true, false);
  }

  static Command start(String customer, String by) {
    return new StartMigration(null, customer, by, "", null);
  }

  static Command waive(String customer, Entity entity, String reason, long upTo) {
    return waive(customer, "bob", entity, reason, upTo);
  }

  static Command waive(String customer, String by, Entity entity, String reason, long upTo) {
    return new WaiveFindings(
        null, customer, by, "known", List.of(new Waiver(entity, reason, upTo, "")));
  }

  static Command decideMerges(String customer, String by, int seen, MergeDecision... decisions) {
    return new DecideMerges(null, customer, by, "looked at them", seen, List.of(decisions));
  }

  static Command decideMerges(String customer) {
    return decideMerges(customer, "ann", DecideMerges.ANY, together("a", "b"));
  }

  static MergeDecision together(String... members) {
    return new MergeDecision(true, List.of(members), null, null, null, null, null);
  }

  static MergeDecision apart(String... members) {
    return new MergeDecision(false, List.of(members), null, null, null, null, null);
  }

  static MergeDecision byRule(boolean together, String rule, Double minWeight) {
    return new MergeDecision(together, List.of(), null, rule, minWeight, 3, null);
  }

  static Command decideFix(String customer) {
    return decideFix(customer, truncate(40));
  }

  static Command decideFix(String customer, Fix... fixes) {
    return new DecideFix(null, customer, "ann", "too long", DecideMerges.ANY, List.of(fixes));
  }

  static Fix truncate(Integer limit) {
    return new Fix(
        Fix.TRUNCATE, "contacts", "outlet", null, null, limit, "…", null, null, null, null);
  }

  static Command undo(String customer, int number) {
    return new UndoDecision(null, customer, "ann", "wrong", number);
  }

  static Command cut(String customer) {
    return new TakeCut(null, customer, "clock", "");
  }

  static Command rollBack(String customer) {
    return new RollBackMigration(null, customer, "ann", "enough");
  }

  static Command forget(String customer) {
    return new ForgetCustomer(null, customer, "eve", "they asked us to");
  }

  static Command cancel(String customer) {
    return new CancelMigration(null, customer, "ann", "not now");
  }

  static Command pause(String customer) {
    return new PauseMigration(null, customer, "ann", "lunch");
  }

  static Command resume(String customer) {
    return new ResumeMigration(null, customer, "ann", "back");
  }

  static Command replay(String customer, Stage stage) {
    return replay(customer, stage, null);
  }

  static Command replay(String customer, Stage stage, String quarantined) {
    return new ReplayStage(
        null,
        customer,
        "ann",
        "mended",
        stage,
        List.of(),
        List.of(),
        null,
        null,
        List.of(),
        quarantined,
        0);
  }

  static Command redrive(String customer, String reason) {
    return new RedriveQuarantine(
        null, customer, "ann", "mended", List.of(Entity.CONTACTS), List.of(), reason, 40);
  }

  static Command repair(String customer) {
    return new RepairMigration(null, customer, "ann", "one is missing", 500);
  }

  static Command pauseReplay(String customer) {
    return new PauseReplay(null, customer, "ann", "too fast");
  }

  static Command resumeReplay(String customer, int rate) {
    return new ResumeReplay(null, customer, "ann", "slower", rate);
  }

  static Command cancelReplay(String customer) {
    return new CancelReplay(null, customer, "ann", "the wrong one");
  }

  static Command checkBudget(String customer) {
    return new CheckFreezeBudget(null, customer, "clock", "");
  }

  static Command pauseProgramme() {
    return new PauseProgramme(null, "*", "ann", "incident");
  }

  static Command resumeProgramme() {
    return new ResumeProgramme(null, "*", "ann", "mended");
  }
}
