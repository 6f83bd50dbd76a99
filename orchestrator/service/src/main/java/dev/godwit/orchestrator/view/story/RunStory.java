package dev.godwit.orchestrator.view.story;

import dev.godwit.api.text.Figures;
import dev.godwit.orchestrator.domain.common.Check;
import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.EntityPlan;
import dev.godwit.orchestrator.domain.common.RunKind;
import dev.godwit.orchestrator.domain.event.RunEvent;
import java.util.Locale;

/** Sentences about the steps of a run that lead to its commit, and about its cuts after it. */
final class RunStory {
  private RunStory() {}

  static Sentence of(RunEvent event, int run) {
    return switch (event) {
      case RunEvent.RunStarted e ->
          Sentence.decision(
              "began the %s (run %d) with an assessment of source and target%s"
                  .formatted(
                      e.kind() == RunKind.LIVE ? "live run" : "rehearsal",
                      run,
                      e.account() == null ? "" : ", for account %s there".formatted(e.account())),
              e.why());
      case RunEvent.SourceAssessed e ->
          Sentence.step(
              "the source holds " + Phrases.rows(e.entities()) + Phrases.pack(e.fingerprint()));
      case RunEvent.TargetAssessed e ->
          Phrases.sum(e.rows()) == 0
              ? Sentence.step(
                  "the target holds no row of the customer" + Phrases.pack(e.fingerprint()))
              : Sentence.warning(
                  "the target already holds rows of the customer: "
                      + Phrases.tables(e.rows())
                      + Phrases.pack(e.fingerprint()));
      case RunEvent.MigrationAssessed e -> assessed(e);
      case RunEvent.PrepareStarted e -> Sentence.step("the target is about to be prepared");
      case RunEvent.TargetPrepared e -> Sentence.step("the target is empty and open for loading");
      case RunEvent.FreezeStarted e ->
          Sentence.step("the source is about to be frozen for the customer");
      case RunEvent.SourceFrozen e ->
          Sentence.step("the source is frozen, as a read-back confirmed");
      case RunEvent.ExtractionPlanned e -> planned(e);
      case RunEvent.ChunkExtracted e ->
          Sentence.step(
              "extracted chunk %d of %s: %s rows in %s"
                  .formatted(
                      e.chunk(),
                      Phrases.entity(e.entity()),
                      Figures.count(e.rows()),
                      Figures.duration(e.durationMillis() / 1000.0)));
      case RunEvent.CutStarted e -> started(e);
      case RunEvent.CutWritten e -> written(e);
      case RunEvent.ReconciliationStarted e ->
          Sentence.step(
              (e.cut() == 1 ? "all cuts are written; asked" : "asked")
                  + " the validator for a verdict at cut "
                  + e.cut());
      case RunEvent.VerdictReached e -> reached(e);
      case RunEvent.LiveRehearsalStarted e ->
          Sentence.step(
              "the verdict at cut %d is reconciled; the extractor sends synthetic opens and clicks"
                  .formatted(e.cut()));
      case RunEvent.LiveEventsSent e -> LiveRehearsalStory.sent(e);
      case RunEvent.LiveRehearsed e -> LiveRehearsalStory.rehearsed(e);
      case RunEvent.CommitHeld e ->
          Sentence.warning("held before the commit: " + Phrases.sentences(e.reasons()));
      case RunEvent.RecheckStarted e ->
          Sentence.step(
              "the verdict at cut %d is reconciled; the extractor reads the source again"
                  .formatted(e.cut()));
      case RunEvent.SourceRechecked e -> rechecked(e);
      case RunEvent.CommitStarted e ->
          Sentence.step("the target is about to be enabled at cut " + e.cut());
      case RunEvent.MigrationCommitted e ->
          Sentence.good("committed: the target is enabled. No rollback is possible any more");
      case RunEvent.AlarmRaised e ->
          Sentence.bad("alarm at cut %d: %s %s".formatted(e.cut(), e.reason(), e.action()).strip());
      case RunEvent.StageWaiting e ->
          Sentence.warning(
              "%s waits for %s and continues by itself when it is back (%s)"
                  .formatted(Phrases.stage(e.stage()), e.waitingFor(), e.error()));
      case RunEvent.StageRecovered e ->
          Sentence.step(
              "%s no longer waits for %s, after %s"
                  .formatted(
                      Phrases.stage(e.stage()),
                      e.waitedFor(),
                      Figures.duration(e.waitedMillis() / 1000.0)));
      case RunEvent.StageFailed e ->
          Sentence.bad(
              "%s failed on %s: %s %s"
                  .formatted(
                      Phrases.stage(e.stage()),
                      e.subject(),
                      Phrases.sentence(e.error()),
                      e.action())
                  .strip());
    };
  }

  private static Sentence assessed(RunEvent.MigrationAssessed e) {
    String text =
        "assessed: %s, about %s from freeze to verdict"
            .formatted(Phrases.rows(e.entities()), Figures.duration((double) e.estimatedSeconds()));
    return Phrases.sum(e.leftovers()) == 0
        ? Sentence.step(text)
        : Sentence.warning(text + "; left over in the target: " + Phrases.tables(e.leftovers()));
  }

  private static Sentence planned(RunEvent.ExtractionPlanned e) {
    long rows = e.entities().stream().mapToLong(EntityPlan::rows).sum();
    long chunks = e.entities().stream().mapToLong(EntityPlan::chunks).sum();
    StringBuilder merges = new StringBuilder();
    if (e.mergeGroups() > 0) {
      merges.append(
          "; %s source contacts become %s"
              .formatted(
                  Figures.count(e.mergedMembers()),
                  Phrases.number(e.mergeGroups(), "merged contact", "merged contacts")));
    }
    for (EntityPlan plan : e.entities()) {
      if (plan.mergeGroups() > 0 && !plan.entity().equals(Entity.CONTACTS)) {
        merges.append(
            "; %s source rows of %s become %s"
                .formatted(
                    Figures.count(plan.mergedMembers()),
                    plan.entity().name().toLowerCase(Locale.ROOT),
                    Phrases.number(plan.mergeGroups(), "merged row", "merged rows")));
      }
    }
    return Sentence.step(
        "took a snapshot and cut %s rows into %s%s"
            .formatted(Figures.count(rows), Phrases.number(chunks, "chunk", "chunks"), merges));
  }

  private static Sentence rechecked(RunEvent.SourceRechecked e) {
    String same =
        "the source was read again: %s are as they were extracted"
            .formatted(Phrases.rows(e.entities()));
    return e.late() == 0
        ? Sentence.good(same)
        : Sentence.warning(
            "%s; it wrote %s after the snapshot, which no tail follows"
                .formatted(same, Phrases.number(e.late(), "open or click", "opens and clicks")));
  }

  private static Sentence started(RunEvent.CutStarted e) {
    if (!e.entity().equals(Entity.LIVE)) {
      return Sentence.step(
          "all %s are extracted; cut %d is about to be written behind them"
              .formatted(Phrases.entity(e.entity()), e.cut()));
    }
    if (e.cut() == 0) {
      return Sentence.step("opens and clicks are about to belong to this run, from a marker on");
    }
    return Sentence.step(
        e.closes()
            ? "opens and clicks are about to belong to the source again; cut %d closes the run's window"
                .formatted(e.cut())
            : "cut %d of live engagement is about to be written".formatted(e.cut()));
  }

  private static Sentence written(RunEvent.CutWritten e) {
    int partitions = e.offsets().size();
    if (!e.entity().equals(Entity.LIVE)) {
      return Sentence.step(
          "cut %d is written behind the %s in all %d partitions"
              .formatted(e.cut(), Phrases.entity(e.entity()), partitions));
    }
    if (e.cut() == 0) {
      return Sentence.step(
          "opens and clicks behind the marker in all %d partitions belong to this run"
              .formatted(partitions));
    }
    return Sentence.step(
        e.closes()
            ? "cut %d closes the run's live engagement in all %d partitions"
                .formatted(e.cut(), partitions)
            : "cut %d is written into live engagement in all %d partitions"
                .formatted(e.cut(), partitions));
  }

  private static Sentence reached(RunEvent.VerdictReached e) {
    int checks = e.checks().size();
    return e.reconciled()
        ? Sentence.good(
            "reconciled at cut %d: %s, none failed"
                .formatted(e.cut(), Phrases.number(checks, "check", "checks")))
        : Sentence.bad(
            "not reconciled at cut %d: %d of %d checks failed; keys missing %s, unexpected %s, changed %s"
                .formatted(
                    e.cut(),
                    checks - e.checks().stream().filter(Check::passed).count(),
                    checks,
                    Figures.count(e.missing()),
                    Figures.count(e.unexpected()),
                    Figures.count(e.changed())));
  }
}
