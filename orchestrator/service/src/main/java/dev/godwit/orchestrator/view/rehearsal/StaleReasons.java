package dev.godwit.orchestrator.view.rehearsal;

import dev.godwit.api.DecisionAnswer.Kind;
import dev.godwit.api.text.PackPhrase;
import dev.godwit.orchestrator.view.fold.MigrationDocument;
import dev.godwit.orchestrator.view.fold.RunDocument;
import dev.godwit.orchestrator.view.store.DecisionRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds why a rehearsal allows no live run any more: decisions that were made or undone since, and
 * packs whose files are others. The orchestrator reads no packs: it knows of other files from the
 * assessment of any run that began later with the same pack. Pure.
 */
public final class StaleReasons {
  private StaleReasons() {}

  /**
   * The reasons, a sentence each; empty where there are none.
   *
   * @param decisions decisions of the customer, those that were undone too
   * @param later runs of all customers that were assessed after this one
   */
  public static List<String> of(
      MigrationDocument m, RunDocument run, List<DecisionRow> decisions, List<RunDocument> later) {
    List<String> reasons = new ArrayList<>();
    if (run.decisions != null) {
      decisions(m, run, decisions, reasons);
    }
    changed("source pack", run, later, one -> one.sourcePack, one -> one.sourceFingerprint)
        .ifPresent(reasons::add);
    changed("target pack", run, later, one -> one.targetPack, one -> one.targetFingerprint)
        .ifPresent(reasons::add);
    return reasons;
  }

  /** Kinds of the decisions that hold now and that the run does not have. */
  public static Set<Kind> decidedSince(
      MigrationDocument m, RunDocument run, List<DecisionRow> decisions) {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    for (DecisionRow decision : decisions) {
      if (run.decisions != null
          && m.holding.containsValue(decision.position)
          && !run.decisions.contains(decision.position)) {
        kinds.add(Kind.valueOf(decision.kind));
      }
    }
    return kinds;
  }

  private static void decisions(
      MigrationDocument m, RunDocument run, List<DecisionRow> decisions, List<String> reasons) {
    for (DecisionRow decision : decisions) {
      boolean holds = m.holding.containsValue(decision.position);
      boolean had = run.decisions.contains(decision.position);
      if (holds && !had) {
        reasons.add("Since then %s %s".formatted(decision.who, sentence(decision.sentence)));
      } else if (had && !holds) {
        reasons.add("Since then decision %d was undone.".formatted(decision.number));
      }
    }
  }

  private static String sentence(String text) {
    return text.endsWith(".") ? text : text + ".";
  }

  private static Optional<String> changed(
      String pack,
      RunDocument run,
      List<RunDocument> later,
      Function<RunDocument, String> name,
      Function<RunDocument, String> fingerprint) {
    if (name.apply(run) == null || fingerprint.apply(run) == null) {
      return Optional.empty();
    }
    return later.stream()
        .filter(one -> Objects.equals(name.apply(one), name.apply(run)))
        .filter(one -> fingerprint.apply(one) != null)
        .max(Comparator.comparing(one -> one.assessedAt))
        .filter(one -> !fingerprint.apply(one).equals(fingerprint.apply(run)))
        .map(
            one ->
                "The %s %s has other files now: %s instead of %s, as run %d of %s found."
                    .formatted(
                        pack,
                        name.apply(run),
                        PackPhrase.fingerprint(fingerprint.apply(one)),
                        PackPhrase.fingerprint(fingerprint.apply(run)),
                        one.run,
                        one.customer));
  }
}
