package dev.godwit.loader.progress;

import dev.godwit.common.v1.RunKind;

/**
 * A run as the target database knows it.
 *
 * @param runId customer and number of the run, joined by /
 * @param customer the customer
 * @param run number of the run, from 1
 * @param kind rehearsal or live
 * @param targetPack name of the target pack
 * @param state whether it may write
 */
public record FencedRun(
    String runId, String customer, int run, RunKind kind, String targetPack, FenceState state) {}
