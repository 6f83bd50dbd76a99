package dev.godwit.orchestrator.view.story;

import dev.godwit.api.text.Figures;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.event.EndingEvent;
import java.util.List;

/** Sentences about the end of a run that is not its commit. */
final class EndingStory {
  private EndingStory() {}

  static Sentence of(EndingEvent event) {
    return switch (event) {
      case EndingEvent.RunRefused e ->
          Sentence.bad(
              "refused before anything was touched: %s %s"
                  .formatted(Phrases.sentences(e.reasons()), e.nextStep())
                  .strip());
      case EndingEvent.RunAbandoned e ->
          Sentence.warning("the run was given up, another one follows: " + e.reason());
      case EndingEvent.RollbackStarted e ->
          Sentence.bad(
                  "began to roll back: %s%s"
                      .formatted(
                          Phrases.sentence(e.reason()),
                          e.firstFailure().isBlank() ? "" : " First failure: " + e.firstFailure()))
              .decided();
      case EndingEvent.PurgeStarted e ->
          Sentence.step("the target is about to be purged: " + e.reason());
      case EndingEvent.TargetPurged e -> purged(e);
      case EndingEvent.ReturnStarted e ->
          Sentence.step(
              "the opens and clicks that the source did not see are about to be returned to it");
      case EndingEvent.LiveReturned e -> returned(e);
      case EndingEvent.ThawStarted e -> Sentence.step("the source is about to be enabled again");
      case EndingEvent.SourceThawed e ->
          Sentence.step("the source takes writes again, as a read-back confirmed");
      case EndingEvent.RehearsalPassed e -> passed(e.findings());
      case EndingEvent.RehearsalFailed e ->
          Sentence.bad("the rehearsal failed: " + Phrases.sentences(e.reasons()));
      case EndingEvent.CustomerForgotten e ->
          Sentence.step(
                  "let go of the customer's records in the topics: "
                      + (e.why().isBlank() ? "no reason was given" : Phrases.sentence(e.why())))
              .decided();
      case EndingEvent.MigrationRolledBack e ->
          Sentence.bad(
              "rolled back: the target holds no row of the customer, the source is enabled. %s %s"
                  .formatted(Phrases.sentence(e.reason()), e.nextStep())
                  .strip());
    };
  }

  private static Sentence passed(List<QuarantineCount> findings) {
    List<QuarantineCount> quarantine = findings.stream().filter(f -> !f.isOfEntity()).toList();
    String quarantined =
        quarantine.isEmpty()
            ? "; nothing was quarantined"
            : "; quarantined " + Phrases.findings(quarantine);
    List<String> shortfalls =
        findings.stream().filter(QuarantineCount::isOfEntity).map(Phrases::shortfall).toList();
    return shortfalls.isEmpty()
        ? Sentence.good("the rehearsal passed: reconciled, purged and proved empty" + quarantined)
        : Sentence.warning(
            "the rehearsal is reconciled, purged and proved empty, but %s: %s%s"
                .formatted(tooLittle(findings), Phrases.list(shortfalls), quarantined));
  }

  /** A rehearsal with slow pages alone has proved what it can: the target is not fit for them. */
  private static String tooLittle(List<QuarantineCount> findings) {
    return findings.stream()
            .filter(QuarantineCount::isOfEntity)
            .allMatch(QuarantineCount::isOfProbe)
        ? "the target's pages are not good enough"
        : "proved too little";
  }

  private static Sentence purged(EndingEvent.TargetPurged e) {
    String deleted =
        Phrases.sum(e.deleted()) == 0
            ? "nothing to delete"
            : "deleted " + Phrases.tables(e.deleted());
    return Phrases.sum(e.left()) == 0
        ? Sentence.good(
            "purged the target and proved it empty: " + deleted + ", 0 rows left in every table")
        : Sentence.bad(
            "purged the target, but it is not empty: %s; left %s"
                .formatted(deleted, Phrases.tables(e.left())));
  }

  private static Sentence returned(EndingEvent.LiveReturned e) {
    if (e.received() == 0) {
      return Sentence.good(
          "no opens and clicks arrived while the customer was frozen: none to return");
    }
    String text =
        "of %s, %s were returned to the source, %s it had written itself, and %s it already held"
            .formatted(
                Phrases.number(e.received(), "open or click", "opens and clicks"),
                Figures.count(e.returned()),
                Figures.count(e.kept()),
                Figures.count(e.duplicates()));
    return e.quarantined() == 0
        ? Sentence.good(text)
        : Sentence.warning(
            text + "; %s could not be returned".formatted(Figures.count(e.quarantined())));
  }
}
