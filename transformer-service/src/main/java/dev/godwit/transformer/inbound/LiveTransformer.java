package dev.godwit.transformer.inbound;

import dev.godwit.common.v1.RunKind;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineLimits;
import dev.godwit.records.QuarantineReason;
import dev.godwit.row.v1.Cut;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.transformer.entity.RunTransform;
import dev.godwit.transformer.inbound.ReadyRuns.Readiness;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.live.LiveEvents;
import dev.godwit.wire.live.RehearsalMark;
import dev.godwit.worker.merge.RunMerges;
import dev.godwit.worker.run.LiveWindows;
import dev.godwit.worker.run.RunSpec;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Decides the outcome of each record of the live topic. An event belongs to the run in whose window
 * its offset is, and is the source's outside all windows of its customer; its own clock decides
 * nothing. An event that a rehearsal sent belongs to that run alone. A marker waits until the event
 * with its cut's offsets is consumed, so that a process that begins behind the marker after a
 * restart knows the window. Without side effects. Not thread-safe.
 */
final class LiveTransformer {
  /** Reads a record of the live topic: {@link LiveEvents#decode}. */
  interface Decoder {
    SpecificRecord decode(ConsumerRecord<byte[], byte[]> record) throws UnreadableRecordException;
  }

  private final Decoder decoder;
  private final LiveWindows windows;
  private final ReadyRuns runs;
  private final MergesOfRun merges;
  private final Runnable awaitEvents;
  private boolean eventsAwaited;

  /**
   * A transformer of live engagement.
   *
   * @param runs runs that take live engagement, committed ones too
   * @param merges merge groups of those runs
   * @param awaitEvents returns when all events that are there now are consumed
   */
  LiveTransformer(
      Decoder decoder,
      LiveWindows windows,
      ReadyRuns runs,
      MergesOfRun merges,
      Runnable awaitEvents) {
    this.decoder = decoder;
    this.windows = windows;
    this.runs = runs;
    this.merges = merges;
    this.awaitEvents = awaitEvents;
  }

  /** Begins a poll: all of its records stood in the topic before this moment. */
  void beginPoll() {
    eventsAwaited = false;
  }

  /** The outcome of one record; poison is an outcome, never an error. */
  Outcome outcome(ConsumerRecord<byte[], byte[]> record) {
    SpecificRecord read;
    try {
      read = decoder.decode(record);
    } catch (UnreadableRecordException e) {
      return unreadable(record, LiveEvents.customerOf(record, e), e.getMessage());
    }
    return switch (read) {
      case LiveEngagement event -> event(record, event);
      case Cut cut when Entities.of(cut).equals(Entity.LIVE) -> cut(record, cut);
      default ->
          unreadable(
              record,
              LiveEvents.customerOf(record.key()),
              "Expected a live event or a cut of live engagement, but found another "
                  + read.getSchema().getName()
                  + ".");
    };
  }

  private Outcome event(ConsumerRecord<byte[], byte[]> record, LiveEngagement event) {
    if (RehearsalMark.isOn(event)) {
      return rehearsed(event);
    }
    Optional<RunSpec> run = windows.at(event.getCustomer(), record.partition(), record.offset());
    if (run.isEmpty()) {
      return new Outcome.Outside();
    }
    String runId = run.get().runId();
    return switch (runs.of(runId)) {
      case Readiness.Closed closed -> new Outcome.Skipped();
      case Readiness.Waiting waiting -> runs.held(runId, waiting);
      case Readiness.Ready ready -> transformed(event, ready);
    };
  }

  /**
   * An event that a rehearsal sent is that run's while it is on, and nobody's otherwise, wherever
   * its offset is. Nothing waits for a run of which no event tells, once all events up to now are
   * consumed: any producer may write to the topic.
   */
  private Outcome rehearsed(LiveEngagement event) {
    String runId = RunSpec.idOf(event.getCustomer(), event.getRehearsal());
    if (!runs.isKnown(runId)) {
      awaitEventsOnce();
      if (!runs.isKnown(runId)) {
        return new Outcome.Skipped();
      }
    }
    return switch (runs.of(runId)) {
      case Readiness.Closed closed -> new Outcome.Skipped();
      case Readiness.Waiting waiting -> runs.held(runId, waiting);
      case Readiness.Ready ready when ready.transform().run().kind() == RunKind.REHEARSAL ->
          transformed(event, ready);
      case Readiness.Ready ready -> new Outcome.Skipped();
    };
  }

  /**
   * An event that refers to rows which may have become part of others waits for the run's plan,
   * which is made after its window opens and tells the merge groups. Any other waits for nothing.
   */
  private Outcome transformed(LiveEngagement event, Readiness.Ready ready) {
    RunTransform run = ready.transform();
    if (!run.needsMerges(event)) {
      return transformed(event, run, RunMerges.NONE);
    }
    return switch (merges.of(run.run(), ready.resumes())) {
      case MergesOfRun.Answer.Known known -> transformed(event, run, known.merges());
      case MergesOfRun.Answer.Waiting waiting -> {
        String runId = run.run().runId();
        yield new Outcome.Held(runId, waiting.why(), () -> hasMerges(runId));
      }
    };
  }

  private boolean hasMerges(String runId) {
    return switch (runs.of(runId)) {
      case Readiness.Closed closed -> true;
      case Readiness.Waiting waiting -> false;
      case Readiness.Ready ready ->
          merges.of(ready.transform().run(), ready.resumes()) instanceof MergesOfRun.Answer.Known;
    };
  }

  private static Outcome transformed(LiveEngagement event, RunTransform run, RunMerges merges) {
    String identity = LiveEvents.identity(event);
    return RecordTransformer.live(run, event, identity == null ? "" : identity, merges);
  }

  /**
   * Any producer may write to the live topic. An event orders a cut before its marker is written: a
   * marker whose cut no event orders, once all events up to now are consumed, is none, and nothing
   * waits for it. The events are awaited once a poll, however many such markers it has.
   */
  private Outcome cut(ConsumerRecord<byte[], byte[]> record, Cut cut) {
    String runId = cut.getRunId();
    if (!isOrdered(cut)) {
      awaitEventsOnce();
      if (!isOrdered(cut)) {
        return unreadable(
            record,
            LiveEvents.customerOf(record.key()),
            "Expected a cut that an event ordered, but no event ordered cut %d of run %s."
                .formatted(cut.getCut(), QuarantineLimits.text(runId)));
      }
    }
    if (!windows.hasCut(runId, cut.getCut())) {
      return new Outcome.Held(
          runId,
          "the event of cut " + cut.getCut() + " of run " + runId,
          () -> windows.hasCut(runId, cut.getCut()));
    }
    return RecordTransformer.cut(runs, cut);
  }

  private void awaitEventsOnce() {
    if (!eventsAwaited) {
      awaitEvents.run();
      eventsAwaited = true;
    }
  }

  private boolean isOrdered(Cut cut) {
    return runs.isKnown(cut.getRunId()) && windows.isOrdered(cut.getRunId(), cut.getCut());
  }

  /**
   * An unreadable record is kept, and counts for the run of its customer.
   *
   * @param customer empty where it is unknown
   */
  private Outcome unreadable(
      ConsumerRecord<byte[], byte[]> record, String customer, String detail) {
    RunSpec run = windows.at(customer, record.partition(), record.offset()).orElse(null);
    if (run != null && runs.isClosed(run.runId())) {
      return new Outcome.Skipped();
    }
    return new Outcome.Quarantined(
        run, "", 1, new QuarantinedException(QuarantineReason.UNREADABLE, null, detail));
  }
}
