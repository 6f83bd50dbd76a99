package dev.godwit.orchestrator.view.story;

import dev.godwit.orchestrator.domain.event.DecisionEvent;
import dev.godwit.orchestrator.domain.event.DecisionEvent.DecisionUndone;
import dev.godwit.orchestrator.domain.event.DecisionEvent.FixDecided;
import dev.godwit.orchestrator.domain.event.DecisionEvent.MergesDecided;
import java.util.ArrayList;
import java.util.List;

/** Sentences about decisions of people about data that does not fit. */
final class DecisionStory {
  private static final int MOST_LISTED = 5;

  private DecisionStory() {}

  static Sentence of(DecisionEvent event) {
    return switch (event) {
      case MergesDecided e -> Sentence.decision(merges(e), e.why());
      case FixDecided e -> Sentence.decision(fixes(e), e.why());
      case DecisionUndone e ->
          Sentence.decision("took decision %d back".formatted(e.number()), e.why());
    };
  }

  private static String merges(MergesDecided e) {
    List<String> parts = new ArrayList<>();
    if (e.together() > 0) {
      parts.add(
          Phrases.number(e.together(), "group of rows is one", "groups of rows are one each"));
    }
    if (e.apart() > 0) {
      parts.add(Phrases.number(e.apart(), "group is kept apart", "groups are kept apart"));
    }
    return "decided merges (decision %d): %s%s"
        .formatted(
            e.number(),
            Phrases.list(parts),
            e.byRule() == 0
                ? ""
                : "; " + Phrases.number(e.byRule(), "of them is by rule", "of them are by rule"));
  }

  private static String fixes(FixDecided e) {
    int more = e.fixes().size() - MOST_LISTED;
    List<String> named =
        new ArrayList<>(e.fixes().subList(0, Math.min(MOST_LISTED, e.fixes().size())));
    if (more > 0) {
      named.add(more + " more");
    }
    return "decided fixes (decision %d): %s".formatted(e.number(), Phrases.list(named));
  }
}
