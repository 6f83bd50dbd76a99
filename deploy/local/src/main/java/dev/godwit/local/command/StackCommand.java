package dev.godwit.local.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.godwit.cli.LoginCommand;
import dev.godwit.local.stack.Part;
import dev.godwit.local.stack.Port;
import dev.godwit.local.stack.PrometheusServer;
import dev.godwit.local.stack.Stack;
import dev.godwit.local.stack.StackException;
import dev.godwit.local.stack.StackIdentities;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The commands for the stack's processes: {@link Up}, {@link Down} and {@link Status}. */
public abstract sealed class StackCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StackOptions options;

  @Option(names = "--json", description = "Print only the state of every part, as JSON.")
  private boolean json;

  @Override
  public final Integer call() {
    Stack stack = new Stack(options.settings());
    int exitCode = run(stack);
    if (json) {
      printJson(stack);
    }
    return exitCode;
  }

  /** Does the work, and prints lines for people by {@link #say}. */
  abstract int run(Stack stack);

  /** Prints a line for people, if any are to be printed. */
  final void say(String line) {
    if (!json) {
      out().println(line);
      out().flush();
    }
  }

  /** The parts of these names; all where the list is null. */
  private static Set<Part> parts(List<String> names) {
    return names == null
        ? EnumSet.allOf(Part.class)
        : names.stream()
            .map(Part::named)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Part.class)));
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Starts parts of the stack. */
  @Command(
      name = "up",
      mixinStandardHelpOptions = true,
      description = "Start the local stack: PostgreSQL, broker, schema registry and the services.",
      footer = {
        "",
        "A part that is running already is left alone, so a second up changes nothing.",
        "Examples:",
        "  godwit up",
        "  godwit up --only postgres,broker,registry",
        "  godwit up --observability",
        "  godwit up --dir /tmp/mine --port postgres=25432 --port broker=29092",
        "Exit codes: 0 all is running, 1 a part could not be started, 2 wrong usage."
      })
  public static final class Up extends StackCommand {
    @Option(
        names = "--only",
        split = ",",
        paramLabel = "PART",
        description = "Start only these parts, such as postgres,broker,registry.")
    private List<String> only;

    @Option(
        names = "--observability",
        description = "Also start Prometheus with Godwit's alerts, where it is installed.")
    private boolean observability;

    @Override
    int run(Stack stack) {
      Set<Part> started = stack.start(parts(only), this::say);
      say(started.isEmpty() ? "Everything was running already." : "Started.");
      printTable(stack);
      if (stack.isReady(Part.ORCHESTRATOR)) {
        say("Pages: " + LoginCommand.link(StackIdentities.client(stack.settings()), "/"));
        say(
            "(The link logs your browser in, once, within 5 minutes; godwit login prints another.)");
      }
      if (observability) {
        say(new PrometheusServer(stack.settings()).start());
      }
      return ExitCode.OK;
    }
  }

  /** Stops all parts of the stack. */
  @Command(
      name = "down",
      mixinStandardHelpOptions = true,
      description = "Stop every process of the local stack; its data stays.",
      footer = {
        "",
        "Examples:",
        "  godwit down",
        "  godwit down --only loader",
        "Exit codes: 0 no process of the stack, or none of those parts, is running, 1 one still is."
      })
  public static final class Down extends StackCommand {
    @Option(
        names = "--only",
        split = ",",
        paramLabel = "PART",
        description = "Stop only these parts, such as loader.")
    private List<String> only;

    @Option(names = "--forget", description = "Also delete its data and logs.")
    private boolean forget;

    @Override
    int run(Stack stack) {
      if (only != null && forget) {
        throw new StackException(
            "Expected either --only or --forget, but found both. Leave one out: data belongs to the"
                + " whole stack.");
      }
      if (only != null) {
        stack.stop(parts(only), this::say);
        printTable(stack);
        return ExitCode.OK;
      }
      new PrometheusServer(stack.settings()).stop();
      stack.stop(this::say);
      int left = stack.processCount();
      if (left > 0) {
        throw new StackException(
            "Expected no process of the stack, but found "
                + left
                + " still running. See ./godwit status.");
      }
      if (forget) {
        stack.deleteData();
      }
      say(
          "Stopped. The data in %s %s."
              .formatted(stack.settings().dir(), forget ? "is deleted" : "stays"));
      return ExitCode.OK;
    }
  }

  /** Shows the state of every part of the stack. */
  @Command(
      name = "status",
      mixinStandardHelpOptions = true,
      description =
          "Show which parts of the local stack are running, their addresses and logs, and the"
              + " migrations that are on, held, stuck or under an alarm.",
      footer = {"", "Exit codes: 0 every part is running and ready, 1 one is not."})
  public static final class Status extends StackCommand {
    @Override
    int run(Stack stack) {
      printTable(stack);
      if (stack.isReady(Part.ORCHESTRATOR)) {
        OpenMigrations.lines(StackIdentities.client(stack.settings())).forEach(this::say);
      }
      boolean ready = Arrays.stream(Part.values()).allMatch(stack::isReady);
      return ready ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  final void printTable(Stack stack) {
    say("%-13s %-9s %8s  %s".formatted("PART", "STATE", "PID", "ADDRESS"));
    for (Part part : Part.values()) {
      long pid = stack.pid(part);
      say(
          "%-13s %-9s %8s  %s"
              .formatted(
                  part.label(), state(stack, part), pid < 0 ? "-" : pid, address(stack, part)));
    }
    say("Logs: " + stack.log(Part.POSTGRES).getParent());
  }

  private void printJson(Stack stack) {
    ArrayNode parts = new ObjectMapper().createArrayNode();
    for (Part part : Part.values()) {
      parts
          .addObject()
          .put("part", part.label())
          .put("state", state(stack, part))
          .put("pid", stack.pid(part))
          .put("where", address(stack, part))
          .put("log", stack.log(part).toString());
    }
    out().println(parts.toPrettyString());
    out().flush();
  }

  private static String state(Stack stack, Part part) {
    if (!stack.isRunning(part)) {
      return "down";
    }
    return stack.isReady(part) ? "ready" : "not ready";
  }

  private static String address(Stack stack, Part part) {
    String address = "127.0.0.1:" + stack.settings().port(part.port());
    return switch (part.port()) {
      case Port.POSTGRES ->
          "postgresql://" + address + " (databases legacy, crm, godwit; user postgres)";
      case Port.BROKER -> address;
      default -> stack.settings().http().replace("127.0.0.1:", "") + address;
    };
  }
}
