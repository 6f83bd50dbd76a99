package dev.godwit.orchestrator.domain.event;

/**
 * What happened; past tense, the smallest true fact. Component names are those of the schema,
 * {@code dev.godwit.event.v1}; the envelope is kept beside it in {@link Recorded}.
 */
public sealed interface Event
    permits AlarmRaised,
        ChunkExtracted,
        CommandRejected,
        CommitHeld,
        CommitStarted,
        CutStarted,
        CutWritten,
        ExtractionPlanned,
        FindingsWaived,
        FreezeStarted,
        LiveReturned,
        MigrationApproved,
        MigrationAssessed,
        MigrationCancelled,
        MigrationCommitted,
        MigrationPaused,
        MigrationRequested,
        MigrationResumed,
        MigrationRolledBack,
        PrepareStarted,
        ProgrammePaused,
        ProgrammeResumed,
        PurgeStarted,
        ReconciliationStarted,
        RehearsalFailed,
        RehearsalPassed,
        ReportRejected,
        ReturnStarted,
        RollbackStarted,
        RunAbandoned,
        RunRefused,
        RunStarted,
        SourceAssessed,
        SourceFrozen,
        SourceThawed,
        StageFailed,
        StageRecovered,
        StageWaiting,
        TargetAssessed,
        TargetPrepared,
        TargetPurged,
        ThawStarted,
        VerdictReached {
  /** Name of the event as its schema writes it. */
  default String name() {
    return getClass().getSimpleName();
  }
}
