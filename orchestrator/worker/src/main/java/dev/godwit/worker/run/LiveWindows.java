package dev.godwit.worker.run;

import dev.godwit.records.Entity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Tells which live events belong to which run: those behind the run's opening cut (number 0) in
 * their partition of the live topic, and before its closing cut where there is one. The offsets
 * stand in the events, so the answer is the same after every restart, whatever an event's own clock
 * says. A view of {@link RunStatusTable}.
 *
 * <p>A consumer of the live topic calls {@link #awaitCut} (or {@link #hasCut}) at each marker,
 * before it commits the marker's offset, and {@link RunRegistry#awaitCaughtUp()} before the first
 * record. Then each answer is final.
 *
 * <p>The commit of a migration does not close its window. Closed windows are kept: their events may
 * be read again, and still belong to the run that was rolled back. Grows with the number of live
 * runs. Thread-safe.
 */
@ApplicationScoped
public class LiveWindows {
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
          && (to == null || (partition < to.size() && offset < to.get(partition)));
    }
  }

  private final RunStatusTable table;

  /** The windows in a table. */
  public LiveWindows(RunStatusTable table) {
    this.table = table;
  }

  /** The run that the event at an offset belongs to; empty where it is the source's. */
  public Optional<RunSpec> at(String customer, int partition, long offset) {
    for (Window window : table.windows(customer)) {
      if (window.contains(partition, offset)) {
        return Optional.of(window.run());
      }
    }
    return Optional.empty();
  }

  /** The window of a run, open or closed; empty where no event has opened it. */
  public Optional<Window> of(String runId) {
    return table.window(runId);
  }

  /** All windows that are open now, those of committed runs too. */
  public Collection<Window> open() {
    return table.windows().values().stream().flatMap(List::stream).filter(Window::isOpen).toList();
  }

  /** Waits until {@link #hasCut} is true. */
  public void awaitCut(String runId, int cut) throws InterruptedException {
    synchronized (table) {
      while (!hasCut(runId, cut)) {
        table.wait();
      }
    }
  }

  /**
   * True where the event with a cut's offsets was consumed, or will never come: a later cut is
   * known, the window is closed, or the run is over without one.
   */
  public boolean hasCut(String runId, int cut) {
    if (table.lastCutWritten(runId) >= cut) {
      return true;
    }
    return of(runId)
        .map(window -> !window.isOpen())
        .or(() -> table.status(runId).map(RunStatus::isOver))
        .orElseGet(() -> table.hasLaterRun(runId));
  }

  /**
   * True where the event that orders a cut of a run, or a later one, was consumed. It is written
   * before the cut's marker: a marker without it, once all events up to now are consumed, was
   * ordered by nobody, and nothing may wait for its cut.
   */
  public boolean isOrdered(String runId, int cut) {
    return table.lastCutOrdered(runId) >= cut;
  }

  /**
   * The statement of the events about a marker that was read: it counts only at the offset that the
   * event of its cut names, so that nobody moves a cut by writing its marker again.
   *
   * @param entity of the cut: any, not live engagement alone
   */
  public MarkerPlace place(String runId, Entity entity, int cut, int partition, long offset) {
    return table.place(runId, entity, cut, partition, offset);
  }
}
