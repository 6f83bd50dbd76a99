package dev.godwit.local.chaos.fault;

import java.time.Duration;

/**
 * A column of the target goes away, so that the load fails and the run is held; it comes back, and
 * the case resumes the run.
 */
public final class HoldFault extends TimedFault {
  private static final Duration LONGEST = Duration.ofMinutes(1);

  public HoldFault(Trigger trigger) {
    super(trigger);
  }

  @Override
  void disturb(Disturbed disturbed) {
    disturbed.target().execute("alter table crm.engagement rename column agent to agent_away");
    disturbed.await(
        LONGEST, () -> disturbed.events("RunHeld") > 0 || disturbed.events("RollbackStarted") > 0);
  }

  @Override
  void mend(Disturbed disturbed) {
    disturbed.target().execute("alter table crm.engagement rename column agent_away to agent");
  }

  @Override
  public String toString() {
    return "a column of the target away " + when();
  }
}
