package dev.godwit.orchestrator.domain.event;

/**
 * After the commit a cut showed a difference, or a stage failed; somebody has to look.
 *
 * @param cut number of the cut
 * @param reason what differs, without content
 * @param action what to do
 */
public record AlarmRaised(int cut, String reason, String action) implements Event {}
