package dev.godwit.local.chaos.fault;

import dev.godwit.local.chaos.check.Database;
import dev.godwit.local.stack.Await;
import dev.godwit.local.stack.Part;
import dev.godwit.local.stack.Stack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.ToIntFunction;

/**
 * The system that a case disturbs, and the notes of when it was disturbed and when it was well
 * again. Thread-safe.
 */
public final class Disturbed {
  private static final Duration POLL = Duration.ofMillis(50);

  private final Stack stack;
  private final Path crashFolder;
  private final TcpProxy sourceProxy;
  private final TcpProxy targetProxy;
  private final Database target;
  private final Database readModel;
  private final ToIntFunction<String> events;
  private final Map<Part, Stack> others = new EnumMap<>(Part.class);
  private final Set<Part> keptDown = EnumSet.noneOf(Part.class);
  private final AtomicInteger outages = new AtomicInteger();
  private volatile boolean over;
  private long disturbedAtNanos;
  private long wellAtNanos;

  /**
   * @param crashFolder folder with a folder for each part, for crash points
   * @param target the target without the proxy
   * @param readModel database of the orchestrator
   * @param events number of events of a name in the case's live run
   */
  public Disturbed(
      Stack stack,
      Path crashFolder,
      TcpProxy sourceProxy,
      TcpProxy targetProxy,
      Database target,
      Database readModel,
      ToIntFunction<String> events) {
    this.stack = stack;
    this.crashFolder = crashFolder;
    this.sourceProxy = sourceProxy;
    this.targetProxy = targetProxy;
    this.target = target;
    this.readModel = readModel;
    this.events = events;
  }

  Stack stack() {
    return stack;
  }

  /** The stack that starts a part: with other settings where {@link #use} said so. */
  public synchronized Stack stackOf(Part part) {
    return others.getOrDefault(part, stack);
  }

  /** Starts a part by another stack from now on. */
  synchronized void use(Part part, Stack other) {
    others.put(part, other);
  }

  Path crashFolder(Part part) {
    return crashFolder.resolve(part.label());
  }

  TcpProxy sourceProxy() {
    return sourceProxy;
  }

  TcpProxy targetProxy() {
    return targetProxy;
  }

  public Database target() {
    return target;
  }

  public Database readModel() {
    return readModel;
  }

  /** Events of a name in the run; of every name where it is {@code *}. */
  public int events(String name) {
    return events.applyAsInt(name);
  }

  /** Waits for a moment of the run; false where the case is over before. */
  boolean await(Trigger trigger, Duration timeout) {
    return await(timeout, () -> events(trigger.event()) >= trigger.count());
  }

  /** Waits for a condition; false where it does not hold in time or the case is over before. */
  boolean await(Duration timeout, BooleanSupplier condition) {
    boolean[] held = new boolean[1];
    Await.until(
        timeout,
        POLL,
        () -> {
          held[0] = condition.getAsBoolean();
          return held[0] || over;
        });
    return held[0];
  }

  /** Whether the run has ended, or the case was given up. */
  boolean isOver() {
    return over;
  }

  /** The run has ended: faults that wait for a moment of it end. */
  public void over() {
    over = true;
  }

  /** A part that the supervisor must not start again until {@link #release}. */
  synchronized void keepDown(Part part) {
    keptDown.add(part);
    outages.incrementAndGet();
  }

  /** The part may run again. */
  synchronized void release(Part part) {
    if (keptDown.remove(part)) {
      outages.decrementAndGet();
    }
  }

  /** Whether a part is down on purpose, so that no other one may become ready. */
  public boolean isOutage() {
    return outages.get() > 0;
  }

  /** Notes that something was disturbed now. */
  public synchronized void disturbed() {
    if (disturbedAtNanos == 0) {
      disturbedAtNanos = System.nanoTime();
    }
  }

  /** Notes that a disturbance is over now. */
  public synchronized void well() {
    wellAtNanos = System.nanoTime();
  }

  /** Time of the first disturbance, by {@link System#nanoTime}; 0 where there was none. */
  public synchronized long disturbedAtNanos() {
    return disturbedAtNanos;
  }

  /** Time of the end of the last disturbance; 0 where there was none. */
  public synchronized long wellAtNanos() {
    return wellAtNanos;
  }
}
