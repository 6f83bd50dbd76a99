package dev.godwit.orchestrator.domain.decide;

import static dev.godwit.orchestrator.domain.decide.Decision.accepted;
import static dev.godwit.orchestrator.domain.decide.Decision.rejected;

import dev.godwit.orchestrator.domain.Meta;
import dev.godwit.orchestrator.domain.command.Command;
import dev.godwit.orchestrator.domain.command.Command.DecideFix;
import dev.godwit.orchestrator.domain.command.Command.DecideMerges;
import dev.godwit.orchestrator.domain.command.Command.UndoDecision;
import dev.godwit.orchestrator.domain.common.Fix;
import dev.godwit.orchestrator.domain.common.MergeDecision;
import dev.godwit.orchestrator.domain.common.SqlPoint;
import dev.godwit.orchestrator.domain.event.DecisionEvent.DecisionUndone;
import dev.godwit.orchestrator.domain.event.DecisionEvent.FixDecided;
import dev.godwit.orchestrator.domain.event.DecisionEvent.MergesDecided;
import dev.godwit.orchestrator.domain.state.Decisions;
import dev.godwit.orchestrator.domain.state.ForwardState.Committing;
import dev.godwit.orchestrator.domain.state.ForwardState.RunningSql;
import dev.godwit.orchestrator.domain.state.IdleState.Committed;
import dev.godwit.orchestrator.domain.state.IdleState.Unrequested;
import dev.godwit.orchestrator.domain.state.Migration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides on decisions of people about data that does not fit. What a command decides is checked
 * before, in {@link MergeDecisionValidation} and {@link FixValidation}; here is checked whether it
 * can be decided now. A run that is on keeps the decisions that it began with. Stateless and
 * thread-safe.
 */
final class DecisionCommands {
  /** So many positions stand in the event and in the task of each run. */
  static final int MOST = 2_000;

  /** At most so many fixes are named in an event, which has to fit into a record. */
  private static final int MOST_TEXTS = 200;

  private DecisionCommands() {}

  static Decision merges(Migration migration, DecideMerges command, Meta meta) {
    List<MergeDecision> decisions = command.decisions();
    return unrequested(migration, command)
        .or(() -> committed(migration, "Nothing: people work in the target. Merge rows there."))
        .or(() -> committing(migration))
        .or(() -> stale(migration, command.seen()))
        .or(() -> tooMany(migration))
        .orElseGet(
            () ->
                accepted(
                    new MergesDecided(
                        migration.decisions().last() + 1,
                        position(meta),
                        (int) decisions.stream().filter(MergeDecision::isTogether).count(),
                        (int) decisions.stream().filter(one -> !one.isTogether()).count(),
                        (int) decisions.stream().filter(MergeDecision::isByRule).count(),
                        command.why())));
  }

  static Decision fix(Migration migration, DecideFix command, Meta meta) {
    return unrequested(migration, command)
        .or(() -> stale(migration, command.seen()))
        .or(() -> tooMany(migration))
        .orElseGet(
            () ->
                accepted(
                    new FixDecided(
                        migration.decisions().last() + 1,
                        position(meta),
                        texts(command.fixes()),
                        command.why())));
  }

  private static List<String> texts(List<Fix> fixes) {
    List<String> named = fixes.stream().map(Fix::text).distinct().toList();
    if (named.size() <= MOST_TEXTS) {
      return named;
    }
    List<String> first = new ArrayList<>(named.subList(0, MOST_TEXTS));
    first.add("and %d more".formatted(named.size() - MOST_TEXTS));
    return first;
  }

  static Decision undo(Migration migration, UndoDecision command) {
    Decisions decisions = migration.decisions();
    return unrequested(migration, command)
        .or(
            () ->
                decisions.isFix(command.number())
                    ? Optional.empty()
                    : committed(
                        migration,
                        "Nothing: the data was moved with this decision. Correct it in the target."))
        .or(() -> committing(migration))
        .or(
            () ->
                decisions.holds(command.number())
                    ? Optional.empty()
                    : Optional.of(notHolding(decisions, command.number())))
        .orElseGet(() -> accepted(new DecisionUndone(command.number(), command.why())));
  }

  private static Decision notHolding(Decisions decisions, int number) {
    return number <= decisions.last()
        ? rejected(
            "a decision that holds",
            "decision %d, which was undone".formatted(number),
            "Nothing: later runs are without it. List those that hold: godwit decisions.")
        : rejected(
            "a decision of the customer, which has %s"
                .formatted(decisions.last() == 0 ? "none" : "numbers 1 to " + decisions.last()),
            "number " + number,
            "List the decisions: godwit decisions.");
  }

  private static Optional<Decision> unrequested(Migration migration, Command command) {
    return migration.state() instanceof Unrequested
        ? Optional.of(
            rejected(
                "a customer whose migration was requested",
                StatusText.of(migration),
                "Check the customer's id; publish RehearseMigration first, then %s with a new id."
                    .formatted(command.name())))
        : Optional.empty();
  }

  private static Optional<Decision> committed(Migration migration, String action) {
    return migration.state() instanceof Committed
        ? Optional.of(
            rejected("a customer that is still in the source", StatusText.of(migration), action))
        : Optional.empty();
  }

  /** The gate before the commit looked at the decisions, and nothing looks at them again. */
  private static Optional<Decision> committing(Migration migration) {
    boolean isPast =
        migration.live()
            && (migration.state() instanceof Committing
                || (migration.state() instanceof RunningSql on
                    && on.at().point() == SqlPoint.BEFORE_ENABLE));
    return isPast
        ? Optional.of(
            rejected(
                "a customer whose commit has not begun",
                StatusText.of(migration),
                "Correct the rows in the target once it is enabled."))
        : Optional.empty();
  }

  /** Somebody decided after the author looked: what he would decide may be settled otherwise. */
  private static Optional<Decision> stale(Migration migration, int seen) {
    Decisions decisions = migration.decisions();
    return seen == DecideMerges.ANY || seen == decisions.last()
        ? Optional.empty()
        : Optional.of(
            rejected(
                "last decision %d, which the author saw".formatted(seen),
                decisions.last() == 0
                    ? "no decision"
                    : "last decision %d by %s".formatted(decisions.last(), decisions.lastBy()),
                "List again, look what changed, and send the command with a new id and seen %d."
                    .formatted(decisions.last())));
  }

  private static Optional<Decision> tooMany(Migration migration) {
    int holding = migration.decisions().holding().size();
    return holding < MOST
        ? Optional.empty()
        : Optional.of(
            rejected(
                "fewer than %d decisions that hold".formatted(MOST),
                holding + " of them",
                "One command can decide thousands of groups: undo decisions, and decide what they"
                    + " did in one command."));
  }

  private static long position(Meta meta) {
    if (meta.position() < 0) {
      throw new IllegalStateException(
          "Expected the offset of the command in migration.commands.v1, found none; a "
              + "decision that no run can read must not be recorded.");
    }
    return meta.position();
  }
}
