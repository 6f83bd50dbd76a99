package dev.godwit.cli;

import java.util.List;
import picocli.CommandLine;

/** All commands that speak to the orchestrator, to be mounted on a root command. */
public final class Commands {
  private Commands() {}

  /** New instances, in the order in which help should list them. */
  public static List<Object> all() {
    return List.of(
        new RehearseCommand(),
        new ApproveCommand(),
        new StartCommand(),
        new WatchCommand(),
        new EventsCommand(),
        new ReportCommand(),
        new LagCommand(),
        new QuarantineCommand(),
        new MigrationsCommand(),
        new PauseCommand(),
        new ResumeCommand(),
        new RollbackCommand(),
        new WaiveCommand(),
        new CutCommand(),
        new CancelCommand(),
        new ProgrammeCommand(),
        new ViewCommand());
  }

  /**
   * Mounts them.
   *
   * @param root the root command
   * @return the same root
   */
  public static CommandLine mountOn(CommandLine root) {
    all().forEach(root::addSubcommand);
    return root;
  }
}
