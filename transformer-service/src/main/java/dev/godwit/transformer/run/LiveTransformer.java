package dev.godwit.transformer.run;

import dev.godwit.common.v1.Entity;
import dev.godwit.records.QuarantineLimits;
import dev.godwit.records.QuarantineReason;
import dev.godwit.row.v1.Cut;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.live.LiveEvents;
import dev.godwit.worker.LiveWindows;
import dev.godwit.worker.RunSpec;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Tells what comes of a record of the live topic. An event belongs to the run in whose window its
 * offset is, and to none (it is the old system's) outside all windows of its customer; its own
 * clock is never asked. A marker waits until its event is heard, so that who begins behind it after
 * a restart knows the window. Reads and makes bytes, touches nothing else. Not thread-safe.
 */
public final class LiveTransformer {
  /** Reads a record of the live topic: {@link LiveEvents#decode}. */
  public interface Decoder {
    SpecificRecord decode(ConsumerRecord<byte[], byte[]> record) throws UnreadableRecordException;
  }

  private final Decoder decoder;
  private final LiveWindows windows;
  private final OpenRuns runs;
  private final Runnable hearEvents;
  private boolean heard;

  /**
   * Over the windows there are.
   *
   * @param runs runs that take live engagement, committed ones too
   * @param hearEvents waits until all events that are there now are heard
   */
  public LiveTransformer(Decoder decoder, LiveWindows windows, OpenRuns runs, Runnable hearEvents) {
    this.decoder = decoder;
    this.windows = windows;
    this.runs = runs;
    this.hearEvents = hearEvents;
  }

  /** What comes now was just polled: all of it stood in the topic before this moment. */
  public void beginPoll() {
    heard = false;
  }

  /** The outcome of one record; never an error for one that is poison. */
  public Outcome outcome(ConsumerRecord<byte[], byte[]> record) {
    SpecificRecord read;
    try {
      read = decoder.decode(record);
    } catch (UnreadableRecordException e) {
      return unreadable(record, e.getMessage());
    }
    return switch (read) {
      case LiveEngagement event -> event(record, event);
      case Cut cut when cut.getEntity() == Entity.LIVE -> cut(record, cut);
      default ->
          unreadable(
              record,
              "Expected a live event or a cut of live engagement, but found another "
                  + read.getSchema().getName()
                  + ".");
    };
  }

  private Outcome event(ConsumerRecord<byte[], byte[]> record, LiveEngagement event) {
    Optional<RunSpec> run = windows.at(event.getCustomer(), record.partition(), record.offset());
    if (run.isEmpty()) {
      return new Outcome.Outside();
    }
    String runId = run.get().runId();
    return switch (runs.state(runId)) {
      case RunState.Stopped stopped -> new Outcome.Skipped();
      case RunState.Waiting waiting -> runs.held(runId, waiting);
      case RunState.Ready ready -> transformed(event, ready.transform());
    };
  }

  private Outcome transformed(LiveEngagement event, RunTransform run) {
    String identity = LiveEvents.identity(event);
    return SafeTransform.outcome(run, Entity.LIVE, event, identity == null ? "" : identity, 1);
  }

  /**
   * Anybody may write to the live topic. A cut is ordered by an event before its marker is written:
   * one that nobody ordered, as all events up to now say, is none, and nothing waits for it. The
   * events are heard once a poll, however many such markers are in it: all of them stood there
   * before.
   */
  private Outcome cut(ConsumerRecord<byte[], byte[]> record, Cut cut) {
    String runId = cut.getRunId();
    if (!isOrdered(cut)) {
      if (!heard) {
        hearEvents.run();
        heard = true;
      }
      if (!isOrdered(cut)) {
        return unreadable(
            record,
            "Expected a cut that an event ordered, but nobody ordered cut %d of run %s."
                .formatted(cut.getCut(), QuarantineLimits.text(runId)));
      }
    }
    if (!windows.hasCut(runId, cut.getCut())) {
      return new Outcome.Held(
          runId,
          "the event of cut " + cut.getCut() + " of run " + runId,
          () -> windows.hasCut(runId, cut.getCut()));
    }
    return switch (runs.state(runId)) {
      case RunState.Stopped stopped -> new Outcome.Skipped();
      case RunState.Waiting waiting -> runs.held(runId, waiting);
      case RunState.Ready ready -> new Outcome.CutRead(ready.transform().run(), cut);
    };
  }

  private boolean isOrdered(Cut cut) {
    return runs.isHeard(cut.getRunId()) && windows.isOrdered(cut.getRunId(), cut.getCut());
  }

  /** What cannot be read is kept; it counts for the run of the customer that its key names. */
  private Outcome unreadable(ConsumerRecord<byte[], byte[]> record, String detail) {
    RunSpec run =
        windows
            .at(LiveEvents.customerOf(record.key()), record.partition(), record.offset())
            .orElse(null);
    if (run != null && runs.isStopped(run.runId())) {
      return new Outcome.Skipped();
    }
    return new Outcome.Quarantined(
        run, "", 1, new QuarantinedException(QuarantineReason.UNREADABLE, null, detail));
  }
}
