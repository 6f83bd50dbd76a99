package dev.godwit.it;

import dev.godwit.local.stack.Port;
import dev.godwit.local.stack.StackSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Ports that stay free while a killed process is down: below those that the operating system gives
 * to outgoing connections.
 */
final class FreePorts {
  private static final int FIRST = 21_000;
  private static final int LAST = 32_000;

  private FreePorts() {}

  /** The settings on ports that are free at this moment. */
  static StackSettings of(StackSettings settings) {
    StackSettings chosen = settings;
    int next = FIRST + (int) (ProcessHandle.current().pid() % 500) * 20;
    for (Port port : Port.values()) {
      while (!isFree(next)) {
        next = next >= LAST ? FIRST : next + 1;
      }
      chosen = chosen.withPort(port, next);
      next++;
    }
    return chosen;
  }

  /** Whether a process could listen on it now. */
  static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
