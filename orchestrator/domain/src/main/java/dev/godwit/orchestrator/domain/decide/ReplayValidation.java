package dev.godwit.orchestrator.domain.decide;

import dev.godwit.orchestrator.domain.command.Command.RedriveQuarantine;
import dev.godwit.orchestrator.domain.command.Command.ReplayStage;
import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.decide.Decision.Rejection;
import java.util.List;

/** Finds the first flaw of what a replay is to read. Stateless and thread-safe. */
final class ReplayValidation {
  private static final int MOST_KEYS = 10_000;

  /** The keys stand in an event, which has to fit into a record. */
  private static final int MOST_CHARACTERS = 400_000;

  private static final String SEND_AGAIN = "Correct %s and send the command again with a new id.";

  private ReplayValidation() {}

  /** The first flaw; null where there is none. */
  static Rejection of(ReplayStage replay) {
    Rejection flaw = stage(replay.stage());
    if (flaw == null && replay.entities().contains(Entity.UNKNOWN)) {
      flaw = flaw("entities", "CONTACTS, EMAILS, ENGAGEMENTS or LIVE", "one that is none of these");
    }
    if (flaw == null && replay.partitions().stream().anyMatch(one -> one < 0)) {
      flaw = flaw("partitions", "numbers of at least 0", "a negative one");
    }
    if (flaw == null) {
      flaw = atLeastZero("fromOffset", replay.fromOffset());
    }
    if (flaw == null) {
      flaw = atLeastZero("fromTimeMillis", replay.fromTimeMillis());
    }
    if (flaw == null && replay.quarantined() != null) {
      flaw = CommandValidation.text("quarantined", replay.quarantined(), EventText.NAME);
    }
    if (flaw == null) {
      flaw = rate(replay.rate());
    }
    return flaw != null ? flaw : keys(replay.keys());
  }

  /** As above, of what a redrive is to choose. */
  static Rejection of(RedriveQuarantine redrive) {
    boolean hasReason = redrive.reason() != null && !redrive.reason().isBlank();
    if (!hasReason && redrive.keys().isEmpty()) {
      return flaw(
          "reason", "a reason of the quarantine, or * for every one", "neither it nor keys");
    }
    if (redrive.entities().contains(Entity.UNKNOWN)) {
      return flaw("entities", "entities that the run moves", "one that is none of these");
    }
    if (!redrive.keys().isEmpty() && redrive.entities().stream().distinct().count() != 1) {
      return flaw(
          "entities",
          "the one entity that the keys are ids of",
          "%d of them".formatted(redrive.entities().stream().distinct().count()));
    }
    Rejection flaw =
        hasReason ? CommandValidation.text("reason", redrive.reason(), EventText.NAME) : null;
    if (flaw == null) {
      flaw = rate(redrive.rate());
    }
    return flaw != null ? flaw : keys(redrive.keys());
  }

  static Rejection rate(int rate) {
    return rate < 0
        ? flaw("rate", "a number of records a second, or 0 for no limit", String.valueOf(rate))
        : null;
  }

  private static Rejection stage(Stage stage) {
    return switch (stage) {
      case TRANSFORM, LOAD, VALIDATE -> null;
      case EXTRACT ->
          new Rejection(
              "stage: TRANSFORM, LOAD or VALIDATE",
              "EXTRACT",
              "Nothing is extracted again: what was extracted is in the topics. Replay another"
                  + " stage, or roll back and begin another run.");
      case UNKNOWN -> flaw("stage", "TRANSFORM, LOAD or VALIDATE", "one that is none of these");
    };
  }

  private static Rejection atLeastZero(String field, Long number) {
    return number != null && number < 0
        ? flaw(field, "a number of at least 0", String.valueOf(number))
        : null;
  }

  private static Rejection keys(List<String> keys) {
    if (keys.size() > MOST_KEYS) {
      return flaw("keys", "at most %d".formatted(MOST_KEYS), String.valueOf(keys.size()));
    }
    long characters = keys.stream().mapToLong(String::length).sum();
    if (characters > MOST_CHARACTERS) {
      return flaw(
          "keys",
          "at most %d characters in all".formatted(MOST_CHARACTERS),
          String.valueOf(characters));
    }
    for (int i = 0; i < keys.size(); i++) {
      String field = "keys[" + i + "]";
      if (keys.get(i).isEmpty()) {
        return flaw(field, "an id in the source", "nothing");
      }
      if (!EventText.isText(keys.get(i))) {
        return flaw(field, "text without control characters", "one with a control character");
      }
    }
    return null;
  }

  private static Rejection flaw(String field, String expected, String found) {
    return new Rejection(field + ": " + expected, found, SEND_AGAIN.formatted(field));
  }
}
