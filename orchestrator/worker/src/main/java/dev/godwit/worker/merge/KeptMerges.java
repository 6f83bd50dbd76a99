package dev.godwit.worker.merge;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The merge groups of the runs that were used last, up to a number of members over all of them, and
 * always those of the very last. Not thread-safe.
 */
final class KeptMerges {
  private static final float LOAD_FACTOR = 0.75f;

  private final int most;
  private final Map<String, RunMerges> byRun = new LinkedHashMap<>(16, LOAD_FACTOR, true);
  private long members;

  /**
   * @param most members that are kept, at most, unless one run has more
   */
  KeptMerges(int most) {
    this.most = most;
  }

  /** The groups of a name; null where they are not kept. */
  RunMerges get(String name) {
    return byRun.get(name);
  }

  /** Keeps groups, in the place of those that were not used for longest. */
  void put(String name, RunMerges merges) {
    RunMerges before = byRun.put(name, merges);
    members += merges.members() - (before == null ? 0 : before.members());
    Iterator<RunMerges> longestUnused = byRun.values().iterator();
    while (members > most && byRun.size() > 1) {
      members -= longestUnused.next().members();
      longestUnused.remove();
    }
  }
}
