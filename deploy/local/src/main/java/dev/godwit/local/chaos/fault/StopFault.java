package dev.godwit.local.chaos.fault;

import dev.godwit.local.stack.Part;
import dev.godwit.local.stack.StackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * A process is stopped by SIGSTOP until the others hold it for dead, and then continues: it must
 * notice that it is fenced.
 */
public final class StopFault extends TimedFault {
  private static final Duration LONGEST = Duration.ofSeconds(40);

  private final Part part;
  private final Duration silence;
  private long pid;

  /**
   * @param silence longer than the time-outs of sessions and transactions of the part
   */
  public StopFault(Part part, Duration silence, Trigger trigger) {
    super(trigger);
    this.part = part;
    this.silence = silence;
  }

  @Override
  void disturb(Disturbed disturbed) {
    pid = disturbed.stack().pid(part);
    signal("-STOP", pid);
    long begun = System.nanoTime();
    // No condition shows that every time-out has passed; the run does not end meanwhile.
    disturbed.await(LONGEST, () -> System.nanoTime() - begun > silence.toNanos());
  }

  @Override
  void mend(Disturbed disturbed) {
    signal("-CONT", pid);
  }

  static void signal(String name, long pid) {
    try {
      Process kill = new ProcessBuilder("kill", name, Long.toString(pid)).start();
      if (kill.waitFor() != 0) {
        throw new StackException(
            "Expected kill %s %d to work, but found that it did not. Look whether the process runs."
                .formatted(name, pid));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Running kill " + name + " " + pid, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return "SIGSTOP " + part.label() + " for " + silence.toSeconds() + " s " + when();
  }
}
