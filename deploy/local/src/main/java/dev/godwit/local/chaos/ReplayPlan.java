package dev.godwit.local.chaos;

import dev.godwit.common.v1.Stage;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * The replay that a case disturbs, and what it has to restore.
 *
 * @param stage stage whose replay is disturbed
 * @param gap what is missing before it
 * @param onlyQuarantined whether a replay of the load reads quarantined records alone
 * @param rate at most so many records a second; 0 for no limit
 * @param steering what a person does meanwhile
 * @param twice whether it is repeated at once, with the faults still armed
 */
record ReplayPlan(
    Stage stage, Gap gap, boolean onlyQuarantined, int rate, Steering steering, boolean twice) {
  private static final List<Integer> RATES = List.of(0, 0, 40, 90);

  /** Kind of rows that the target lacks. */
  enum Gap {
    /** The transformer refuses emails that are too long; the loader refuses what needs them. */
    TRANSFORMER,
    /** The loader has emails in quarantine, and what needs them. */
    LOADER,
    /** Rows are deleted in the target of a committed customer. */
    DELETED
  }

  /** Commands of a person while the replay is under way. */
  enum Steering {
    NONE,
    PAUSE_AND_RESUME,
    CANCEL_AND_REPEAT
  }

  /**
   * The plan of a seed.
   *
   * @param gaps the gaps that reach what is disturbed
   * @param whole whether all records are read, and without a limit: a point of every step
   */
  static ReplayPlan of(SplittableRandom random, Stage stage, List<Gap> gaps, boolean whole) {
    Gap gap = gaps.get(random.nextInt(gaps.size()));
    boolean onlyQuarantined =
        random.nextBoolean() && !whole && stage == Stage.LOAD && gap != Gap.DELETED;
    int rate = RATES.get(random.nextInt(RATES.size()));
    Steering steering =
        switch (random.nextInt(5)) {
          case 0 -> Steering.PAUSE_AND_RESUME;
          case 1 -> Steering.CANCEL_AND_REPEAT;
          default -> Steering.NONE;
        };
    return new ReplayPlan(stage, gap, onlyQuarantined, rate, steering, random.nextInt(3) == 0);
  }

  /** Whether the run is held before the replay; otherwise it is committed. */
  boolean isHeld() {
    return gap != Gap.DELETED;
  }

  @Override
  public String toString() {
    return "replay %s%s after a gap of %s, %s%s%s"
        .formatted(
            word(stage),
            onlyQuarantined ? " of the quarantine" : "",
            word(gap),
            rate == 0 ? "without a limit" : "at " + rate + " records a second",
            steering == Steering.NONE ? "" : ", " + word(steering).replace('_', ' '),
            twice ? ", twice" : "");
  }

  private static String word(Enum<?> symbol) {
    return symbol.name().toLowerCase(Locale.ROOT);
  }
}
