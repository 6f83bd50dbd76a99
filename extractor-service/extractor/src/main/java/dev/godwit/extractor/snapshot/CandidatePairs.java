package dev.godwit.extractor.snapshot;

import dev.godwit.extractor.merge.Link;
import dev.godwit.linkage.Linked;
import dev.godwit.row.v1.ComparedField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Pairs of rows that are, or may be, one. What their fields say stays in the spill files of the
 * search until it is asked for, and is gone once this is closed. Not thread-safe.
 */
final class CandidatePairs implements AutoCloseable {
  private final Linked linked;
  private final List<Link> links;

  private CandidatePairs(Linked linked, List<Link> links) {
    this.linked = linked;
    this.links = List.copyOf(links);
  }

  /** Those of an entity that looks for none. */
  static CandidatePairs none() {
    return new CandidatePairs(null, List.of());
  }

  /** The pairs of a search, which closes with them. */
  static CandidatePairs of(Linked linked) {
    List<Link> links = new ArrayList<>(linked.pairs());
    // A row is in several pairs; its id is held once.
    Map<String, String> ids = new HashMap<>();
    linked.visitPairs(
        (pair, left, right, rule, weight, isAutomatic) ->
            links.add(
                new Link(
                    ids.computeIfAbsent(left, id -> id),
                    ids.computeIfAbsent(right, id -> id),
                    rule.name(),
                    weight,
                    isAutomatic,
                    pair)));
    return new CandidatePairs(linked, links);
  }

  /** All links, that of the greatest weight first. */
  List<Link> links() {
    return links;
  }

  /** Pairs that may be one, too, and were left out, since so many are kept at most. */
  long dropped() {
    return linked == null ? 0 : linked.droppedPairs();
  }

  /** How the fields of a link's rows compare. */
  List<ComparedField> fields(Link link) {
    return linked.evidence(link.pair()).fields().stream()
        .map(field -> new ComparedField(field.field(), field.level().name(), field.weight()))
        .toList();
  }

  @Override
  public void close() {
    if (linked != null) {
      linked.close();
    }
  }
}
