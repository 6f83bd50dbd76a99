package dev.godwit.cli;

import java.util.List;
import picocli.CommandLine;

/** All commands that speak to the orchestrator, to be mounted on a root command. */
public final class Commands {
  private Commands() {}

  /** New instances, in the order in which help should list them. */
  public static List<Object> all() {
    return List.of(
        new MigrationCommands.RehearseMigration(),
        new RehearsalCommand(),
        new MigrationCommands.ApproveMigration(),
        new MigrationCommands.StartMigration(),
        new WatchCommand(),
        new WhyCommand(),
        new EventsCommand(),
        new ReportCommand(),
        new LagCommand(),
        new QuarantineCommand(),
        new MergesCommand(),
        new FixesCommand(),
        new DecisionsCommand(),
        new AuditCommand(),
        new MigrationsCommand(),
        new MigrationCommands.PauseMigration(),
        new MigrationCommands.ResumeMigration(),
        new ReplayCommand(),
        new RepairCommand(),
        new MigrationCommands.RollBackMigration(),
        new MigrationCommands.WaiveFindings(),
        new MigrationCommands.TakeCut(),
        new MigrationCommands.CancelMigration(),
        new ForgetCommand(),
        new MigrationCommands.Programme(),
        new LoginCommand(),
        new ViewCommand(),
        new RebuildCommand());
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
