package dev.godwit.orchestrator.view.fold;

import dev.godwit.api.text.Figures;
import dev.godwit.orchestrator.domain.common.ReplaySelection;
import java.time.Instant;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** Writes the selection of a replay as words; ids in the source are counted, never repeated. */
public final class Selections {
  private Selections() {}

  /** The selection: {@code contacts; in quarantine for BAD_DATE}, or {@code all records}. */
  public static String words(ReplaySelection s) {
    StringJoiner words = new StringJoiner("; ");
    words.setEmptyValue("all records");
    if (!s.entities().isEmpty()) {
      words.add(
          s.entities().stream().map(e -> Figures.word(e.name())).collect(Collectors.joining(", ")));
    }
    if (!s.partitions().isEmpty()) {
      words.add((s.partitions().size() == 1 ? "partition " : "partitions ") + list(s.partitions()));
    }
    if (s.fromOffset() != null) {
      words.add("from offset " + s.fromOffset());
    }
    if (s.fromTimeMillis() != null) {
      words.add("from " + Instant.ofEpochMilli(s.fromTimeMillis()));
    }
    if (!s.keys().isEmpty()) {
      words.add(Figures.count(s.keys().size()) + (s.keys().size() == 1 ? " id" : " ids"));
    }
    if (s.quarantined() != null) {
      words.add(
          s.quarantined().equals("*")
              ? "everything in quarantine"
              : "in quarantine for " + s.quarantined());
    }
    if (s.differencesOfCut() >= 0) {
      words.add("keys that differ at cut " + s.differencesOfCut());
    }
    if (s.dependants()) {
      words.add("with what waits for it");
    }
    return words.toString();
  }

  private static String list(List<Integer> partitions) {
    return partitions.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
