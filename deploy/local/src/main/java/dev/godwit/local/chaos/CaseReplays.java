package dev.godwit.local.chaos;

import dev.godwit.api.CommandAnswer;
import dev.godwit.common.v1.Stage;
import dev.godwit.event.v1.ReplayFinished;
import dev.godwit.local.demo.StepFailedException;
import dev.godwit.local.stack.Await;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Orders replays of a customer as a person does, steers them, and awaits their ends. */
final class CaseReplays {
  private static final Duration ACCEPT_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration END_TIMEOUT = Duration.ofMinutes(3);
  private static final int MOST_ATTEMPTS = 4;
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration ASK_AGAIN = Duration.ofMillis(300);
  private static final Set<String> STARTS = Set.of("ReplayStarted");
  private static final Set<String> COMMITS = Set.of("MigrationCommitted");
  private static final Set<String> ENDS = Set.of("ReplayFinished", "ReplayFailed");

  private final EventWatch events;
  private final CaseCommands commands;
  private final String customer;
  private final long start;
  private final Runnable meanwhile;
  private String failure;

  /**
   * @param start number of the last event before the case
   * @param meanwhile what a person does whenever the run waits for it, such as resume it
   */
  CaseReplays(
      EventWatch events, CaseCommands commands, String customer, long start, Runnable meanwhile) {
    this.events = events;
    this.commands = commands;
    this.customer = customer;
    this.start = start;
    this.meanwhile = meanwhile;
  }

  /** A replay of all records of a stage, to its end. */
  ReplayFinished all(Stage stage) {
    return toTheEnd(stage, false, 0, ReplayPlan.Steering.NONE);
  }

  /** The planned replay, to its end; one that was cancelled is ordered once more. */
  ReplayFinished planned(ReplayPlan plan) {
    ReplayFinished finished =
        toTheEnd(plan.stage(), plan.onlyQuarantined(), plan.rate(), plan.steering());
    return finished == null
        ? toTheEnd(plan.stage(), plan.onlyQuarantined(), plan.rate(), ReplayPlan.Steering.NONE)
        : finished;
  }

  /** Why a replay failed that was then repeated; null where none did. */
  String failure() {
    return failure;
  }

  /**
   * Null where it was cancelled, since the next one is accepted once its stage has stopped; and
   * where the run was committed before, which the transformer may not replay any more.
   */
  private ReplayFinished toTheEnd(
      Stage stage, boolean onlyQuarantined, int rate, ReplayPlan.Steering steering) {
    for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
      int number = begin(stage, onlyQuarantined, rate);
      if (number == 0 || steer(steering, rate)) {
        return null;
      }
      EventWatch.Seen end = awaitEnd(number);
      if (end.event() instanceof ReplayFinished finished) {
        return finished;
      }
      failure = end.event().toString();
    }
    throw new StepFailedException(
        "Expected a replay of %s to work once the target is mended, found %d that failed: %s"
            .formatted(stage, MOST_ATTEMPTS, failure));
  }

  /**
   * Sends the command until it is accepted: a cut or the replay before may be under way still.
   *
   * @return number of the replay; 0 where none can begin any more
   */
  private int begin(Stage stage, boolean onlyQuarantined, int rate) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("stage", stage.name());
    fields.put("rate", rate);
    if (onlyQuarantined) {
      fields.put("quarantined", "*");
    }
    int before = lastNumber();
    CommandAnswer[] answer = new CommandAnswer[1];
    boolean accepted =
        Await.until(
            ACCEPT_TIMEOUT,
            ASK_AGAIN,
            () -> {
              meanwhile.run();
              answer[0] = commands.answer("ReplayStage", customer, fields);
              return answer[0].state() == CommandAnswer.State.ACCEPTED || isTooLate(stage);
            });
    if (!accepted) {
      throw new StepFailedException(
          "Expected ReplayStage %s to be accepted within %s, but found: %s; events: %s"
              .formatted(
                  stage, ACCEPT_TIMEOUT, answer[0].problem(), events.story(customer, start)));
    }
    if (answer[0].state() != CommandAnswer.State.ACCEPTED) {
      return 0;
    }
    await(() -> lastNumber() > before, "ReplayStarted");
    return lastNumber();
  }

  private boolean isTooLate(Stage stage) {
    return stage == Stage.TRANSFORM && events.last(customer, start, COMMITS).isPresent();
  }

  private int lastNumber() {
    return events.last(customer, start, STARTS).map(CaseReplays::number).orElse(0);
  }

  private static int number(EventWatch.Seen seen) {
    return (Integer) seen.event().get(seen.event().getSchema().getField("replay").pos());
  }

  /** Whether it was cancelled. A command that comes too late is rejected, which is right. */
  private boolean steer(ReplayPlan.Steering steering, int rate) {
    return switch (steering) {
      case NONE -> false;
      case PAUSE_AND_RESUME -> {
        if (isAccepted("PauseReplay", Map.of())) {
          isAccepted("ResumeReplay", Map.of("rate", rate));
        }
        yield false;
      }
      case CANCEL_AND_REPEAT -> isAccepted("CancelReplay", Map.of());
    };
  }

  private boolean isAccepted(String command, Map<String, Object> fields) {
    return commands.answer(command, customer, fields).state() == CommandAnswer.State.ACCEPTED;
  }

  private EventWatch.Seen awaitEnd(int number) {
    EventWatch.Seen[] end = new EventWatch.Seen[1];
    await(
        () -> {
          end[0] =
              events
                  .last(customer, start, ENDS)
                  .filter(seen -> number(seen) >= number)
                  .orElse(null);
          return end[0] != null;
        },
        "the end of replay " + number);
    return end[0];
  }

  private void await(BooleanSupplier condition, String what) {
    boolean held =
        Await.until(
            END_TIMEOUT,
            POLL,
            () -> {
              boolean holds = condition.getAsBoolean();
              if (!holds) {
                meanwhile.run();
              }
              return holds;
            });
    if (!held) {
      throw new StepFailedException(
          "Expected %s within %s, but found these events: %s"
              .formatted(what, END_TIMEOUT, events.story(customer, start)));
    }
  }
}
