package dev.godwit.worker.run;

import dev.godwit.records.Entity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the markers of each cut stand, as the events say: their orders, and their offsets by
 * partition. Part of {@link RunStatusTable}, which guards it. Keeps the last {@value #KEPT} cuts of
 * each run and entity. Not thread-safe.
 */
final class CutOffsets {
  static final int KEPT = 1_000;

  private record Key(String runId, Entity entity) {}

  private static final class Cuts {
    private final TreeMap<Integer, List<Long>> written = new TreeMap<>();
    private int lastOrdered = -1;
    private boolean complete = true;
  }

  private final Map<Key, Cuts> cuts = new HashMap<>();

  void order(String runId, Entity entity, int cut) {
    Cuts of = of(runId, entity);
    of.lastOrdered = Math.max(of.lastOrdered, cut);
  }

  /** A cut was written; what was said of it first stays. */
  void write(String runId, Entity entity, int cut, List<Long> offsets) {
    order(runId, entity, cut);
    Cuts of = of(runId, entity);
    of.written.putIfAbsent(cut, List.copyOf(offsets));
    if (of.written.size() > KEPT) {
      of.written.pollFirstEntry();
      of.complete = false;
    }
  }

  private Cuts of(String runId, Entity entity) {
    return cuts.computeIfAbsent(new Key(runId, entity), key -> new Cuts());
  }

  /** Highest number of an ordered cut; -1 for none. */
  int lastOrdered(String runId, Entity entity) {
    Cuts of = cuts.get(new Key(runId, entity));
    return of == null ? -1 : of.lastOrdered;
  }

  /** Highest number of a cut whose offsets are known; -1 for none. */
  int lastWritten(String runId, Entity entity) {
    Cuts of = cuts.get(new Key(runId, entity));
    return of == null || of.written.isEmpty() ? -1 : of.written.lastKey();
  }

  /** The statement of the events about a marker that was read. */
  MarkerPlace place(String runId, Entity entity, int cut, int partition, long offset) {
    Cuts of = cuts.get(new Key(runId, entity));
    if (of == null || of.lastOrdered < cut || cut < 0) {
      return MarkerPlace.UNORDERED;
    }
    List<Long> offsets = of.written.get(cut);
    if (offsets != null) {
      return partition < offsets.size() && offsets.get(partition) == offset
          ? MarkerPlace.HERE
          : MarkerPlace.ELSEWHERE;
    }
    if (of.written.isEmpty() || of.written.lastKey() < cut) {
      return MarkerPlace.NOT_KNOWN_YET;
    }
    return isForgotten(of, cut, partition, offset) ? MarkerPlace.HERE : MarkerPlace.ELSEWHERE;
  }

  /** A cut before all that are kept stands before them; a marker that is written later cannot. */
  private static boolean isForgotten(Cuts of, int cut, int partition, long offset) {
    List<Long> first = of.written.firstEntry().getValue();
    return !of.complete
        && cut < of.written.firstKey()
        && partition < first.size()
        && offset < first.get(partition);
  }
}
