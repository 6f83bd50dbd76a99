package dev.godwit.orchestrator.domain.task;

/** Work for a service. The envelope is kept beside it in {@link Issued}. */
public sealed interface Task
    permits AssessSource,
        AssessTarget,
        EnableTarget,
        ExtractChunk,
        FreezeSource,
        PlanExtraction,
        PrepareTarget,
        PurgeTarget,
        ReconcileCut,
        ReturnLive,
        ThawSource,
        WriteCut {
  /** Name of the task as its schema writes it. */
  default String name() {
    return getClass().getSimpleName();
  }
}
