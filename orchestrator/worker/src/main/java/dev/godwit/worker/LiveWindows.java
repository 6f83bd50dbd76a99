package dev.godwit.worker;

import dev.godwit.common.v1.Entity;
import dev.godwit.common.v1.RunKind;
import dev.godwit.event.v1.CutStarted;
import dev.godwit.event.v1.CutWritten;
import dev.godwit.event.v1.Envelope;
import dev.godwit.event.v1.MigrationCancelled;
import dev.godwit.event.v1.MigrationRolledBack;
import dev.godwit.event.v1.RehearsalFailed;
import dev.godwit.event.v1.RehearsalPassed;
import dev.godwit.event.v1.RunRefused;
import dev.godwit.event.v1.RunStarted;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * Which live events belong to which run: those behind the run's opening cut (number 0) in their
 * partition of the live topic, and before its closing cut where there is one. The offsets stand in
 * the events, so the answer is the same after every restart, whatever an event's own clock says.
 *
 * <p>Who reads the live topic awaits {@link #awaitCut} (or asks {@link #hasCut}) at each marker it
 * meets, before it commits the marker's offset; at its start it awaits {@link
 * RunRegistry#awaitCaughtUp()} before its first question. Then every question has its final answer.
 *
 * <p>The commit of a migration does not close its window. Closed windows are kept: their events may
 * be read again, and are still those of the run that went back. Grows with the number of live runs.
 * Thread-safe.
 */
@ApplicationScoped
public class LiveWindows implements RunEventListener {
  /**
   * The live events of one run.
   *
   * @param run a live run
   * @param from offset of the opening cut by partition; events behind it are in
   * @param to offset of the closing cut by partition; events behind it are out. Null while open
   */
  public record Window(RunSpec run, List<Long> from, List<Long> to) {
    /** True while every event to come is in. */
    public boolean isOpen() {
      return to == null;
    }

    /** True where the event at an offset of a partition is in. */
    public boolean contains(int partition, long offset) {
      return partition >= 0
          && partition < from.size()
          && offset > from.get(partition)
          && (to == null || partition < to.size() && offset < to.get(partition));
    }
  }

  private static final int ENVELOPE = 0;

  /** The last run of a customer that was heard of. */
  private record Last(int run, boolean ended) {}

  private final Map<String, RunSpec> withoutWindow = new HashMap<>();
  private final Map<String, Last> last = new HashMap<>();
  private final Map<String, Integer> cuts = new HashMap<>();
  private final Map<String, Integer> started = new HashMap<>();
  private volatile Map<String, List<Window>> byCustomer = Map.of();

  /** Without any window; hears of them as {@link RunEventListener}. */
  public LiveWindows() {}

  /** The run that the event at an offset belongs to; empty where it is the old system's. */
  public Optional<RunSpec> at(String customer, int partition, long offset) {
    for (Window window : byCustomer.getOrDefault(customer, List.of())) {
      if (window.contains(partition, offset)) {
        return Optional.of(window.run());
      }
    }
    return Optional.empty();
  }

  /** The window of a run, open or closed; empty where it never opened, as far as is known. */
  public Optional<Window> of(String runId) {
    return byCustomer.getOrDefault(customer(runId), List.of()).stream()
        .filter(window -> window.run().runId().equals(runId))
        .findFirst();
  }

  /** All windows that are open now, those of committed runs too. */
  public Collection<Window> open() {
    List<Window> open = new ArrayList<>();
    byCustomer.values().forEach(all -> all.stream().filter(Window::isOpen).forEach(open::add));
    return open;
  }

  /** Waits until {@link #hasCut} says yes. */
  public synchronized void awaitCut(String runId, int cut) throws InterruptedException {
    while (!hasCut(runId, cut)) {
      wait();
    }
  }

  /**
   * Waits until {@link #isOrdered} says yes. Who writes a marker waits for it first: a
   * transaction's parts become visible one by one, and who meets the marker must be able to hear
   * its order.
   */
  public synchronized void awaitOrdered(String runId, int cut) throws InterruptedException {
    while (!isOrdered(runId, cut)) {
      wait();
    }
  }

  /**
   * True where the event is heard that says where a cut of a run stands, or where it will never
   * come: a later cut is known, the window is closed, or the run ended without one.
   */
  public synchronized boolean hasCut(String runId, int cut) {
    if (cuts.getOrDefault(runId, -1) >= cut) {
      return true;
    }
    Optional<Window> window = of(runId);
    if (window.isPresent()) {
      return !window.get().isOpen();
    }
    Last known = last.get(customer(runId));
    int run = number(runId);
    return known != null && (known.run() > run || known.ended() && known.run() == run);
  }

  /**
   * True where the event is heard that orders a cut of a run, or a later one. It is written before
   * the cut's marker is: who has heard all events up to now, and not this one, has met a marker
   * that nobody ordered. Nothing may wait for such a one.
   */
  public synchronized boolean isOrdered(String runId, int cut) {
    return Math.max(started.getOrDefault(runId, -1), cuts.getOrDefault(runId, -1)) >= cut;
  }

  @Override
  public synchronized void onEvent(SpecificRecord event) {
    if (event.getSchema().getFields().isEmpty()
        || !(event.get(ENVELOPE) instanceof Envelope envelope)) {
      return;
    }
    String runId = RunSpec.idOf(envelope.getMigrationId(), envelope.getRun());
    switch (event) {
      case RunStarted started -> start(runId, envelope, started);
      case CutStarted ordered when ordered.getEntity() == Entity.LIVE ->
          started.merge(runId, ordered.getCut(), Math::max);
      case CutWritten written when written.getEntity() == Entity.LIVE -> cut(runId, written);
      case RunRefused e -> end(envelope.getMigrationId());
      case RehearsalPassed e -> end(envelope.getMigrationId());
      case RehearsalFailed e -> end(envelope.getMigrationId());
      case MigrationRolledBack e -> end(envelope.getMigrationId());
      case MigrationCancelled e -> end(envelope.getMigrationId());
      default -> {
        // Says nothing about which live events are whose.
      }
    }
    notifyAll();
  }

  private void start(String runId, Envelope envelope, RunStarted started) {
    String customer = envelope.getMigrationId();
    withoutWindow.remove(customer);
    last.put(customer, new Last(envelope.getRun(), false));
    if (started.getKind() == RunKind.LIVE) {
      withoutWindow.put(
          customer,
          new RunSpec(
              runId,
              started.getCustomer(),
              envelope.getRun(),
              started.getKind(),
              started.getSourcePack(),
              started.getTargetPack()));
    }
  }

  private void end(String customer) {
    withoutWindow.remove(customer);
    last.computeIfPresent(customer, (key, known) -> new Last(known.run(), true));
  }

  private void cut(String runId, CutWritten written) {
    String customer = customer(runId);
    List<Window> windows = new ArrayList<>(byCustomer.getOrDefault(customer, List.of()));
    RunSpec opening = withoutWindow.get(customer);
    if (opening != null && opening.runId().equals(runId)) {
      withoutWindow.remove(customer);
      windows.add(new Window(opening, List.copyOf(written.getOffsets()), null));
    } else if (written.getCloses()) {
      windows.replaceAll(
          window ->
              window.isOpen() && window.run().runId().equals(runId)
                  ? new Window(window.run(), window.from(), List.copyOf(written.getOffsets()))
                  : window);
    }
    Map<String, List<Window>> changed = new HashMap<>(byCustomer);
    changed.put(customer, List.copyOf(windows));
    byCustomer = Map.copyOf(changed);
    cuts.merge(runId, written.getCut(), Math::max);
  }

  private static String customer(String runId) {
    return runId.substring(0, Math.max(0, runId.lastIndexOf('/')));
  }

  /** Number of a run; of what is no run's id one that is over for ever. */
  private static int number(String runId) {
    try {
      return Integer.parseInt(runId.substring(runId.lastIndexOf('/') + 1));
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
