package dev.godwit.loader.load;

import dev.godwit.row.v1.Cut;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Live events of one run in one partition, in order of offset. Events of other runs may stand
 * between them. A cut, where there is one, ends it. Not thread-safe.
 */
public final class LiveRange {
  private final LoadRun run;
  private final TopicPartition partition;
  private final List<LiveInput> inputs = new ArrayList<>();
  private Cut cut;
  private ConsumerRecord<byte[], byte[]> cutSource;

  public LiveRange(LoadRun run, TopicPartition partition) {
    this.run = run;
    this.partition = partition;
  }

  public void add(LiveInput input) {
    inputs.add(input);
  }

  /** Ends the range with a cut. */
  public void end(Cut marker, ConsumerRecord<byte[], byte[]> source) {
    cut = marker;
    cutSource = source;
  }

  /** The events before an offset, and the cut where it is before it; empty where there is none. */
  public Optional<LiveRange> before(long offset) {
    LiveRange first = new LiveRange(run, partition);
    inputs.stream().filter(input -> input.source().offset() < offset).forEach(first::add);
    if (cut != null && cutSource.offset() < offset) {
      first.end(cut, cutSource);
    }
    return first.inputs.isEmpty() && first.cut == null ? Optional.empty() : Optional.of(first);
  }

  /** Offset of the first event, or of the cut where there is none. */
  public long firstOffset() {
    return inputs.isEmpty() ? cutSource.offset() : inputs.get(0).source().offset();
  }

  public LoadRun run() {
    return run;
  }

  public TopicPartition partition() {
    return partition;
  }

  public List<LiveInput> inputs() {
    return inputs;
  }

  /** Whether a cut ends it. */
  public boolean hasEnded() {
    return cut != null;
  }

  /** Closes a range of records with the cut, where there is one. */
  void endLike(InputRange records) {
    if (cut != null) {
      records.end(cut, cutSource);
    }
  }
}
