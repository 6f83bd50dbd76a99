package dev.godwit.local.chaos;

import dev.godwit.local.chaos.fault.Fault;
import dev.godwit.local.chaos.fault.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * One case: everything about it follows from its target and its seed.
 *
 * @param number from 1
 * @param seed repeats it, with {@code --cases 1 --seed SEED --only LABEL}
 * @param contacts contacts of the customer; the other sizes follow
 * @param rollBackAt moment of the rollback; used where the scenario has one
 * @param replay the replay that is disturbed; null where it is the run
 */
record ChaosCase(
    int number,
    long seed,
    ChaosTarget target,
    Scenario scenario,
    int contacts,
    Trigger rollBackAt,
    List<Fault> faults,
    ReplayPlan replay) {
  private static final int LEAST_CONTACTS = 30;
  private static final int MORE_CONTACTS = 30;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /**
   * The cases of a seed: each target once in a random order, then again.
   *
   * @param only the targets that are wanted
   */
  static List<ChaosCase> of(long seed, int cases, List<ChaosTarget> only) {
    List<ChaosTarget> order = new ArrayList<>(only);
    java.util.Collections.shuffle(order, new Random(seed));
    List<ChaosCase> all = new ArrayList<>();
    for (int i = 0; i < cases; i++) {
      long own = i == 0 ? seed : Math.floorMod((seed + i) * GOLDEN, 1_000_000_007L);
      all.add(one(i + 1, own, order.get(i % order.size())));
    }
    return all;
  }

  private static ChaosCase one(int number, long seed, ChaosTarget target) {
    SplittableRandom random = new SplittableRandom(seed);
    Scenario scenario = target.scenarios().get(random.nextInt(target.scenarios().size()));
    int contacts = LEAST_CONTACTS + random.nextInt(MORE_CONTACTS);
    Trigger rollBackAt =
        random.nextBoolean()
            ? new Trigger("SourceFrozen", 1)
            : new Trigger("ChunkExtracted", 4 + random.nextInt(5));
    List<Fault> faults = target.faults().apply(random);
    return new ChaosCase(
        number,
        seed,
        target,
        scenario,
        contacts,
        rollBackAt,
        faults,
        target.replay().apply(random));
  }

  /** The command that repeats it. */
  String repeat() {
    return "./godwit chaos --cases 1 --seed %d --only \"%s\"".formatted(seed, target.label());
  }

  @Override
  public String toString() {
    return "%s, %d contacts%s%s: %s"
        .formatted(
            scenario.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '),
            contacts,
            scenario.isRollback() ? ", rolled back at " + rollBackAt : "",
            replay == null ? "" : ", " + replay,
            faults);
  }
}
