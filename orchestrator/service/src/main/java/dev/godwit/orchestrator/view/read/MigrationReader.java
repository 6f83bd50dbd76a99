package dev.godwit.orchestrator.view.read;

import dev.godwit.api.CommandAnswer;
import dev.godwit.api.DecisionAnswer;
import dev.godwit.api.MigrationAnswer;
import dev.godwit.api.ReplayAnswer;
import dev.godwit.api.StoryLine;
import dev.godwit.orchestrator.view.fold.HoldFold;
import dev.godwit.orchestrator.view.fold.MigrationDocument;
import dev.godwit.orchestrator.view.fold.NextStep;
import dev.godwit.orchestrator.view.fold.RunDocument;
import dev.godwit.orchestrator.view.store.CommandAnswerRow;
import dev.godwit.orchestrator.view.store.DecisionRow;
import dev.godwit.orchestrator.view.store.MigrationRow;
import dev.godwit.orchestrator.view.store.RunRow;
import dev.godwit.orchestrator.view.store.StoryRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Migrations, their stories, and answers to commands. */
@ApplicationScoped
public class MigrationReader {

  /** All migrations, the one that changed last first. */
  @Transactional
  public List<MigrationAnswer> all() {
    boolean paused = MigrationRow.programmePaused();
    return MigrationRow.latestFirst().stream().map(row -> answer(row.read(), paused)).toList();
  }

  /** One migration; empty where there is none. */
  @Transactional
  public Optional<MigrationAnswer> one(String customer) {
    return document(customer).map(m -> answer(m, MigrationRow.programmePaused()));
  }

  /** The document of a migration; empty where there is none. */
  static Optional<MigrationDocument> document(String customer) {
    return MigrationRow.<MigrationRow>findByIdOptional(customer).map(MigrationRow::read);
  }

  /** Its story after a sequence; empty where there is no such migration. */
  @Transactional
  public Optional<List<StoryLine>> story(String customer, long after) {
    List<StoryLine> lines = StoryRow.after(customer, after).stream().map(StoryRow::line).toList();
    boolean known = !lines.isEmpty() || StoryRow.count("customer", customer) > 0;
    return known ? Optional.of(lines) : Optional.empty();
  }

  /** Its decisions by number, those that were undone too; empty where there is no migration. */
  @Transactional
  public Optional<List<DecisionAnswer>> decisions(String customer) {
    return document(customer)
        .map(m -> DecisionRow.of(customer).stream().map(DecisionRow::answer).toList());
  }

  /** The answer to a command; pending where the command is not known. */
  @Transactional
  public CommandAnswer command(String commandId) {
    CommandAnswerRow row = CommandAnswerRow.findById(commandId);
    return row == null ? CommandAnswer.pending(commandId) : row.answer();
  }

  MigrationAnswer answer(MigrationDocument m, boolean programmePaused) {
    List<RunDocument> runs = RunRow.of(m.customer).stream().map(RunRow::read).toList();
    RunDocument latest = runs.stream().filter(r -> r.run == m.run).findFirst().orElse(null);
    return new MigrationAnswer(
        m.customer,
        m.phase,
        m.paused,
        programmePaused,
        m.run,
        m.kind,
        m.sourcePack,
        m.targetPack,
        m.requestedAt,
        m.changedAt,
        List.copyOf(m.waiting.values()),
        m.stuck,
        m.hold,
        latest == null ? null : HoldFold.freeze(latest, Instant.now()),
        latest == null ? null : replay(latest),
        NextStep.of(m, programmePaused),
        m.lastCut,
        m.alarm,
        runs.stream().map(MigrationReader::run).toList());
  }

  /** The newest replay of a run; null where there was none. */
  static ReplayAnswer replay(RunDocument run) {
    return run.lastReplay() == null ? null : run.lastReplay().answer(run.run);
  }

  static MigrationAnswer.Run run(RunDocument run) {
    return new MigrationAnswer.Run(
        run.run,
        run.kind,
        run.phase,
        run.outcome,
        run.startedAt,
        run.endedAt,
        run.by,
        run.why,
        run.planned.values().stream().mapToLong(Long::longValue).sum(),
        run.sourceFingerprint,
        run.targetFingerprint);
  }
}
