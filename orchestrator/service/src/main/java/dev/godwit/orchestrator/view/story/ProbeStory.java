package dev.godwit.orchestrator.view.story;

import dev.godwit.api.text.Figures;
import dev.godwit.api.text.ProbesPresenter;
import dev.godwit.orchestrator.domain.common.ProbeResult;
import dev.godwit.orchestrator.domain.event.ProbeEvent;
import dev.godwit.orchestrator.domain.event.ProbeEvent.ProbesMeasured;
import dev.godwit.orchestrator.domain.event.ProbeEvent.ProbesStarted;
import java.util.List;

/** Sentences about the speed of the target's pages. Stateless. */
final class ProbeStory {
  private ProbeStory() {}

  static Sentence of(ProbeEvent event) {
    return switch (event) {
      case ProbesStarted e ->
          Sentence.step(
              "the pages of the target are about to be measured with the customer's rows");
      case ProbesMeasured e -> measured(e);
    };
  }

  private static Sentence measured(ProbesMeasured e) {
    List<String> slow =
        e.probes().stream().filter(one -> one.finding().isPresent()).map(ProbeStory::slow).toList();
    String measured =
        "measured %s of the target%s"
            .formatted(
                Phrases.number(e.probes().size(), "page", "pages"),
                e.measure().isEmpty() || e.amount() < 0
                    ? ""
                    : " for %s %s".formatted(Figures.count(e.amount()), e.measure()));
    return slow.isEmpty()
        ? Sentence.good(measured + ": all are within their limits")
        : Sentence.warning(
            "%s: %d not within the limit: %s"
                .formatted(measured, slow.size(), Phrases.sentences(slow)));
  }

  private static String slow(ProbeResult one) {
    return switch (one.outcome()) {
      case MEASURED, NOTHING_TO_DRAW ->
          "%s takes %s (p95 of %s), limit %s ms."
              .formatted(
                  one.probe(),
                  ProbesPresenter.millis(one.warm().p95Micros()),
                  Phrases.number(one.warm().runs(), "warm run", "warm runs"),
                  Figures.count(one.limitMillis()));
      case TIMED_OUT, FAILED, UNKNOWN -> one.probe() + ": " + one.problem();
    };
  }
}
