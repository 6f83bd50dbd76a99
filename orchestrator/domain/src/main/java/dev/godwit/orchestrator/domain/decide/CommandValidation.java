package dev.godwit.orchestrator.domain.decide;

import dev.godwit.orchestrator.domain.command.Command;
import dev.godwit.orchestrator.domain.command.Command.ApproveMigration;
import dev.godwit.orchestrator.domain.command.Command.DecideFix;
import dev.godwit.orchestrator.domain.command.Command.DecideMerges;
import dev.godwit.orchestrator.domain.command.Command.RedriveQuarantine;
import dev.godwit.orchestrator.domain.command.Command.RehearseMigration;
import dev.godwit.orchestrator.domain.command.Command.RepairMigration;
import dev.godwit.orchestrator.domain.command.Command.ReplayStage;
import dev.godwit.orchestrator.domain.command.Command.ResumeReplay;
import dev.godwit.orchestrator.domain.command.Command.StartMigration;
import dev.godwit.orchestrator.domain.command.Command.UndoDecision;
import dev.godwit.orchestrator.domain.command.Command.WaiveFindings;
import dev.godwit.orchestrator.domain.common.Waiver;
import dev.godwit.orchestrator.domain.decide.Decision.Rejection;
import dev.godwit.orchestrator.domain.state.Programme;
import java.util.List;

/**
 * Finds the first flaw of a command: no author, a customer that cannot be one, or a text that no
 * event may hold. Called before anything else is decided. Stateless and thread-safe.
 */
final class CommandValidation {
  /** The clock's ids hold a customer's id, and which tick it is. */
  private static final int LONGEST_ID = EventText.NAME + 32;

  private static final int LONGEST_REASON = 2_000;
  private static final String SEND_AGAIN = "Correct %s and send the command again with a new id.";

  private CommandValidation() {}

  /** The first flaw; null where there is none. */
  static Rejection of(Command command) {
    Rejection flaw = id(command.commandId());
    if (flaw == null && command.by().isBlank()) {
      flaw =
          new Rejection(
              "by: the author of the command",
              "nothing",
              "Fill in by and send the command again with a new id.");
    }
    if (flaw == null) {
      flaw = text("by", command.by(), EventText.NAME);
    }
    if (flaw == null) {
      flaw = customer(command.customer());
    }
    if (flaw == null) {
      flaw = why("why", command.why());
    }
    return flaw != null ? flaw : more(command);
  }

  /**
   * Whether the text can be the id of a command; it may be null or empty, as where none is given.
   */
  static boolean isId(String text) {
    return id(text) == null;
  }

  static boolean isCustomer(String text) {
    return text != null
        && !text.isBlank()
        && !text.equals(Programme.ID)
        && text.length() <= EventText.NAME
        && text.indexOf('/') < 0
        && EventText.isText(text);
  }

  private static Rejection id(String commandId) {
    return commandId == null ? null : text("commandId", commandId, LONGEST_ID);
  }

  private static Rejection customer(String customer) {
    if (customer.equals(Programme.ID) || isCustomer(customer)) {
      return null;
    }
    return new Rejection(
        "customer: an id of 1 to %d characters without / and without control characters"
            .formatted(EventText.NAME),
        customer.isBlank() ? "nothing" : "an id of " + customer.length() + " characters",
        "Name the customer as the source does.");
  }

  private static Rejection more(Command command) {
    return switch (command) {
      case RehearseMigration rehearse -> {
        Rejection flaw = text("sourcePack", rehearse.sourcePack(), EventText.NAME);
        if (flaw == null) {
          flaw = text("targetPack", rehearse.targetPack(), EventText.NAME);
        }
        yield flaw != null ? flaw : account(rehearse.account());
      }
      case StartMigration start -> account(start.account());
      case ApproveMigration approve -> waivers(approve.waivers());
      case WaiveFindings waive -> waivers(waive.waivers());
      case ReplayStage replay -> ReplayValidation.of(replay);
      case RedriveQuarantine redrive -> ReplayValidation.of(redrive);
      case DecideMerges merges -> MergeDecisionValidation.of(merges);
      case DecideFix fix -> FixValidation.of(fix);
      case UndoDecision undo -> DecisionFlaws.undo(undo);
      case RepairMigration repair -> ReplayValidation.rate(repair.rate());
      case ResumeReplay resume -> ReplayValidation.rate(resume.rate());
      default -> null;
    };
  }

  private static Rejection account(String account) {
    if (account == null) {
      return null;
    }
    if (account.isBlank()) {
      return new Rejection(
          "account: the customer's account in the target",
          "nothing",
          "Name the account, or leave account out.");
    }
    return text("account", account, EventText.NAME);
  }

  private static Rejection waivers(List<Waiver> waivers) {
    for (int i = 0; i < waivers.size(); i++) {
      String path = "waivers[" + i + "].";
      Rejection flaw = text(path + "reason", waivers.get(i).reason(), EventText.NAME);
      if (flaw == null) {
        flaw = why(path + "why", waivers.get(i).why());
      }
      if (flaw != null) {
        return flaw;
      }
    }
    return null;
  }

  /** A reason may have lines and columns. */
  private static Rejection why(String field, String text) {
    return text(field, text.replace('\n', ' ').replace('\t', ' '), LONGEST_REASON);
  }

  static Rejection text(String field, String text, int most) {
    if (text.length() > most) {
      return new Rejection(
          "%s: at most %d characters".formatted(field, most),
          text.length() + " characters",
          SEND_AGAIN.formatted(field));
    }
    if (!EventText.isText(text)) {
      return new Rejection(
          "%s: text without control characters".formatted(field),
          "%d characters with a control character or a broken one at character %d"
              .formatted(text.length(), firstBad(text)),
          SEND_AGAIN.formatted(field));
    }
    return null;
  }

  private static int firstBad(String text) {
    String clean = EventText.of(text, text.length());
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != clean.charAt(i)) {
        return i + 1;
      }
    }
    return text.length();
  }
}
