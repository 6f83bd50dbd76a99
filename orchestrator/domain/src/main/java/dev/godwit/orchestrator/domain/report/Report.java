package dev.godwit.orchestrator.domain.report;

/** What came of a task, told by a service. The envelope is kept beside it in {@link Reported}. */
public sealed interface Report
    permits ChunkReport,
        CustomerUnknownReport,
        CutReport,
        PlanReport,
        ReturnReport,
        SnapshotLostReport,
        SourceAssessmentReport,
        FreezeReport,
        ThawReport,
        FailureReport,
        RecoveryReport,
        WaitingReport,
        TargetAssessmentReport,
        EnableReport,
        TargetNotEmptyReport,
        PrepareReport,
        PurgeReport,
        VerdictReport {
  /** Name of the report as its schema writes it. */
  default String name() {
    return getClass().getSimpleName();
  }
}
