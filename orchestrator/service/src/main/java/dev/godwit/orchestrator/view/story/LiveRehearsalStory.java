package dev.godwit.orchestrator.view.story;

import dev.godwit.orchestrator.domain.common.RouteArrival;
import dev.godwit.orchestrator.domain.event.RunEvent.LiveEventsSent;
import dev.godwit.orchestrator.domain.event.RunEvent.LiveRehearsed;
import java.util.List;

/** Sentences about the synthetic live events of a rehearsal. Stateless. */
final class LiveRehearsalStory {
  private LiveRehearsalStory() {}

  static Sentence sent(LiveEventsSent e) {
    return e.isAny()
        ? Sentence.step(
            "sent synthetic opens and clicks: "
                + Phrases.list(
                    e.routes().stream()
                        .map(one -> "%d by %s".formatted(one.events(), one.route()))
                        .toList()))
        : Sentence.warning("live engagement was not rehearsed: " + e.nothing());
  }

  static Sentence rehearsed(LiveRehearsed e) {
    String counts = Phrases.list(e.routes().stream().map(LiveRehearsalStory::counts).toList());
    List<String> problems =
        e.routes().stream().map(RouteArrival::problem).filter(text -> !text.isEmpty()).toList();
    return problems.isEmpty()
        ? Sentence.good("the synthetic opens and clicks arrived: " + counts)
        : Sentence.warning(
            "not all synthetic opens and clicks arrived: %s. %s"
                .formatted(counts, Phrases.sentences(problems)));
  }

  private static String counts(RouteArrival one) {
    return "%s %d of %d".formatted(one.route(), one.loaded() + one.duplicates(), one.sent());
  }
}
