package dev.godwit.local.chaos.fault;

import dev.godwit.local.stack.Part;
import dev.godwit.local.stack.Stack;
import dev.godwit.local.stack.StackSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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
            settings.withDir(settings.dir().resolve("second")).withPort(part.port(), freePort()));
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

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("Looking for a free port", e);
    }
  }

  @Override
  public String toString() {
    return "SIGSTOP " + part.label() + " " + when() + ", replaced, continued";
  }
}
