package dev.godwit.local.chaos.fault;

import dev.godwit.local.stack.Part;
import java.time.Duration;
import java.util.EnumSet;

/**
 * A part is stopped, and started again when the run waits for it: a stage has said so, or no event
 * has come for a while.
 */
public final class OutageFault extends TimedFault {
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final Part part;

  public OutageFault(Part part, Trigger trigger) {
    super(trigger);
    this.part = part;
  }

  @Override
  void disturb(Disturbed disturbed) {
    disturbed.keepDown(part);
    disturbed.stack().stop(EnumSet.of(part), line -> {});
    disturbed.await(LONGEST, new Standstill(disturbed));
  }

  @Override
  void mend(Disturbed disturbed) {
    disturbed.stack().start(EnumSet.of(part), line -> {});
    disturbed.release(part);
  }

  @Override
  public String toString() {
    return part.label() + " down " + when();
  }
}
