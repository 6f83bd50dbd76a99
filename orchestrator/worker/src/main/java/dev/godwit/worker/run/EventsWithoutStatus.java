package dev.godwit.worker.run;

import dev.godwit.event.v1.AlarmRaised;
import dev.godwit.event.v1.ChunkExtracted;
import dev.godwit.event.v1.CommandRejected;
import dev.godwit.event.v1.CommitHeld;
import dev.godwit.event.v1.CommitStarted;
import dev.godwit.event.v1.CustomerForgotten;
import dev.godwit.event.v1.DecisionUndone;
import dev.godwit.event.v1.FindingsWaived;
import dev.godwit.event.v1.FixDecided;
import dev.godwit.event.v1.FreezeBudgetReached;
import dev.godwit.event.v1.FreezeStarted;
import dev.godwit.event.v1.LiveEventsSent;
import dev.godwit.event.v1.LiveRehearsalStarted;
import dev.godwit.event.v1.LiveRehearsed;
import dev.godwit.event.v1.LiveReturned;
import dev.godwit.event.v1.MergesDecided;
import dev.godwit.event.v1.MigrationApproved;
import dev.godwit.event.v1.MigrationAssessed;
import dev.godwit.event.v1.MigrationPaused;
import dev.godwit.event.v1.MigrationRequested;
import dev.godwit.event.v1.MigrationResumed;
import dev.godwit.event.v1.PrepareStarted;
import dev.godwit.event.v1.ProbesMeasured;
import dev.godwit.event.v1.ProbesStarted;
import dev.godwit.event.v1.ProgrammePaused;
import dev.godwit.event.v1.ProgrammeResumed;
import dev.godwit.event.v1.RecheckStarted;
import dev.godwit.event.v1.ReconciliationStarted;
import dev.godwit.event.v1.ReplayProgressed;
import dev.godwit.event.v1.ReportRejected;
import dev.godwit.event.v1.ReturnStarted;
import dev.godwit.event.v1.RunHeld;
import dev.godwit.event.v1.SourceAssessed;
import dev.godwit.event.v1.SourceFrozen;
import dev.godwit.event.v1.SourceRechecked;
import dev.godwit.event.v1.SourceThawed;
import dev.godwit.event.v1.StageFailed;
import dev.godwit.event.v1.StageRecovered;
import dev.godwit.event.v1.StageWaiting;
import dev.godwit.event.v1.StatementRun;
import dev.godwit.event.v1.StatementsFinished;
import dev.godwit.event.v1.StatementsStarted;
import dev.godwit.event.v1.TargetAssessed;
import dev.godwit.event.v1.TargetPrepared;
import dev.godwit.event.v1.TargetPurged;
import dev.godwit.event.v1.ThawStarted;
import dev.godwit.event.v1.VerdictReached;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/**
 * The event types that change nothing in the {@link RunStatus} of a run: they neither begin nor end
 * a run, nor change what a worker may do for it. Immutable.
 */
final class EventsWithoutStatus {
  static final Set<Class<? extends SpecificRecord>> TYPES =
      Set.of(
          AlarmRaised.class,
          ChunkExtracted.class,
          CommandRejected.class,
          CommitHeld.class,
          CommitStarted.class,
          CustomerForgotten.class,
          DecisionUndone.class,
          FindingsWaived.class,
          FixDecided.class,
          FreezeBudgetReached.class,
          FreezeStarted.class,
          LiveEventsSent.class,
          LiveRehearsalStarted.class,
          LiveRehearsed.class,
          LiveReturned.class,
          MergesDecided.class,
          MigrationApproved.class,
          MigrationAssessed.class,
          MigrationPaused.class,
          MigrationRequested.class,
          MigrationResumed.class,
          PrepareStarted.class,
          ProbesMeasured.class,
          ProbesStarted.class,
          ProgrammePaused.class,
          ProgrammeResumed.class,
          RecheckStarted.class,
          ReconciliationStarted.class,
          ReplayProgressed.class,
          ReportRejected.class,
          ReturnStarted.class,
          RunHeld.class,
          SourceAssessed.class,
          SourceFrozen.class,
          SourceRechecked.class,
          SourceThawed.class,
          StageFailed.class,
          StageRecovered.class,
          StageWaiting.class,
          StatementRun.class,
          StatementsFinished.class,
          StatementsStarted.class,
          TargetAssessed.class,
          TargetPrepared.class,
          TargetPurged.class,
          ThawStarted.class,
          VerdictReached.class);

  private EventsWithoutStatus() {}
}
