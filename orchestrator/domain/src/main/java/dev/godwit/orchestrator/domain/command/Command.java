package dev.godwit.orchestrator.domain.command;

/**
 * What people and services ask for. Component names are those of the schema, {@code
 * dev.godwit.command.v1}.
 */
public sealed interface Command
    permits ApproveMigration,
        CancelMigration,
        PauseMigration,
        PauseProgramme,
        RehearseMigration,
        ResumeMigration,
        ResumeProgramme,
        RollBackMigration,
        StartMigration,
        TakeCut,
        WaiveFindings {
  /** Id chosen by the sender, or the position of the command where the sender gave none. */
  String commandId();

  /** The customer's id in the old system; {@code *} for the whole programme. */
  String customer();

  /** Who asks; never blank once it was read. */
  String by();

  /** Why, for whoever reads the history; may be empty. */
  String why();

  /** Name of the command as people write it. */
  default String name() {
    return getClass().getSimpleName();
  }
}
