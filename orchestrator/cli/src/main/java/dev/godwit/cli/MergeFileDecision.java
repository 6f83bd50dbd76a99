package dev.godwit.cli;

import dev.godwit.api.CommandAnswer;
import dev.godwit.api.MergeGroupAnswer;
import dev.godwit.api.Problem;
import dev.godwit.api.text.Figures;
import dev.godwit.cli.client.OrchestratorClient;
import dev.godwit.cli.merges.DecideMergesCommands;
import dev.godwit.cli.merges.DecideMergesCommands.DecideMerges;
import dev.godwit.cli.merges.Flaws;
import dev.godwit.cli.merges.MergeSheet;
import dev.godwit.cli.merges.SheetCheck;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Decides about merge groups by a file: checks all of it, then publishes its decisions as one
 * command, or as several where there are many, each when the one before was accepted. Sending a
 * file again continues behind what was accepted. Not thread-safe.
 */
final class MergeFileDecision {
  private static final int MOST_FLAWS = 20;

  private final OrchestratorCommand command;
  private final String customer;
  private final Flaws flaws = new Flaws();
  private final MergeSheet sheet;
  private final SheetCheck.Checked checked;

  /**
   * Checks a file.
   *
   * @param command the command that prints the answers
   * @param text the file's text
   * @param now every group of the last planned run
   */
  MergeFileDecision(
      OrchestratorCommand command, String customer, String text, List<MergeGroupAnswer> now) {
    this.command = command;
    this.customer = customer;
    this.sheet = MergeSheet.read(text, flaws);
    this.checked = SheetCheck.check(customer, sheet, now, flaws);
  }

  /**
   * Text of a file.
   *
   * @throws ParameterException where it cannot be read, or is not in UTF-8
   */
  static String text(Path file, CommandLine line) {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new ParameterException(
          line,
          "Expected %s to be text in UTF-8, but it is not; save it as CSV UTF-8.".formatted(file),
          e);
    } catch (IOException e) {
      throw new ParameterException(
          line,
          "Expected --csv to name a file that can be read, but %s cannot: %s"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /** True where the whole file is right. */
  boolean isRight() {
    return flaws.isEmpty();
  }

  /** Prints the flaws; the exit code. */
  int refuse(Path file) {
    List<Flaws.Flaw> all = flaws.all();
    if (command.json) {
      command.writeJson(
          Map.of("error", "The file is not right; nothing was decided.", "flaws", all));
      return ExitCodes.USAGE;
    }
    command.err().println("%s is not right; nothing was decided:".formatted(file));
    all.stream().limit(MOST_FLAWS).forEach(f -> command.err().println("  " + f.sentence()));
    if (all.size() > MOST_FLAWS) {
      command.err().println("  and %,d more".formatted(all.size() - MOST_FLAWS));
    }
    command.err().flush();
    return ExitCodes.USAGE;
  }

  /** Prints what would be decided; the exit code. */
  int preview() {
    if (command.json) {
      command.writeJson(counts());
    } else {
      command.out().println("The file is right. " + sentence() + " Nothing was sent.");
    }
    return ExitCodes.OK;
  }

  /** Publishes the decisions; the exit code. */
  int publish(OrchestratorClient client, String by, String why, Duration timeout)
      throws InterruptedException {
    List<DecideMerges> commands =
        DecideMergesCommands.of(customer, by, why, sheet.seen(), checked.decisions());
    List<CommandAnswer> answers = new ArrayList<>();
    for (DecideMerges one : commands) {
      client.send(one.fields());
      CommandAnswer answer = client.await(one.id(), timeout);
      answers.add(answer);
      if (answer.state() != CommandAnswer.State.ACCEPTED) {
        return stopped(commands, answers);
      }
      if (!command.json) {
        command.out().println("Accepted: " + answer.text());
      }
    }
    if (command.json) {
      Map<String, Object> fields = counts();
      fields.put("commands", answers);
      command.writeJson(fields);
    } else {
      command
          .out()
          .println(
              sentence()
                  + " They hold from the next run on: godwit rehearse %s.".formatted(customer));
    }
    return ExitCodes.OK;
  }

  /** The last command was not accepted: says which groups are decided and which are not. */
  private int stopped(List<DecideMerges> commands, List<CommandAnswer> answers) {
    CommandAnswer last = answers.getLast();
    boolean rejected = last.state() == CommandAnswer.State.REJECTED;
    int accepted =
        commands.subList(0, answers.size() - 1).stream().mapToInt(c -> c.groups().size()).sum();
    int firstLine = commands.get(answers.size() - 1).groups().getFirst().line();
    if (command.json) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("decided", accepted);
      fields.put("notDecidedFromLine", firstLine);
      fields.put("commands", answers);
      command.writeJson(fields);
      return rejected ? ExitCodes.REJECTED : ExitCodes.UNANSWERED;
    }
    Problem problem =
        rejected
            ? last.problem()
            : new Problem(
                "an answer to command " + last.commandId(),
                "none in time",
                "Send the same file again: what was accepted is not decided twice.");
    command
        .err()
        .println(
            accepted == 0
                ? (rejected ? "Rejected: nothing was decided." : "Published, but not answered yet.")
                : "%s decided; the groups from line %d on are not%s:"
                    .formatted(
                        groups(accepted), firstLine, rejected ? "" : " known to be decided"));
    command.err().print(problem.text());
    command.err().flush();
    return rejected ? ExitCodes.REJECTED : ExitCodes.UNANSWERED;
  }

  private Map<String, Object> counts() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("decided", checked.decisions().size());
    fields.put("already", checked.already());
    fields.put("open", checked.open());
    return fields;
  }

  private String sentence() {
    return "%s with a decision, %s decided so already, %s without one."
        .formatted(
            groups(checked.decisions().size()),
            Figures.count(checked.already()),
            Figures.count(checked.open()));
  }

  private static String groups(int number) {
    return number == 1 ? "1 group" : Figures.count(number) + " groups";
  }
}
