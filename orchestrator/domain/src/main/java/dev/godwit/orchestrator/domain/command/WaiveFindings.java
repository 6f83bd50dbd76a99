package dev.godwit.orchestrator.domain.command;

import dev.godwit.orchestrator.domain.common.Waiver;
import java.util.List;

/**
 * Waive quarantined records of a held run.
 *
 * @param commandId UUID chosen by the sender; the same id twice is answered once. Where null,
 *     topic, partition and offset stand for it
 * @param customer the customer's id in the old system; * for a command about the whole programme
 * @param by who asks
 * @param why why, for whoever reads the history
 * @param waivers findings that may stay behind
 */
public record WaiveFindings(
    String commandId, String customer, String by, String why, List<Waiver> waivers)
    implements Command {
  public WaiveFindings {
    waivers = List.copyOf(waivers);
  }
}
