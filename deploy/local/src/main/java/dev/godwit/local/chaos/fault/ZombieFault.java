package dev.godwit.local.chaos.fault;

import dev.godwit.local.stack.FreePorts;
import dev.godwit.local.stack.Part;
import dev.godwit.local.stack.Stack;
import dev.godwit.local.stack.StackSettings;
import java.time.Duration;
import java.util.EnumSet;

/**
 * A service is stopped by SIGSTOP in the middle of its work, a second one takes over, and then the
 * first one continues: what it had begun must be fenced. Both work until the run ends.
 */
public final class ZombieFault extends TimedFault {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final Part part;
  private long pid;
  private Stack second;

  public ZombieFault(Part part, Trigger trigger) {
    super(trigger);
    this.part = part;
  }

  @Override
  void disturb(Disturbed disturbed) {
    pid = disturbed.stack().pid(part);
    StopFault.signal("-STOP", pid);
    StackSettings settings = disturbed.stack().settings();
    second =
        new Stack(
            settings
                .withDir(settings.dir().resolve("second"))
                .withPort(part.port(), FreePorts.next()));
    second.start(EnumSet.of(part), line -> {});
    int before = disturbed.events("*");
    disturbed.await(LONGEST, () -> disturbed.events("*") > before + 1);
  }

  @Override
  void mend(Disturbed disturbed) {
    StopFault.signal("-CONT", pid);
  }

  @Override
  void cleanUp() {
    if (second != null) {
      second.stop(EnumSet.of(part), line -> {});
    }
  }

  @Override
  public String toString() {
    return "SIGSTOP " + part.label() + " " + when() + ", replaced, continued";
  }
}
