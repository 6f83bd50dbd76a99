package dev.godwit.local.bench;

import dev.godwit.api.StoryLine;
import dev.godwit.cli.client.OrchestratorClient;
import dev.godwit.cli.client.RefusedException;
import dev.godwit.local.demo.StepFailedException;
import dev.godwit.local.stack.Stack;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * Watches a live run from the freeze to the verdict, and measures the processes between. Its times
 * are the events' own; the processes' figures are taken when the events are seen, at most a look
 * later.
 */
final class Window {
  private static final String FIRST = "FreezeStarted";
  private static final String LAST = "VerdictReached";
  private static final long BETWEEN_LOOKS_NANOS = 250_000_000;

  /**
   * Walking the pages of a server's shared buffers costs CPU; a rare look costs none to speak of.
   */
  private static final long BETWEEN_MEMORY_LOOKS_NANOS = 3_000_000_000L;

  private final OrchestratorClient client;
  private final String customer;
  private final Meter meter;
  private long seen;
  private long memoryLookNanos = System.nanoTime();
  private Instant begun;
  private Instant ended;
  private List<ProcessUse> uses = List.of();

  /**
   * @param after events up to this sequence belong to what was before
   */
  Window(OrchestratorClient client, String customer, Stack stack, long after) {
    this.client = client;
    this.customer = customer;
    this.meter = new Meter(stack);
    this.seen = after;
  }

  /** Measures on a thread of its own; complete when the verdict was seen or the run has ended. */
  CompletableFuture<Window> measure() {
    return CompletableFuture.supplyAsync(
        () -> {
          while (ended == null && !Thread.currentThread().isInterrupted()) {
            news().forEach(this::take);
            lookAtMemory();
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
          }
          return this;
        });
  }

  /** From the freeze's intent to the verdict. */
  Duration length() {
    if (begun == null || ended == null) {
      throw new StepFailedException(
          "Expected " + FIRST + " and " + LAST + " in the history of " + customer + ".");
    }
    return Duration.between(begun, ended);
  }

  List<ProcessUse> uses() {
    return uses;
  }

  private void lookAtMemory() {
    if (begun != null && System.nanoTime() - memoryLookNanos > BETWEEN_MEMORY_LOOKS_NANOS) {
      meter.look();
      memoryLookNanos = System.nanoTime();
    }
  }

  private void take(StoryLine line) {
    seen = Math.max(seen, line.sequence());
    if (line.event().equals(FIRST) && begun == null) {
      meter.begin();
      begun = line.at();
    } else if (line.event().equals(LAST) && begun != null && ended == null) {
      uses = meter.end();
      ended = line.at();
    }
  }

  private List<StoryLine> news() {
    try {
      return client.events(customer, seen);
    } catch (RefusedException e) {
      return List.of();
    }
  }
}
