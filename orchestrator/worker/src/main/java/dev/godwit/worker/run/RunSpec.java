package dev.godwit.worker.run;

import dev.godwit.canonical.DerivedId;
import dev.godwit.common.v1.RunKind;

/**
 * Identity and packs of a run, as its {@code RunStarted} event states them. Immutable.
 *
 * @param runId customer and number, joined by {@code /}
 * @param customer the customer's id in the source, which is the migration's id too
 * @param run number of the run, from 1
 * @param kind rehearsal or live
 * @param sourcePack name of the source pack
 * @param targetPack name of the target pack
 * @param derivedIds version of the UUIDs that derived ids of the run are: 8, or 5 for a run of the
 *     first release
 */
public record RunSpec(
    String runId,
    String customer,
    int run,
    RunKind kind,
    String sourcePack,
    String targetPack,
    int derivedIds) {
  /**
   * A run that begins now, or one of which no ids are derived, such as for a report. Ids of a run
   * that is under way are derived as its {@code RunStarted} event says.
   */
  public RunSpec(
      String runId, String customer, int run, RunKind kind, String sourcePack, String targetPack) {
    this(runId, customer, run, kind, sourcePack, targetPack, DerivedId.ORDERED);
  }

  /** Id of a customer's run. */
  public static String idOf(String customer, int run) {
    return customer + "/" + run;
  }

  /** Customer of a run's id; empty where the text is no run's id. */
  static String customerOf(String runId) {
    return runId.substring(0, Math.max(0, runId.lastIndexOf('/')));
  }

  /** Number in a run's id; -1 where the text is no run's id, as of a run before all others. */
  static int numberOf(String runId) {
    try {
      return Integer.parseInt(runId.substring(runId.lastIndexOf('/') + 1));
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
