package dev.godwit.orchestrator.view.read;

import dev.godwit.api.ReportAnswer;
import dev.godwit.orchestrator.view.fold.RunDocument;
import dev.godwit.records.ReplacedReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Values that were replaced by the last verdict of a run, for its report. Stateless. */
final class ReplacedValues {
  private static final int PARTS = 3;

  private ReplacedValues() {}

  /** By entity, field and reason, in the order of the findings. */
  static List<ReportAnswer.Replaced> of(RunDocument run, List<ReportAnswer.Waiver> waivers) {
    List<ReportAnswer.Replaced> replaced = new ArrayList<>();
    run.quarantine.forEach(
        (key, count) -> {
          String[] parts = key.split("/", PARTS);
          Optional<ReplacedReason> reason = ReplacedReason.parse(parts[PARTS - 1]);
          if (reason.isPresent()) {
            replaced.add(replaced(parts[1], reason.get(), count, waivers));
          }
        });
    return replaced;
  }

  private static ReportAnswer.Replaced replaced(
      String entity, ReplacedReason reason, long count, List<ReportAnswer.Waiver> waivers) {
    String finding = reason.isHarmless() ? null : reason.text();
    long accepted =
        waivers.stream()
            .filter(w -> w.entity().equals(entity) && w.reason().equals(finding))
            .mapToLong(ReportAnswer.Waiver::upTo)
            .max()
            .orElse(0);
    return new ReportAnswer.Replaced(
        entity, reason.field(), reason.reason(), count, finding, accepted);
  }
}
