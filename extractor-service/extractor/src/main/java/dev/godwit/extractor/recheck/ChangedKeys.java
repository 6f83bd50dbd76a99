package dev.godwit.extractor.recheck;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The keys in which the source differs from what was extracted. Immutable.
 *
 * @param changed ids in the source of records that are different now
 * @param added ids of records that were not there
 * @param gone ids of records that are no longer there
 */
record ChangedKeys(List<String> changed, List<String> added, List<String> gone) {
  private static final int MOST_NAMED = 20;

  ChangedKeys {
    changed = List.copyOf(changed);
    added = List.copyOf(added);
    gone = List.copyOf(gone);
  }

  /** Compares hashes by id. */
  static ChangedKeys between(Map<String, Long> extracted, Map<String, Long> source) {
    List<String> changed = new ArrayList<>();
    List<String> added = new ArrayList<>();
    List<String> gone = new ArrayList<>();
    new TreeMap<>(source)
        .forEach(
            (id, hash) -> {
              Long before = extracted.get(id);
              if (before == null) {
                added.add(id);
              } else if (!before.equals(hash)) {
                changed.add(id);
              }
            });
    new TreeMap<>(extracted)
        .forEach(
            (id, hash) -> {
              if (!source.containsKey(id)) {
                gone.add(id);
              }
            });
    return new ChangedKeys(changed, added, gone);
  }

  int count() {
    return changed.size() + added.size() + gone.size();
  }

  /** The first id; empty where there is none. */
  String first() {
    return named().stream()
        .findFirst()
        .map(one -> one.substring(0, one.lastIndexOf(" (")))
        .orElse("");
  }

  /** Figures and the first ids. */
  String describe() {
    List<String> named = named();
    String ids = String.join(", ", named.subList(0, Math.min(MOST_NAMED, named.size())));
    return "%d changed, %d new, %d gone: %s%s"
        .formatted(
            changed.size(),
            added.size(),
            gone.size(),
            ids,
            named.size() > MOST_NAMED ? ", ..." : "");
  }

  private List<String> named() {
    List<String> all = new ArrayList<>();
    changed.forEach(id -> all.add(id + " (changed)"));
    added.forEach(id -> all.add(id + " (new)"));
    gone.forEach(id -> all.add(id + " (gone)"));
    return all;
  }
}
