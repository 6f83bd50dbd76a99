package dev.godwit.loader.live;

import dev.godwit.loader.batch.LoadRun;
import dev.godwit.loader.inbound.InboundRecord;
import dev.godwit.loader.inbound.RecordRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * Live events of one run in one partition, in order of offset. Events of other runs may stand
 * between them. A cut, where there is one, ends the range. Not thread-safe.
 */
final class LiveRange {
  private final LoadRun run;
  private final TopicPartition partition;
  private final List<InboundRecord> events = new ArrayList<>();
  private InboundRecord.Marker cut;

  LiveRange(LoadRun run, TopicPartition partition) {
    this.run = run;
    this.partition = partition;
  }

  /** Adds an event, or a record in its place that cannot be read. */
  void add(InboundRecord event) {
    events.add(event);
  }

  /** Ends the range with a cut. */
  void end(InboundRecord.Marker marker) {
    cut = marker;
  }

  /** The events before an offset, and the cut where it is before it; empty where there is none. */
  Optional<LiveRange> before(long offset) {
    LiveRange first = new LiveRange(run, partition);
    events.stream().filter(event -> event.source().offset() < offset).forEach(first::add);
    if (cut != null && cut.source().offset() < offset) {
      first.end(cut);
    }
    return first.events.isEmpty() && first.cut == null ? Optional.empty() : Optional.of(first);
  }

  /** Offset of the first event, or of the cut where there is none. */
  long firstOffset() {
    return (events.isEmpty() ? cut : events.get(0)).source().offset();
  }

  LoadRun run() {
    return run;
  }

  TopicPartition partition() {
    return partition;
  }

  List<InboundRecord> events() {
    return events;
  }

  /** Ends a range of records with the cut, where there is one. */
  void endLike(RecordRange records) {
    if (cut != null) {
      records.end(cut.cut(), cut.source());
    }
  }
}
