package dev.godwit.local.chaos;

import dev.godwit.local.chaos.check.Database;
import dev.godwit.local.chaos.fault.BrokerFault;
import dev.godwit.local.chaos.fault.ClockFault;
import dev.godwit.local.chaos.fault.Disturbed;
import dev.godwit.local.chaos.fault.Fault;
import dev.godwit.local.chaos.fault.FullDiskFault;
import dev.godwit.local.chaos.fault.Trigger;
import dev.godwit.local.stack.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Disturbances of the machines: lost brokers and disks, full disks, clocks that step. */
final class MachineTargets {
  private static final int BROKERS = 3;
  private static final List<Scenario> TO_COMMIT = List.of(Scenario.COMMIT, Scenario.COMMIT_LIVE);

  private final Function<SplittableRandom, Trigger> moment;
  private final List<ChaosTarget> targets = new ArrayList<>();

  private MachineTargets(Function<SplittableRandom, Trigger> moment) {
    this.moment = moment;
  }

  /**
   * All of them, in a fixed order.
   *
   * @param moment chooses a moment of a live run
   */
  static List<ChaosTarget> all(Function<SplittableRandom, Trigger> moment) {
    MachineTargets all = new MachineTargets(moment);
    all.clusters();
    all.disks();
    all.clocks();
    return List.copyOf(all.targets);
  }

  private void clusters() {
    cluster(
        "cluster: broker and its disk lost",
        random -> new BrokerFault(List.of(one(random)), true, moment.apply(random)));
    cluster(
        "cluster: broker killed",
        random -> new BrokerFault(List.of(one(random)), false, moment.apply(random)));
    cluster(
        "cluster: two brokers killed",
        random -> {
          int spared = one(random);
          List<Integer> two = List.of(1 + spared % BROKERS, 1 + (spared + 1) % BROKERS);
          return new BrokerFault(two, false, moment.apply(random));
        });
  }

  private void cluster(String label, Function<SplittableRandom, Fault> fault) {
    targets.add(
        ChaosTarget.on(
            Requirement.NOTHING,
            BROKERS,
            label,
            List.of(Scenario.COMMIT_LIVE, Scenario.COMMIT_LIVE, Scenario.ROLLBACK_LIVE),
            random -> List.of(fault.apply(random))));
  }

  private static int one(SplittableRandom random) {
    return 1 + random.nextInt(BROKERS);
  }

  private void disks() {
    disk("disk full: target", "target", Disturbed::target, false);
    disk("disk full for long: target", "target", Disturbed::target, true);
    disk("disk full: read model", "read model", Disturbed::readModel, false);
  }

  private void disk(
      String label, String name, Function<Disturbed, Database> database, boolean untilHeld) {
    targets.add(
        ChaosTarget.on(
            Requirement.MOUNT,
            1,
            label,
            TO_COMMIT,
            random ->
                List.of(new FullDiskFault(name, database, untilHeld, beforeTheLoad(random)))));
  }

  private static Trigger beforeTheLoad(SplittableRandom random) {
    return new Trigger(random.nextBoolean() ? "SourceFrozen" : "RunStarted", 1);
  }

  private void clocks() {
    for (Part part : Part.SERVICES) {
      List<Scenario> scenarios = part == Part.WEBHOOKS ? List.of(Scenario.COMMIT_LIVE) : TO_COMMIT;
      for (int hours : new int[] {1, -1}) {
        targets.add(
            ChaosTarget.on(
                Requirement.CLOCK,
                1,
                "clock of %s %s 1 h".formatted(part.label(), hours > 0 ? "forward" : "back"),
                scenarios,
                random ->
                    List.of(
                        new ClockFault(part, hours, random.nextBoolean(), moment.apply(random)))));
      }
    }
  }
}
