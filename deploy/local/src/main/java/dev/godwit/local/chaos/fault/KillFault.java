package dev.godwit.local.chaos.fault;

import dev.godwit.local.stack.Part;

/** A part is killed, as {@code kill -9} does. The supervisor starts it again at once. */
public final class KillFault extends TimedFault {
  private final Part part;

  public KillFault(Part part, Trigger trigger) {
    super(trigger);
    this.part = part;
  }

  @Override
  void disturb(Disturbed disturbed) {
    disturbed.stack().kill(part);
  }

  @Override
  void mend(Disturbed disturbed) {
    // The supervisor does.
  }

  @Override
  public String toString() {
    return "kill -9 " + part.label() + " " + when();
  }
}
