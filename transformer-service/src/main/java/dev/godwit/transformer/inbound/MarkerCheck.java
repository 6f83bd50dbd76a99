package dev.godwit.transformer.inbound;

import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineReason;
import dev.godwit.row.v1.Cut;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.worker.run.LiveWindows;
import dev.godwit.worker.run.MarkerPlace;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Lets a cut marker count only at the offset that the event of its cut names. A marker that
 * somebody wrote again, or ahead, is quarantined: it moves no cut and nothing waits for it. A
 * marker whose event is not consumed yet waits. For one thread.
 */
final class MarkerCheck {
  private final LiveWindows cuts;
  private final Runnable awaitEvents;
  private boolean eventsAwaited;

  /**
   * @param awaitEvents returns when all events that are there now are consumed
   */
  MarkerCheck(LiveWindows cuts, Runnable awaitEvents) {
    this.cuts = cuts;
    this.awaitEvents = awaitEvents;
  }

  /** Begins a poll: all of its records stood in the topic before this moment. */
  void beginPoll() {
    eventsAwaited = false;
  }

  /**
   * The outcome, or another one where it is a marker that does not count.
   *
   * @param runs runs that take records of the entity
   */
  Outcome checked(
      Outcome outcome, Entity entity, ConsumerRecord<byte[], byte[]> record, ReadyRuns runs) {
    if (!(outcome instanceof Outcome.CutRead read)) {
      return outcome;
    }
    Cut cut = read.cut();
    MarkerPlace place = place(cut, entity, record);
    if (place == MarkerPlace.UNORDERED && !eventsAwaited) {
      awaitEvents.run();
      eventsAwaited = true;
      place = place(cut, entity, record);
    }
    return switch (place) {
      case HERE -> outcome;
      case NOT_KNOWN_YET ->
          new Outcome.Held(
              cut.getRunId(),
              "the event with the offsets of cut %d of %s of run %s"
                  .formatted(cut.getCut(), entity, cut.getRunId()),
              () ->
                  place(cut, entity, record) != MarkerPlace.NOT_KNOWN_YET
                      || runs.isClosed(cut.getRunId()));
      case UNORDERED -> refused(read, "an event that orders it, found none");
      case ELSEWHERE -> refused(read, "it at the offset that its event names, found it elsewhere");
    };
  }

  private MarkerPlace place(Cut cut, Entity entity, ConsumerRecord<byte[], byte[]> record) {
    return cuts.place(cut.getRunId(), entity, cut.getCut(), record.partition(), record.offset());
  }

  private static Outcome refused(Outcome.CutRead read, String expected) {
    return new Outcome.Quarantined(
        null, // It is no record of the run, whose records are counted.
        "",
        1,
        new QuarantinedException(
            QuarantineReason.UNREADABLE,
            null,
            "The marker of cut %d: expected %s. Find the program that wrote it; only the extractor may."
                .formatted(read.cut().getCut(), expected)));
  }
}
