package dev.godwit.orchestrator.view.rehearsal;

import dev.godwit.api.RehearsalAnswer.Finding;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.view.fold.RunDocument;
import dev.godwit.orchestrator.view.store.QuarantineExampleRow;
import dev.godwit.orchestrator.view.store.QuarantineReasonRow;
import dev.godwit.records.ReplacedReason;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Makes the findings of a rehearsal: what its run counted, with keys and proposed fixes. Pure. */
public final class Findings {
  private static final int KEYS = 5;

  private final String customer;
  private final RunDocument run;
  private final List<QuarantineExampleRow> examples;

  private Findings(RunDocument run, List<QuarantineExampleRow> examples) {
    this.customer = ShellWord.of(run.customer);
    this.run = run;
    this.examples = examples;
  }

  /**
   * The findings, the greatest first.
   *
   * @param examples kept examples of the run's quarantine
   */
  public static List<Finding> of(RunDocument run, List<QuarantineExampleRow> examples) {
    Findings findings = new Findings(run, examples);
    return Found.of(run).stream().map(findings::finding).toList();
  }

  private Finding finding(Found found) {
    Set<String> keys = new LinkedHashSet<>();
    Set<FaultyField> fields = new LinkedHashSet<>();
    for (String stage : found.stages().split(",", -1)) {
      String reasonId = QuarantineReasonRow.id(run.id(), stage, found.entity(), found.reason());
      for (QuarantineExampleRow example : examples) {
        if (example.reasonId.equals(reasonId)) {
          keys.add(example.legacyId);
          if (example.sourceField != null) {
            fields.add(new FaultyField(example.sourceField, example.limit));
          }
        }
      }
    }
    keys.remove("");
    List<String> known = List.copyOf(keys).subList(0, Math.min(KEYS, keys.size()));
    return new Finding(
        found.entity(),
        found.stages(),
        found.reason(),
        FindingText.meaning(found),
        found.count(),
        isOfRows(found) ? rows(found.entity()) : null,
        known,
        found.reason().equals(QuarantineCount.UNDECIDED_MERGE)
            ? decisions(customer)
            : ProposedFixes.of(customer, found, List.copyOf(fields), known),
        FindingText.remedy(customer, found),
        found.waiver());
  }

  /** The commands that decide of merge groups; the file has those of every entity. */
  private static List<String> decisions(String customer) {
    return List.of(
        "./godwit merges export %s --csv groups.csv".formatted(customer),
        "./godwit merges decide %s --csv groups.csv --by NAME --why TEXT".formatted(customer));
  }

  private static boolean isOfRows(Found found) {
    return !found.isOfEntity()
        || found.reason().equals(QuarantineCount.LOW_SHARE)
        || ReplacedReason.parse(found.reason()).isPresent();
  }

  private Long rows(String entity) {
    return run.planned.get(entity);
  }
}
