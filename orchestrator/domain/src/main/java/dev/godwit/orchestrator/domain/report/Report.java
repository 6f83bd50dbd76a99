package dev.godwit.orchestrator.domain.report;

/** What came of a task, told by a service. The envelope is kept beside it in {@link Reported}. */
public sealed interface Report
    permits ChunkExtracted,
        CustomerUnknown,
        CutWritten,
        ExtractionPlanned,
        LiveReturned,
        SnapshotLost,
        SourceAssessed,
        SourceFrozen,
        SourceThawed,
        StageFailed,
        StageRecovered,
        StageWaiting,
        TargetAssessed,
        TargetEnabled,
        TargetNotEmpty,
        TargetPrepared,
        TargetPurged,
        VerdictReached {
  /** Name of the report as its schema writes it. */
  default String name() {
    return getClass().getSimpleName();
  }
}
