package dev.godwit.orchestrator.domain;

import dev.godwit.orchestrator.domain.command.Command;
import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.report.Report;
import dev.godwit.orchestrator.domain.report.Report.FailureReport;
import dev.godwit.orchestrator.domain.report.Report.RecoveryReport;
import dev.godwit.orchestrator.domain.report.Report.ReplayProgressReport;
import dev.godwit.orchestrator.domain.report.Report.SnapshotLostReport;
import dev.godwit.orchestrator.domain.report.Report.WaitingReport;
import dev.godwit.orchestrator.domain.state.ForwardState.Held;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.Replays.Replay;
import dev.godwit.orchestrator.domain.state.TaskIds;
import dev.godwit.orchestrator.domain.task.DispatchedTask.TaskEnvelope;
import dev.godwit.orchestrator.domain.task.Task;
import dev.godwit.orchestrator.domain.task.Task.CheckLiveArrival;
import dev.godwit.orchestrator.domain.task.Task.EnableTarget;
import dev.godwit.orchestrator.domain.task.Task.ExtractChunk;
import dev.godwit.orchestrator.domain.task.Task.FreezeSource;
import dev.godwit.orchestrator.domain.task.Task.PlanExtraction;
import dev.godwit.orchestrator.domain.task.Task.PrepareTarget;
import dev.godwit.orchestrator.domain.task.Task.PurgeTarget;
import dev.godwit.orchestrator.domain.task.Task.RecheckSource;
import dev.godwit.orchestrator.domain.task.Task.ReconcileCut;
import dev.godwit.orchestrator.domain.task.Task.RehearseLive;
import dev.godwit.orchestrator.domain.task.Task.ReplayRecords;
import dev.godwit.orchestrator.domain.task.Task.ReturnLive;
import dev.godwit.orchestrator.domain.task.Task.RunProbes;
import dev.godwit.orchestrator.domain.task.Task.ThawSource;
import dev.godwit.orchestrator.domain.task.Task.WriteCut;
import java.time.Instant;
import java.util.List;

/** Turns numbers into things that happen to a control plane, likely and unlikely ones. */
final class RandomInputs {
  static final List<String> CUSTOMERS = List.of("acme", "globex");
  private static final List<Class<? extends Task>> CAN_FAIL =
      List.of(
          PrepareTarget.class,
          FreezeSource.class,
          ThawSource.class,
          PurgeTarget.class,
          RehearseLive.class,
          CheckLiveArrival.class,
          RunProbes.class,
          RecheckSource.class,
          EnableTarget.class,
          WriteCut.class,
          ReturnLive.class,
          ReconcileCut.class,
          PlanExtraction.class,
          ExtractChunk.class,
          ReplayRecords.class);

  private static final List<Stage> STAGES = List.of(Stage.LOAD, Stage.TRANSFORM, Stage.EXTRACT);

  private final Simulation world;
  private int probes = 1;

  RandomInputs(Simulation world) {
    this.world = world;
  }

  void next(int choice) {
    int kind = choice % 100;
    int detail = choice / 100;
    String customer = CUSTOMERS.get(detail % CUSTOMERS.size());
    if (kind < 62) {
      workSome(detail);
    } else if (kind < 80) {
      bringOn(customer, detail);
    } else if (kind < 90) {
      brake(customer, detail);
    } else if (kind < 93) {
      changeConditions(detail);
    } else if (kind < 96) {
      repeat(detail);
    } else if (kind < 98) {
      crashAfterTheAct(detail);
    } else {
      trouble(customer, detail);
    }
    world.checkSystems();
  }

  private void workSome(int detail) {
    for (int i = 0; i < 1 + detail % 12 && !world.pending.isEmpty(); i++) {
      world.work(detail * 31 % world.pending.size());
    }
  }

  private void bringOn(String customer, int detail) {
    String person = detail % 3 == 0 ? "ann" : "bob";
    switch (world.state(customer).getClass().getSimpleName()) {
      case "Rehearsed" ->
          world.send(
              switch (detail % 5) {
                case 0, 1 -> Commands.approveAll(customer, person);
                case 2 -> Commands.approveAnyway(customer, person);
                case 3 -> Commands.approve(customer, person);
                default -> Commands.rehearse(customer, person);
              });
      case "Approved" -> world.send(Commands.start(customer, person));
      case "Held" ->
          world.send(
              switch (detail % 4) {
                case 0 -> Commands.cut(customer);
                case 1 -> Commands.waive(customer, "cleo", Entity.CONTACTS, "BAD_ADDRESS", detail);
                default -> replay(customer, detail / 4);
              });
      case "Committed" ->
          world.send(detail % 2 == 0 ? Commands.cut(customer) : replay(customer, detail / 2));
      default ->
          world.send(
              detail % 4 == 0
                  ? Commands.start(customer, person)
                  : Commands.rehearse(customer, person));
    }
  }

  private static Command replay(String customer, int detail) {
    return switch (detail % 8) {
      case 0 -> Commands.replay(customer, Stage.LOAD, "*");
      case 1 ->
          detail % 16 == 1
              ? Commands.redrive(customer, "*")
              : Commands.replay(customer, Stage.TRANSFORM);
      case 2 -> Commands.replay(customer, Stage.VALIDATE);
      case 3 -> Commands.repair(customer);
      case 4 -> Commands.pauseReplay(customer);
      case 5 -> Commands.resumeReplay(customer, detail % 3);
      case 6 -> Commands.cancelReplay(customer);
      default -> Commands.resume(customer);
    };
  }

  private void brake(String customer, int detail) {
    world.send(
        switch (detail % 17) {
          case 0 -> Commands.rollBack(customer);
          case 1 -> Commands.cancel(customer);
          case 2, 3 -> Commands.pause(customer);
          case 4, 5 -> Commands.resume(customer);
          case 6 -> Commands.pauseProgramme();
          case 7 -> Commands.resumeProgramme();
          case 8 -> Commands.cut(customer);
          case 9, 10 -> Commands.checkBudget(customer);
          case 11 -> replay(customer, detail / 17);
          case 12 -> Commands.decideMerges(customer);
          case 13 ->
              detail / 17 % 2 == 0 ? Commands.decideFix(customer) : Commands.forget(customer);
          case 14 ->
              Commands.undo(customer, Math.max(1, world.migration(customer).decisions().last()));
          case 15 ->
              Commands.waive(
                  customer, Entity.CONTACTS, QuarantineCount.UNDECIDED_MERGE, detail % 4);
          default -> Commands.waive(customer, Entity.CONTACTS, "BAD_ADDRESS", 1 + detail);
        });
  }

  private void changeConditions(int detail) {
    SimulatedConditions now = world.systems.conditions;
    switch (detail % 10) {
      case 0 -> now.differences = true;
      case 1 -> now.snapshotsToLose = 1 + detail % 3;
      case 2 -> now.purgesThatLeaveRows = 1;
      case 3 -> now.failing.add(CAN_FAIL.get(detail / 10 % CAN_FAIL.size()));
      case 4 ->
          now.quarantine =
              List.of(
                  new QuarantineCount(
                      Entity.CONTACTS, Stage.TRANSFORM, "BAD_ADDRESS", 1 + detail % 20),
                  new QuarantineCount(
                      detail % 3 == 0 ? Entity.CONTACTS : Entity.LIVE,
                      Stage.LOAD,
                      "UNKNOWN_MESSAGE",
                      1 + detail));
      case 5 -> now.leftovers.put(CUSTOMERS.get(detail / 10 % 2), 3L);
      case 6 -> now.targetFingerprint = "target-" + detail;
      case 7 -> now.review = detail / 10 % 3;
      case 8 ->
          now.probes =
              now.probes.isEmpty()
                  ? List.of()
                  : List.of(ProbesTest.measured("by-name", 100 + detail % 400));
      default -> mend();
    }
  }

  private void mend() {
    SimulatedConditions now = world.systems.conditions;
    now.differences = false;
    now.review = 0;
    now.snapshotsToLose = 0;
    now.purgesThatLeaveRows = 0;
    now.failing.clear();
    now.leftovers.clear();
  }

  private void repeat(int detail) {
    if (!world.reported.isEmpty()) {
      world.report(world.reported.get(detail * 7 % world.reported.size()));
    }
  }

  private void crashAfterTheAct(int detail) {
    if (!world.pending.isEmpty()) {
      world.systems.act(world.pending.get(detail % world.pending.size()));
    }
  }

  private void trouble(String customer, int detail) {
    Migration migration = world.migration(customer);
    int run = migration.run() == null ? detail % 5 : migration.run().number();
    Report report =
        switch (detail % 4) {
          case 0 ->
              new FailureReport(
                  detail % 3 == 0 ? "contacts" : "emails", "no such column", "mend the pack");
          case 1 -> new WaitingReport("the target database", "refused");
          case 2 -> new RecoveryReport("the target database", 5);
          default -> new SnapshotLostReport("invalid snapshot");
        };
    report(customer, run, STAGES.get(detail % STAGES.size()), report);
  }

  /** Inputs that may come at any time, in whatever state. */
  void probe() {
    for (String customer : CUSTOMERS) {
      if (world.migration(customer).run() != null) {
        int run = world.migration(customer).run().number();
        report(customer, run, Stage.LOAD, new WaitingReport("the target database", "refused"));
        report(customer, run, Stage.LOAD, new RecoveryReport("the target database", 5));
      }
      progress(customer);
      decide(customer);
      world.send(Commands.checkBudget(customer));
      world.send(Commands.pause(customer));
      world.send(Commands.resume(customer));
      world.refused(Commands.resume(customer));
    }
  }

  /**
   * Decides and takes back what was decided, so that a rehearsal of before is as good as it was.
   */
  void decide(String customer) {
    for (Command command : List.of(Commands.decideMerges(customer), Commands.decideFix(customer))) {
      int before = world.migration(customer).decisions().last();
      world.send(command);
      if (world.migration(customer).decisions().last() > before) {
        world.send(Commands.undo(customer, before + 1));
      }
    }
  }

  /** The replay of a customer, where there is one, has read more; it is paused and resumed. */
  void progress(String customer) {
    Replay replay = world.migration(customer).replay();
    if (replay == null) {
      return;
    }
    int run = world.migration(customer).run().number();
    String id = TaskIds.replay(world.migration(customer), replay.number());
    TaskEnvelope task =
        new TaskEnvelope(id, customer, customer, run, null, "", "", Instant.EPOCH, "");
    world.report(
        world.systems.reported(
            task, replay.stage(), new ReplayProgressReport(replay.number(), probes++, 1_000_000)));
    world.send(Commands.pauseReplay(customer));
    world.send(Commands.resumeReplay(customer, probes));
  }

  private void report(String customer, int run, Stage stage, Report report) {
    boolean isOfExtract = report instanceof SnapshotLostReport;
    String id = isOfExtract ? customer + "/" + run + "/plan" : "made-up";
    TaskEnvelope task =
        new TaskEnvelope(id, customer, customer, run, null, "", "", Instant.EPOCH, "");
    world.report(world.systems.reported(task, isOfExtract ? Stage.EXTRACT : stage, report));
  }

  /** Mends everything, ends pauses, and goes on until no run is on. */
  void endTrouble() {
    mend();
    if (world.programme().paused()) {
      world.send(Commands.resumeProgramme());
    }
    for (int round = 0; round < 20; round++) {
      for (String customer : CUSTOMERS) {
        end(customer);
      }
    }
  }

  private void end(String customer) {
    Migration migration = world.migration(customer);
    if (migration.paused()) {
      world.send(Commands.resume(customer));
    }
    if (migration.state() instanceof Held || migration.isHeld() || migration.isStuck()) {
      world.send(Commands.rollBack(customer));
    }
    world.workAll();
  }
}
