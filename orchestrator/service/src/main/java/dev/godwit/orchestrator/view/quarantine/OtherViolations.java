package dev.godwit.orchestrator.view.quarantine;

import dev.godwit.api.QuarantineAnswer;
import dev.godwit.api.ViolationAnswer;
import dev.godwit.records.Entities;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.row.v1.Violation;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Counts what quarantined records violate beside the reason that they are counted by: one record
 * counts once for each reason and field. Not thread-safe.
 */
public final class OtherViolations {
  private record Counted(String entity, String stage, String reason) {}

  private record Key(String reason, String field) {}

  private final Map<Counted, Map<Key, Long>> counts = new HashMap<>();

  /** The violations of a record beside its reason, in the order found; a new list. */
  static List<ViolationAnswer> of(QuarantinedRecord record) {
    return record.getOthers().stream()
        .map(
            other ->
                new ViolationAnswer(
                    other.getReason(),
                    other.getField(),
                    other.getLimit(),
                    other.getLength(),
                    other.getDetail(),
                    other.getValues()))
        .toList();
  }

  /** The detail of a record, with what it violates beside. */
  public static String detail(QuarantinedRecord record) {
    return record.getOthers().isEmpty()
        ? record.getDetail()
        : "%s Also: %s."
            .formatted(
                record.getDetail(),
                of(record).stream().map(ViolationAnswer::text).collect(Collectors.joining("; ")));
  }

  /** Adds a record that is in quarantine. */
  void add(QuarantinedRecord record) {
    if (record.getOthers().isEmpty()) {
      return;
    }
    Map<Key, Long> ofReason =
        counts.computeIfAbsent(
            new Counted(Entities.of(record).name(), record.getStage().name(), record.getReason()),
            one ->
                new TreeMap<>(
                    Comparator.comparing(Key::reason)
                        .thenComparing(
                            Key::field, Comparator.nullsFirst(Comparator.naturalOrder()))));
    HashSet<Key> seen = new HashSet<>();
    for (Violation other : record.getOthers()) {
      Key key = new Key(other.getReason(), other.getField());
      if (seen.add(key)) {
        ofReason.merge(key, 1L, Long::sum);
      }
    }
  }

  /** The other violations of an answer's records, the most frequent first; a new list. */
  List<QuarantineAnswer.Also> among(QuarantineAnswer answer) {
    return counts
        .getOrDefault(new Counted(answer.entity(), answer.stage(), answer.reason()), Map.of())
        .entrySet()
        .stream()
        .map(
            one ->
                new QuarantineAnswer.Also(
                    one.getKey().reason(), one.getKey().field(), one.getValue()))
        .sorted(Comparator.comparingLong(QuarantineAnswer.Also::records).reversed())
        .toList();
  }
}
