package dev.godwit.worker;

import dev.godwit.common.v1.RunKind;

/**
 * What a run is about. Immutable.
 *
 * @param runId customer and number, joined by {@code /}
 * @param customer the customer's id in the old system, which is the migration's id too
 * @param run number of the run, from 1
 * @param kind rehearsal or live
 * @param sourcePack name of the source pack
 * @param targetPack name of the target pack
 */
public record RunSpec(
    String runId, String customer, int run, RunKind kind, String sourcePack, String targetPack) {

  /** Id of a customer's run. */
  public static String idOf(String customer, int run) {
    return customer + "/" + run;
  }
}
