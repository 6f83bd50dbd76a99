package dev.godwit.orchestrator.domain.command;

import dev.godwit.orchestrator.domain.common.Waiver;
import java.util.List;

/**
 * Allow the live run after a passed rehearsal.
 *
 * @param commandId UUID chosen by the sender; the same id twice is answered once. Where null,
 *     topic, partition and offset stand for it
 * @param customer the customer's id in the old system; * for a command about the whole programme
 * @param by who asks
 * @param why why, for whoever reads the history
 * @param waivers findings that may stay behind
 * @param waiveFindings waive every finding of the rehearsal, up to its count
 */
public record ApproveMigration(
    String commandId,
    String customer,
    String by,
    String why,
    List<Waiver> waivers,
    boolean waiveFindings)
    implements Command {
  public ApproveMigration {
    waivers = List.copyOf(waivers);
  }
}
