package dev.godwit.extractor.recheck;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps ids and hashes of the records in the buckets that differ, up to a limit. Not thread-safe.
 */
final class DifferingRecords implements ReadAgain.Output {
  /** So many are kept. */
  static final int MOST = 200_000;

  private record One(byte[] value, long hash) {}

  private final BitSet differing;
  private final Map<String, Long> kept = new HashMap<>();
  private final List<One> current = new ArrayList<>();

  DifferingRecords(BitSet differing) {
    this.differing = differing;
  }

  @Override
  public void take(byte[] value, long hash) {
    if (kept.size() + current.size() < MOST && differing.get(RecordSums.bucket(hash))) {
      current.add(new One(value, hash));
    }
  }

  @Override
  public void restart() {
    current.clear();
  }

  @Override
  public void keep() throws IOException {
    for (One one : current) {
      kept.put(ExtractedTopic.legacyId(one.value()), one.hash());
    }
    current.clear();
  }

  /** Hash by id in the source. */
  Map<String, Long> byId() {
    return Map.copyOf(kept);
  }

  /** True where there may be more. */
  boolean isFull() {
    return kept.size() >= MOST;
  }
}
