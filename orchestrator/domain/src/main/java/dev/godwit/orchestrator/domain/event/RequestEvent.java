package dev.godwit.orchestrator.domain.event;

import dev.godwit.orchestrator.domain.common.Waiver;
import java.util.List;

/** Requests and decisions of people, and commands and reports that were rejected. */
public sealed interface RequestEvent extends Event {
  /**
   * The move of a customer was requested.
   *
   * @param customer the customer's id in the source
   * @param sourcePack name of the source pack
   * @param targetPack name of the target pack
   * @param why the reason that its author gave
   */
  record MigrationRequested(String customer, String sourcePack, String targetPack, String why)
      implements RequestEvent {}

  /**
   * The live run was allowed.
   *
   * @param waivers what was waived with the approval
   * @param why the reason that its author gave
   * @param uncovered findings that the waivers do not cover, one sentence each; its author approved
   *     anyway
   */
  record MigrationApproved(List<Waiver> waivers, String why, List<String> uncovered)
      implements RequestEvent {
    public MigrationApproved {
      waivers = List.copyOf(waivers);
      uncovered = List.copyOf(uncovered);
    }

    /** An approval that covers every finding. */
    public MigrationApproved(List<Waiver> waivers, String why) {
      this(waivers, why, List.of());
    }
  }

  /**
   * Quarantined records were waived.
   *
   * @param waivers what was waived
   * @param why the reason that its author gave
   */
  record FindingsWaived(List<Waiver> waivers, String why) implements RequestEvent {
    public FindingsWaived {
      waivers = List.copyOf(waivers);
    }
  }

  /**
   * No new step or chunk is begun until resumed.
   *
   * @param why the reason that its author gave
   */
  record MigrationPaused(String why) implements RequestEvent {}

  /**
   * Steps go on from where they were.
   *
   * @param why the reason that its author gave
   */
  record MigrationResumed(String why) implements RequestEvent {}

  /**
   * Ended before anything was frozen.
   *
   * @param why the reason that its author gave
   */
  record MigrationCancelled(String why) implements RequestEvent {}

  /**
   * No migration begins a new step until resumed.
   *
   * @param why the reason that its author gave
   */
  record ProgrammePaused(String why) implements RequestEvent {}

  /**
   * Migrations go on from where they were.
   *
   * @param why the reason that its author gave
   */
  record ProgrammeResumed(String why) implements RequestEvent {}

  /**
   * A command was refused; nothing else changed.
   *
   * @param commandId id of the command, or topic, partition and offset where it has none
   * @param command name of the command, or unreadable
   * @param expected what was expected
   * @param found what was found
   * @param action what to do
   * @param claimed the identity that the command named without proof, where that is another than
   *     its author; else empty
   */
  record CommandRejected(
      String commandId,
      String command,
      String expected,
      String found,
      String action,
      String claimed)
      implements RequestEvent {
    /** Of an author whom the command proves. */
    public CommandRejected(
        String commandId, String command, String expected, String found, String action) {
      this(commandId, command, expected, found, action, "");
    }
  }

  /**
   * A report could not be read, or answers no task; nothing else changed.
   *
   * @param reportId topic, partition and offset of the report, or its id
   * @param expected what was expected
   * @param found what was found
   * @param action what to do
   */
  record ReportRejected(String reportId, String expected, String found, String action)
      implements RequestEvent {}
}
