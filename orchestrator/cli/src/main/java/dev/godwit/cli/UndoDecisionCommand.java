package dev.godwit.cli;

import dev.godwit.api.DecisionAnswer;
import dev.godwit.api.DecisionAnswer.Kind;
import dev.godwit.cli.client.OrchestratorClient;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Takes a decision of a kind back. */
abstract class UndoDecisionCommand extends PublishCommand {
  @Parameters(
      index = "0",
      paramLabel = "CUSTOMER",
      description = "The customer's id in the source.")
  String customer;

  @Parameters(
      index = "1",
      paramLabel = "NUMBER",
      description = "Number of the decision, as godwit decisions shows it.")
  int number;

  private final Kind kind;

  UndoDecisionCommand(Kind kind) {
    this.kind = kind;
  }

  /** Takes a decision about merges back. */
  @Command(
      name = "undo",
      description =
          "Take a decision about merges back: later runs are as if it had not been made. Until the commit.",
      footerHeading = "%nExamples:%n",
      footer = {"  godwit merges undo acme 3 --by ann --why \"not the same person after all\""})
  static final class OfMerges extends UndoDecisionCommand {
    OfMerges() {
      super(Kind.MERGES);
    }
  }

  /** Takes a decision about fixes back. */
  @Command(
      name = "undo",
      description =
          "Take a decision about fixes back: later runs are as if it had not been made, and so are records that are redriven.",
      footerHeading = "%nExamples:%n",
      footer = {"  godwit fixes undo acme 4 --by ann --why \"the column is wider now\""})
  static final class OfFixes extends UndoDecisionCommand {
    OfFixes() {
      super(Kind.FIX);
    }
  }

  @Override
  final String command() {
    return "UndoDecision";
  }

  @Override
  final String subject() {
    return customer;
  }

  @Override
  final void complete(Map<String, Object> fields) {
    fields.put("number", number);
  }

  /** The number of a decision of another kind is a slip: what it decides is lost by the undo. */
  @Override
  protected final int run(OrchestratorClient client) throws InterruptedException {
    for (DecisionAnswer one : client.decisions(customer)) {
      if (one.number() == number && one.kind() != kind) {
        throw new ParameterException(
            spec.commandLine(),
            "expected the number of a decision about %s, but %s %s; undo it with godwit %s undo %s %d"
                .formatted(word(kind), one.by(), one.text(), word(one.kind()), customer, number));
      }
    }
    return super.run(client);
  }

  private static String word(Kind kind) {
    return switch (kind) {
      case MERGES -> "merges";
      case FIX -> "fixes";
    };
  }
}
