package dev.godwit.orchestrator.domain.decide;

import dev.godwit.orchestrator.domain.command.Command;
import dev.godwit.orchestrator.domain.command.Command.DecideMerges;
import dev.godwit.orchestrator.domain.command.Command.UndoDecision;
import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.decide.Decision.Rejection;

/**
 * Finds the flaws that all commands about decisions can have. A flaw names the field, never a value
 * of the customer's data: it is kept for ever in an event. Stateless and thread-safe.
 */
final class DecisionFlaws {
  private static final String SEND_AGAIN = "Correct %s and send the command again with a new id.";

  private DecisionFlaws() {}

  static Rejection undo(UndoDecision undo) {
    Rejection flaw = unexplained(undo);
    return flaw == null && undo.number() < 1
        ? of("number", "the number of a decision, at least 1", String.valueOf(undo.number()))
        : flaw;
  }

  /** Whether the author gives no reason: a decision has to be understood years later. */
  static Rejection unexplained(Command command) {
    return command.why().isBlank() ? of("why", "the reason of the decision", "nothing") : null;
  }

  /**
   * The flaw of what a command of decisions has beside its decisions; null where there is none.
   *
   * @param list name of the field that lists them
   */
  static Rejection frame(Command command, int seen, String list, int size) {
    Rejection flaw = unexplained(command);
    if (flaw == null && seen < DecideMerges.ANY) {
      flaw =
          of(
              "seen",
              "the number of the last decision that you saw, 0 for none, or -1 for any",
              String.valueOf(seen));
    }
    if (flaw == null && size == 0) {
      flaw = of(list, "at least one", "none");
    }
    return flaw;
  }

  /** A name of a pack or of a catalogue, which an event may repeat. */
  static Rejection name(String field, String expected, String text) {
    return text == null || text.isBlank()
        ? of(field, expected, "nothing")
        : CommandValidation.text(field, text, EventText.NAME);
  }

  /** The name of an entity whose rows are in a snapshot, as a pack writes it. */
  static Rejection entity(String field, String name) {
    if (name == null || name.isEmpty()) {
      return of(field, "the name of an entity, such as contacts", "nothing");
    }
    if (!Entity.isName(name) || Entity.valueOf(name).equals(Entity.LIVE)) {
      return of(
          field,
          "the name of an entity, such as contacts, or one that the pack declares",
          "a text that is no such name");
    }
    return name.equals(Entity.valueOf(name).text())
        ? null
        : of(field, "the name of an entity in small letters", "one with capitals");
  }

  /** An id of a row, as the source has it. */
  static Rejection id(String field, String id) {
    if (id == null || id.isEmpty()) {
      return of(field, "an id in the source", "nothing");
    }
    return id.length() <= EventText.NAME && EventText.isText(id)
        ? null
        : of(
            field,
            "an id in the source, at most %d characters without control characters"
                .formatted(EventText.NAME),
            "%d characters".formatted(id.length()));
  }

  /** A value of a field: any text that can be written as such. */
  static Rejection value(String field, String value) {
    return value == null
            || value
                .codePoints()
                .noneMatch(
                    point ->
                        point == 0
                            || (point >= Character.MIN_SURROGATE
                                && point <= Character.MAX_SURROGATE))
        ? null
        : of(field, "text", "a text with the character 0 or a broken one");
  }

  static Rejection of(String field, String expected, String found) {
    return new Rejection(field + ": " + expected, found, SEND_AGAIN.formatted(field));
  }
}
