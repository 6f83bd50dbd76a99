package dev.godwit.orchestrator.view.story;

import dev.godwit.api.text.Figures;
import dev.godwit.orchestrator.domain.common.SqlPoint;
import dev.godwit.orchestrator.domain.event.StatementEvent;
import dev.godwit.orchestrator.domain.event.StatementEvent.StatementRun;
import dev.godwit.orchestrator.domain.event.StatementEvent.StatementsFinished;
import dev.godwit.orchestrator.domain.event.StatementEvent.StatementsStarted;

/** Sentences about SQL that a target pack runs at points of a run. */
final class StatementStory {
  private StatementStory() {}

  static Sentence of(StatementEvent event) {
    return switch (event) {
      case StatementsStarted e ->
          Sentence.step(
              e.point() == SqlPoint.AFTER_LOAD
                  ? "the SQL after-load of the target pack is to be run once every entity is loaded"
                  : "the SQL %s of the target pack is about to be run"
                      .formatted(Phrases.point(e.point())));
      case StatementRun e ->
          Sentence.step(
              "%s of pack %s: ran %s, %s in %s ms"
                  .formatted(
                      Phrases.point(e.point()),
                      e.pack(),
                      e.statement(),
                      Phrases.number(e.rows(), "row", "rows"),
                      Figures.count(e.durationMillis())));
      case StatementsFinished e ->
          Sentence.step("the SQL %s is run and committed".formatted(Phrases.point(e.point())));
    };
  }
}
