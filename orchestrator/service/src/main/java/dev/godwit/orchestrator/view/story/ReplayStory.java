package dev.godwit.orchestrator.view.story;

import dev.godwit.api.text.Figures;
import dev.godwit.orchestrator.domain.common.EntityCount;
import dev.godwit.orchestrator.domain.common.ReplaySelection;
import dev.godwit.orchestrator.domain.event.ReplayEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Sentences about replays. */
final class ReplayStory {
  private ReplayStory() {}

  static Sentence of(ReplayEvent event) {
    return switch (event) {
      case ReplayEvent.ReplayStarted e ->
          Sentence.decision(
              "began replay %d: %s reads %s again"
                  .formatted(e.replay(), Phrases.stage(e.stage()), selection(e.selection())),
              e.why());
      case ReplayEvent.ReplayProgressed e ->
          Sentence.step(
              "replay %d has read %s of %s"
                  .formatted(
                      e.replay(),
                      Figures.count(e.read()),
                      Phrases.number(e.total(), "record", "records")));
      case ReplayEvent.ReplayPaused e ->
          Sentence.decision("paused replay %d".formatted(e.replay()), "");
      case ReplayEvent.ReplayResumed e ->
          Sentence.decision("let replay %d continue%s".formatted(e.replay(), rate(e.rate())), "");
      case ReplayEvent.ReplayCancelled e ->
          Sentence.decision(
              "cancelled replay %d; what it did stays".formatted(e.replay()), e.why());
      case ReplayEvent.ReplayFinished e -> finished(e);
      case ReplayEvent.ReplayFailed e ->
          Sentence.bad(
              "replay %d failed; what it did stays: %s %s"
                  .formatted(e.replay(), Phrases.sentence(e.error()), e.action())
                  .strip());
    };
  }

  private static String selection(ReplaySelection selection) {
    if (selection.isOfDifferences()) {
      return "the keys that the verdict at cut %d found missing or changed"
          .formatted(selection.differencesOfCut());
    }
    List<String> parts = new ArrayList<>();
    if (selection.quarantined() != null) {
      parts.add(
          selection.quarantined().equals(ReplaySelection.EVERY)
              ? "what it has in quarantine"
              : "what it has in quarantine for " + selection.quarantined());
    } else {
      parts.add("the run's records");
    }
    if (!selection.entities().isEmpty()) {
      parts.add("of " + Phrases.list(selection.entities().stream().map(Phrases::entity).toList()));
    }
    if (!selection.partitions().isEmpty()) {
      parts.add(
          "in partition "
              + Phrases.list(selection.partitions().stream().map(String::valueOf).toList()));
    }
    if (selection.fromOffset() != null) {
      parts.add("from offset %d on".formatted(selection.fromOffset()));
    }
    if (selection.fromTimeMillis() != null) {
      parts.add("from %s on".formatted(Instant.ofEpochMilli(selection.fromTimeMillis())));
    }
    if (!selection.keys().isEmpty()) {
      parts.add("with " + Phrases.number(selection.keys().size(), "named key", "named keys"));
    }
    if (selection.dependants()) {
      parts.add("and what waits for it");
    }
    return String.join(" ", parts);
  }

  private static String rate(int rate) {
    return rate == 0 ? "" : " with at most %s a second".formatted(Figures.count(rate));
  }

  private static Sentence finished(ReplayEvent.ReplayFinished e) {
    long differences = e.missing() + e.unexpected() + e.changed();
    long released = e.released().stream().mapToLong(EntityCount::rows).sum();
    String text =
        "replay %d has read %s: %s written (%s of them from quarantine), %s already there, %s still in quarantine"
            .formatted(
                e.replay(),
                Phrases.number(e.read(), "record", "records"),
                Figures.count(e.written()),
                Figures.count(released),
                Figures.count(e.present()),
                Figures.count(e.refused()));
    if (differences == 0) {
      return Sentence.good(text);
    }
    return Sentence.bad(
        text
            + "; keys missing %s, unexpected %s, changed %s"
                .formatted(
                    Figures.count(e.missing()),
                    Figures.count(e.unexpected()),
                    Figures.count(e.changed())));
  }
}
