package dev.godwit.orchestrator.domain;

import dev.godwit.orchestrator.domain.command.Command;
import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.common.SqlPoint;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.report.Report.FailureReport;
import dev.godwit.orchestrator.domain.state.ForwardState.Freezing;
import dev.godwit.orchestrator.domain.state.ForwardState.Preparing;
import dev.godwit.orchestrator.domain.task.DispatchedTask.TaskEnvelope;
import dev.godwit.orchestrator.domain.task.Task;
import dev.godwit.orchestrator.domain.task.Task.EnableTarget;
import dev.godwit.orchestrator.domain.task.Task.ExtractChunk;
import dev.godwit.orchestrator.domain.task.Task.FreezeSource;
import dev.godwit.orchestrator.domain.task.Task.PlanExtraction;
import dev.godwit.orchestrator.domain.task.Task.PrepareTarget;
import dev.godwit.orchestrator.domain.task.Task.PurgeTarget;
import dev.godwit.orchestrator.domain.task.Task.RecheckSource;
import dev.godwit.orchestrator.domain.task.Task.ReconcileCut;
import dev.godwit.orchestrator.domain.task.Task.ReplayRecords;
import dev.godwit.orchestrator.domain.task.Task.ReturnLive;
import dev.godwit.orchestrator.domain.task.Task.RunProbes;
import dev.godwit.orchestrator.domain.task.Task.RunStatements;
import dev.godwit.orchestrator.domain.task.Task.ThawSource;
import dev.godwit.orchestrator.domain.task.Task.WriteCut;
import java.time.Instant;
import java.util.List;

/** A live run that goes so many steps, meets one thing, and goes on to its end. */
final class InterruptedRun {
  /** Things that a run can meet. */
  static final int COUNT = 30;

  /** Steps from the start of a live run to its end, and some. */
  static final int STEPS = 42;

  private static final String CUSTOMER = "acme";

  /** From this thing on a run that fails is held. */
  private static final int HELD = 16;

  /** From this thing on nothing of the run is quarantined. */
  private static final int COMMITTABLE = 23;

  /** From this thing on the target pack has SQL to run at all points. */
  private static final int WITH_SQL = 26;

  /** From this thing on the target pack has probes. */
  private static final int WITH_PROBES = 28;

  private final Simulation world;
  private final RandomInputs inputs;

  private InterruptedRun(int thing) {
    world = new Simulation(thing >= HELD ? Simulation.HOLDING : Simulation.ROLLING_BACK);
    inputs = new RandomInputs(world);
  }

  static Simulation of(int thing, int steps) {
    InterruptedRun tour = new InterruptedRun(thing);
    tour.begin(thing);
    tour.work(steps);
    tour.meet(thing);
    tour.end();
    if (thing == 6) {
      tour.world.send(Commands.cancel(CUSTOMER));
    }
    return tour.world;
  }

  private void begin(int thing) {
    if (thing >= WITH_SQL) {
      world.systems.conditions.points =
          List.of(SqlPoint.BEFORE_LOAD, SqlPoint.AFTER_LOAD, SqlPoint.BEFORE_ENABLE);
    }
    if (thing >= WITH_PROBES) {
      world.systems.conditions.probes = List.of(ProbesTest.measured("by-name", 100));
    }
    world.send(Commands.rehearse(CUSTOMER, "ann"));
    world.workAll();
    world.send(Commands.approve(CUSTOMER, "bob"));
    if (thing < COMMITTABLE) {
      world.systems.conditions.quarantine =
          List.of(new QuarantineCount(Entity.CONTACTS, Stage.TRANSFORM, "BAD_ADDRESS", 7));
    }
    world.send(Commands.start(CUSTOMER, "ann"));
  }

  private void work(int steps) {
    for (int i = 0; i < steps && !world.pending.isEmpty(); i++) {
      world.work(0);
    }
  }

  private void meet(int thing) {
    switch (thing) {
      case 0 -> world.send(Commands.rollBack(CUSTOMER));
      case 1 -> world.send(Commands.cancel(CUSTOMER));
      case 2 -> world.send(Commands.waive(CUSTOMER, Entity.CONTACTS, "BAD_ADDRESS", 7));
      case 3 -> fail();
      case 4 -> backWithout(ThawSource.class);
      case 6 -> backWithout(ReturnLive.class);
      case 7 -> backWithout(WriteCut.class);
      case 8 -> {
        world.systems.conditions.snapshotsToLose = 1;
        world.systems.conditions.failing.add(ReturnLive.class);
      }
      case 9 -> {
        world.systems.conditions.snapshotsToLose = 1;
        work(1);
        world.systems.conditions.failing.add(WriteCut.class);
      }
      case 10 -> {
        world.systems.conditions.notEmpty.put(CUSTOMER, 3L);
        fail();
      }
      case 11 -> {
        world.systems.conditions.notEmpty.put(CUSTOMER, 3L);
        world.send(Commands.cancel(CUSTOMER));
      }
      case 12 -> backWithout(PrepareTarget.class);
      case 13 -> {
        world.systems.conditions.snapshotsToLose = 1;
        world.systems.conditions.leftovers.put(CUSTOMER, 3L);
      }
      case 14 -> {
        world.systems.conditions.snapshotsToLose = 1;
        world.systems.conditions.notEmpty.put(CUSTOMER, 3L);
      }
      case 15 -> backFromAnotherRun();
      case 16 -> {
        fail();
        fail("contacts");
        world.send(Commands.waive(CUSTOMER, Entity.CONTACTS, "BAD_ADDRESS", 7));
      }
      case 17 -> {
        everythingFails();
        work(20);
        fail("contacts");
        world.systems.conditions.failing.clear();
      }
      case 18 -> {
        fail();
        world.send(Commands.rollBack(CUSTOMER));
      }
      case 19 -> {
        fail();
        world.pass(Simulation.FREEZE_BUDGET.dividedBy(2));
        world.send(Commands.checkBudget(CUSTOMER));
        world.pass(Simulation.FREEZE_BUDGET.dividedBy(2));
        world.send(Commands.checkBudget(CUSTOMER));
      }
      case 20 -> {
        world.pass(Simulation.FREEZE_BUDGET);
        world.send(Commands.checkBudget(CUSTOMER));
        world.systems.conditions.differences = true;
      }
      case 21 -> {
        world.systems.conditions.snapshotsToLose = 1;
        fail();
        world.systems.conditions.differences = true;
        replays();
      }
      case 22 -> {
        world.systems.conditions.quarantine =
            List.of(new QuarantineCount(Entity.CONTACTS, Stage.LOAD, "VALUE_TOO_LONG", 7));
        everythingFails();
        world.pass(Simulation.FREEZE_BUDGET.dividedBy(2));
        work(30);
        world.systems.conditions.failing.clear();
        work(30);
        world.send(Commands.checkBudget(CUSTOMER));
      }
      case 23 -> {
        world.systems.conditions.late = 3;
        world.send(Commands.waive(CUSTOMER, Entity.CONTACTS, "BAD_ADDRESS", 7));
      }
      case 24 -> {
        world.systems.conditions.failing.add(EnableTarget.class);
        work(20);
        world.systems.conditions.failing.clear();
      }
      case 25 -> {
        world.systems.conditions.failing.add(RecheckSource.class);
        work(20);
        world.systems.conditions.failing.clear();
        world.send(Commands.rollBack(CUSTOMER));
      }
      case 26 -> {
        world.systems.conditions.failing.add(RunStatements.class);
        work(20);
        world.systems.conditions.failing.clear();
        world.send(Commands.rollBack(CUSTOMER));
      }
      case 27 -> {
        world.systems.conditions.failing.add(RunStatements.class);
        world.send(Commands.waive(CUSTOMER, Entity.CONTACTS, "BAD_ADDRESS", 7));
        work(20);
        world.systems.conditions.failing.clear();
        world.send(Commands.resume(CUSTOMER));
      }
      case 28 -> {
        world.systems.conditions.failing.add(RunProbes.class);
        work(20);
        world.systems.conditions.failing.clear();
        world.send(Commands.rollBack(CUSTOMER));
      }
      case 29 -> {
        world.systems.conditions.failing.add(RunProbes.class);
        world.send(Commands.waive(CUSTOMER, Entity.CONTACTS, "BAD_ADDRESS", 7));
        work(20);
        world.systems.conditions.failing.clear();
        world.send(Commands.resume(CUSTOMER));
      }
      default -> purgeBeforeFreeze();
    }
  }

  /** A run that follows an abandoned one rolls back while its target is being prepared. */
  private void backFromAnotherRun() {
    world.systems.conditions.snapshotsToLose = 1;
    for (int i = 0; i < STEPS && !isPreparedAgain(); i++) {
      work(1);
    }
    fail();
  }

  private boolean isPreparedAgain() {
    return world.state(CUSTOMER) instanceof Preparing
        && world.migration(CUSTOMER).run().mayBeFrozen();
  }

  private void backWithout(Class<? extends Task> failing) {
    world.systems.conditions.failing.add(failing);
    world.send(Commands.rollBack(CUSTOMER));
  }

  private void everythingFails() {
    world.systems.conditions.failing.addAll(
        List.of(
            WriteCut.class,
            PlanExtraction.class,
            ExtractChunk.class,
            ReconcileCut.class,
            RecheckSource.class,
            EnableTarget.class));
  }

  /** Events of a replay; without effect where none is possible. */
  private void replays() {
    for (Command then :
        List.of(
            Commands.resumeReplay(CUSTOMER, 7),
            Commands.cancelReplay(CUSTOMER),
            Commands.repair(CUSTOMER))) {
      world.send(Commands.resume(CUSTOMER));
      work(90);
      world.send(Commands.replay(CUSTOMER, Stage.LOAD));
      inputs.progress(CUSTOMER);
      world.send(then);
      work(90);
    }
    world.systems.conditions.failing.add(ReplayRecords.class);
    world.send(Commands.replay(CUSTOMER, Stage.VALIDATE));
    work(1);
    world.systems.conditions.failing.clear();
  }

  private void fail() {
    fail("emails");
  }

  private void fail(String subject) {
    if (world.migration(CUSTOMER).run() != null) {
      TaskEnvelope nothing =
          new TaskEnvelope(
              "none",
              CUSTOMER,
              CUSTOMER,
              world.migration(CUSTOMER).run().number(),
              null,
              "",
              "",
              Instant.EPOCH,
              "");
      world.report(
          world.systems.reported(
              nothing, Stage.TRANSFORM, new FailureReport(subject, "broken", "mend")));
    }
  }

  private void purgeBeforeFreeze() {
    world.send(Commands.rollBack(CUSTOMER));
    boolean freezing = world.pending.stream().anyMatch(one -> one.task() instanceof FreezeSource);
    if (freezing && !(world.state(CUSTOMER) instanceof Freezing)) {
      world.work(PurgeTarget.class);
    }
  }

  /** Goes on to where nothing is left to do, and a little further. */
  private void end() {
    int idle = 0;
    for (int i = 0; i < 60 && idle < 3; i++) {
      inputs.probe();
      idle = world.pending.isEmpty() ? idle + 1 : 0;
      work(1);
      if (world.migration(CUSTOMER).isStuck()) {
        world.systems.conditions.failing.clear();
        world.send(Commands.rollBack(CUSTOMER));
      }
    }
    world.checkRebuild();
  }
}
