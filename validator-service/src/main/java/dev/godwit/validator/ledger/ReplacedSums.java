package dev.godwit.validator.ledger;

import dev.godwit.common.v1.QuarantineCount;
import dev.godwit.common.v1.Stage;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.receipt.v1.ReplacedCount;
import dev.godwit.records.Entity;
import dev.godwit.records.ReplacedReason;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sums the values that the transformer replaced, as the packs say. Stateless. */
final class ReplacedSums {
  private ReplacedSums() {}

  /** Sum over receipts, in the order of field and reason; a new list. */
  static List<ReplacedCount> of(Collection<Receipt> receipts) {
    Map<String, Map<String, Long>> counts = new TreeMap<>();
    for (Receipt receipt : receipts) {
      for (ReplacedCount one : receipt.getReplaced()) {
        counts
            .computeIfAbsent(one.getField(), field -> new TreeMap<>())
            .merge(one.getReason(), one.getCount(), Long::sum);
      }
    }
    return counts.entrySet().stream()
        .flatMap(
            field ->
                field.getValue().entrySet().stream()
                    .map(
                        reason ->
                            new ReplacedCount(field.getKey(), reason.getKey(), reason.getValue())))
        .toList();
  }

  /** The findings that a verdict has of them: one for each field and reason. */
  static List<QuarantineCount> findings(Entity entity, List<ReplacedCount> replaced) {
    return replaced.stream()
        .map(
            one ->
                new QuarantineCount(
                    entity.symbol(),
                    Stage.VALIDATE,
                    new ReplacedReason(one.getField(), one.getReason()).text(),
                    one.getCount(),
                    entity.declaredName()))
        .toList();
  }
}
