package dev.godwit.orchestrator.view.rehearsal;

import dev.godwit.api.RehearsalAnswer.Estimate;
import dev.godwit.api.RehearsalAnswer.Speed;
import dev.godwit.common.v1.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Estimates how long a live run freezes its customer, as a range. The shortest: every stage works
 * at the fastest speed that was measured, and all work at once, so that the slowest of them
 * decides. The longest: every stage works at its slowest, one after another. To both belong the
 * steps besides, and a second reading of the source, which a live run does before its commit. Pure.
 */
public final class FreezeEstimate {
  /** A run is compared where it has at most so many times as many rows, or as few. */
  private static final long COMPARABLE = 10;

  private FreezeEstimate() {}

  /** Whether a run of so many rows says something of one of the others. */
  public static boolean isComparable(long rows, long other) {
    return other * COMPARABLE >= rows && other <= rows * COMPARABLE;
  }

  /**
   * The estimate for a live run of the same rows.
   *
   * @param here the rehearsal
   * @param others other runs that can be compared
   */
  public static Estimate of(MeasuredRun here, List<MeasuredRun> others) {
    List<MeasuredRun> all = new ArrayList<>(others);
    all.add(here);
    List<Speed> speeds =
        MeasuredRun.STAGES.stream()
            .map(
                stage ->
                    new Speed(
                        stage.name(),
                        here.speeds().get(stage),
                        least(all, run -> run.speeds().get(stage)),
                        -least(all, run -> -run.speeds().get(stage))))
            .toList();
    long rows = here.rows();
    double rehearsed = here.besides() + here.copying();
    Speed extract =
        speeds.stream()
            .filter(speed -> speed.stage().equals(Stage.EXTRACT.name()))
            .findFirst()
            .orElseThrow();
    double shortest =
        speeds.stream().mapToDouble(speed -> rows / speed.fastest()).max().orElseThrow()
            + least(all, run -> run.besides(rows));
    double longest =
        speeds.stream().mapToDouble(speed -> rows / speed.slowest()).sum()
            - least(all, run -> -run.besides(rows));
    return new Estimate(
        Math.min(shortest, rehearsed) + rows / extract.fastest(),
        Math.max(longest, rehearsed) + rows / extract.slowest(),
        rehearsed,
        all.size(),
        speeds);
  }

  private static double least(List<MeasuredRun> runs, ToDoubleFunction<MeasuredRun> figure) {
    return runs.stream().mapToDouble(figure).min().orElseThrow();
  }
}
