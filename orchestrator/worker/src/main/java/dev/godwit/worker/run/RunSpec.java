package dev.godwit.worker.run;

import dev.godwit.common.v1.RunKind;
import java.util.List;

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
 *     first release; {@link #NOT_KNOWN} where it is named without its {@code RunStarted} event, so
 *     that no id can be derived by it
 * @param decisions offsets in migration.commands.v1 of the decisions that the run has, in their
 *     order: a later one counts before an earlier one
 */
public record RunSpec(
    String runId,
    String customer,
    int run,
    RunKind kind,
    String sourcePack,
    String targetPack,
    int derivedIds,
    List<Long> decisions) {
  /** No version of derived ids. */
  public static final int NOT_KNOWN = 0;

  public RunSpec {
    decisions = List.copyOf(decisions);
  }

  /** A run without decisions. */
  public RunSpec(
      String runId,
      String customer,
      int run,
      RunKind kind,
      String sourcePack,
      String targetPack,
      int derivedIds) {
    this(runId, customer, run, kind, sourcePack, targetPack, derivedIds, List.of());
  }

  /** A run whose {@code RunStarted} event could not be read, or is not consumed yet: no packs. */
  public static RunSpec named(String runId, String customer, int run, RunKind kind) {
    return new RunSpec(runId, customer, run, kind, "", "", NOT_KNOWN);
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
