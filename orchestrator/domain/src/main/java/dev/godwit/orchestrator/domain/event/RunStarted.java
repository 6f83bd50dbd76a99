package dev.godwit.orchestrator.domain.event;

import dev.godwit.orchestrator.domain.common.RunKind;

/**
 * One pass of the data begins with an assessment.
 *
 * @param kind rehearsal or live
 * @param customer the customer's id in the old system
 * @param sourcePack name of the source pack
 * @param targetPack name of the target pack
 * @param why why, in the words of whoever asked
 */
public record RunStarted(
    RunKind kind, String customer, String sourcePack, String targetPack, String why)
    implements Event {}
