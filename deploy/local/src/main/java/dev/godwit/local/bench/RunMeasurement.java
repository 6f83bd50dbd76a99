package dev.godwit.local.bench;

import dev.godwit.api.StoryLine;
import dev.godwit.cli.client.OrchestratorClient;
import dev.godwit.cli.client.RefusedException;
import dev.godwit.local.bench.BenchResult.ProcessUse;
import dev.godwit.local.demo.StepFailedException;
import dev.godwit.local.stack.Stack;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures a live run from the freeze to the verdict. Its times are the events' own; the processes
 * are measured when an event is seen, at most one poll interval later. Used by one thread until
 * {@link #measure} is complete.
 */
final class RunMeasurement {
  private static final String FIRST_EVENT = "FreezeStarted";
  private static final String LAST_EVENT = "VerdictReached";
  private static final long POLL_NANOS = 250_000_000;

  /** Walking the pages of a server's shared buffers costs CPU, so it is rare. */
  private static final long MEMORY_SAMPLE_NANOS = 3_000_000_000L;

  private final OrchestratorClient client;
  private final String customer;
  private final ProcessMeter meter;
  private long lastSequence;
  private long memorySampledNanos = System.nanoTime();
  private Instant begun;
  private Instant ended;
  private List<ProcessUse> uses = List.of();

  /** Of the next live run of a customer: the events up to now belong to what was before. */
  RunMeasurement(OrchestratorClient client, String customer, Stack stack) {
    this.client = client;
    this.customer = customer;
    this.meter = new ProcessMeter(stack);
    this.lastSequence =
        client.events(customer, 0).stream().mapToLong(StoryLine::sequence).max().orElse(0);
  }

  /** Measures on a thread of its own; complete when the verdict was seen. */
  CompletableFuture<Void> measure() {
    return CompletableFuture.runAsync(
        () -> {
          while (ended == null && !Thread.currentThread().isInterrupted()) {
            newEvents().forEach(this::take);
            sampleMemory();
            LockSupport.parkNanos(POLL_NANOS);
          }
        });
  }

  /** From the freeze's intent to the verdict. */
  Duration length() {
    if (begun == null || ended == null) {
      throw new StepFailedException(
          "Expected the events %s and %s of %s, but found not both. Look at ./godwit events %s."
              .formatted(FIRST_EVENT, LAST_EVENT, customer, customer));
    }
    return Duration.between(begun, ended);
  }

  /** Resources that each process used between the two events. */
  List<ProcessUse> uses() {
    return uses;
  }

  private void sampleMemory() {
    if (begun != null && System.nanoTime() - memorySampledNanos > MEMORY_SAMPLE_NANOS) {
      meter.sample();
      memorySampledNanos = System.nanoTime();
    }
  }

  private void take(StoryLine line) {
    lastSequence = Math.max(lastSequence, line.sequence());
    if (line.event().equals(FIRST_EVENT) && begun == null) {
      meter.begin();
      begun = line.at();
    } else if (line.event().equals(LAST_EVENT) && begun != null && ended == null) {
      uses = meter.end();
      ended = line.at();
    }
  }

  private List<StoryLine> newEvents() {
    try {
      return client.events(customer, lastSequence);
    } catch (RefusedException e) {
      return List.of(); // The read model is away; the next poll asks again.
    }
  }
}
