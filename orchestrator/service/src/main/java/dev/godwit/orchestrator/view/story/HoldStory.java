package dev.godwit.orchestrator.view.story;

import dev.godwit.api.text.Figures;
import dev.godwit.orchestrator.domain.event.HoldEvent;

/** Sentences about a run that is held, and about the time that its customer may be frozen. */
final class HoldStory {
  private HoldStory() {}

  static Sentence of(HoldEvent event) {
    return switch (event) {
      case HoldEvent.RunHeld e ->
          Sentence.bad(
              "held; the customer stays frozen: %s%s"
                  .formatted(Phrases.sentence(e.reason()), concerned(e)));
      case HoldEvent.RunResumed e ->
          Sentence.decision(
              e.resumes() == 1
                  ? "resumed the held run"
                  : "resumed the held run, for the %d. time".formatted(e.resumes()),
              e.why());
      case HoldEvent.FreezeBudgetReached e ->
          Sentence.warning(
              "the customer has been frozen for %s, %d %% of the freeze budget of %s"
                  .formatted(
                      Figures.duration((double) e.frozenSeconds()),
                      e.percent(),
                      Figures.duration((double) e.budgetSeconds())));
    };
  }

  private static String concerned(HoldEvent.RunHeld e) {
    String first = e.firstKey().isBlank() ? "" : ", the first one with the id " + e.firstKey();
    return e.count() == 0
        ? ""
        : " %s concerned%s."
            .formatted(Phrases.number(e.count(), "record is", "records are"), first);
  }
}
