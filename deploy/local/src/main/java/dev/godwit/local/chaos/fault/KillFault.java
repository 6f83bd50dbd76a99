package dev.godwit.local.chaos.fault;

import dev.godwit.local.stack.Part;
import java.util.EnumSet;

/** A part is killed, as {@code kill -9} does, and started again at once. */
public final class KillFault extends TimedFault {
  private final Part part;

  public KillFault(Part part, Trigger trigger) {
    super(trigger);
    this.part = part;
  }

  @Override
  void disturb(Disturbed disturbed) {
    disturbed.keepDown(part);
    disturbed.stack().kill(part);
  }

  @Override
  void mend(Disturbed disturbed) {
    disturbed.stack().start(EnumSet.of(part), line -> {});
    disturbed.release(part);
  }

  @Override
  public String toString() {
    return "kill -9 " + part.label() + " " + when();
  }
}
