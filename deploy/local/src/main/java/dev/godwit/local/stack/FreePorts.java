package dev.godwit.local.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports of 127.0.0.1 that stay free while a killed process is down: below those that operating
 * systems give to outgoing connections (Linux from 32768, others from 49152). A process chooses
 * none twice until all are used. Thread-safe.
 */
public final class FreePorts {
  private static final int FIRST = 21_000;
  private static final int COUNT = 11_000;
  private static final int STARTS = 500;
  private static final AtomicInteger CHOSEN =
      new AtomicInteger((int) (ProcessHandle.current().pid() % STARTS) * (COUNT / STARTS));

  private FreePorts() {}

  /**
   * A port that is free now.
   *
   * @throws StackException where all are taken
   */
  public static int next() {
    for (int i = 0; i < COUNT; i++) {
      int port = FIRST + Math.floorMod(CHOSEN.getAndIncrement(), COUNT);
      if (isFree(port)) {
        return port;
      }
    }
    throw new StackException(
        "Expected a free port from %d to %d, found all of them taken. End what listens there."
            .formatted(FIRST, FIRST + COUNT - 1));
  }

  /** Whether a process could listen on it now. */
  public static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
