package dev.godwit.orchestrator.domain;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.report.Report.FailureReport;
import dev.godwit.orchestrator.domain.state.ForwardState.Freezing;
import dev.godwit.orchestrator.domain.state.ForwardState.Preparing;
import dev.godwit.orchestrator.domain.task.DispatchedTask.TaskEnvelope;
import dev.godwit.orchestrator.domain.task.Task;
import dev.godwit.orchestrator.domain.task.Task.FreezeSource;
import dev.godwit.orchestrator.domain.task.Task.PrepareTarget;
import dev.godwit.orchestrator.domain.task.Task.PurgeTarget;
import dev.godwit.orchestrator.domain.task.Task.ReturnLive;
import dev.godwit.orchestrator.domain.task.Task.ThawSource;
import dev.godwit.orchestrator.domain.task.Task.WriteCut;
import java.time.Instant;

/** A live run that goes so many steps, meets one thing, and goes on to its end. */
final class InterruptedRun {
  /** Things that a run can meet. */
  static final int COUNT = 16;

  /** Steps from the start of a live run to its end, and some. */
  static final int STEPS = 42;

  private static final String CUSTOMER = "acme";

  private final Simulation world = new Simulation();
  private final RandomInputs inputs = new RandomInputs(world);

  private InterruptedRun() {}

  static Simulation of(int thing, int steps) {
    InterruptedRun tour = new InterruptedRun();
    tour.begin();
    tour.work(steps);
    tour.meet(thing);
    tour.end();
    if (thing == 6) {
      tour.world.send(Commands.cancel(CUSTOMER));
    }
    return tour.world;
  }

  private void begin() {
    world.send(Commands.rehearse(CUSTOMER, "ann"));
    world.workAll();
    world.send(Commands.approve(CUSTOMER, "bob"));
    world.systems.conditions.quarantine =
        java.util.List.of(new QuarantineCount(Entity.CONTACTS, Stage.TRANSFORM, "BAD_ADDRESS", 7));
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

  private void fail() {
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
              nothing, Stage.TRANSFORM, new FailureReport("emails", "broken", "mend")));
    }
  }

  private void purgeBeforeFreeze() {
    world.send(Commands.rollBack(CUSTOMER));
    boolean freezing = world.pending.stream().anyMatch(one -> one.task() instanceof FreezeSource);
    if (freezing && !(world.state(CUSTOMER) instanceof Freezing)) {
      world.work(PurgeTarget.class);
    }
  }

  private void end() {
    for (int i = 0; i < 60; i++) {
      inputs.probe();
      work(1);
      if (world.migration(CUSTOMER).isStuck()) {
        world.systems.conditions.failing.clear();
        world.send(Commands.rollBack(CUSTOMER));
      }
    }
    world.checkRebuild();
  }
}
