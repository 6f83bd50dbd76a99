package dev.godwit.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The events of one route in the order of the script, with their repetitions, at the required pace.
 * Thread-safe: each event is given to one thread.
 */
final class Schedule {
  /** One event to be sent now. */
  record Transmission(PlannedEvent event, Tally.Repetition repetition) {}

  private final Route route;
  private final Script script;
  private final Pace pace;
  private final AtomicLong step = new AtomicLong();
  private volatile boolean windowIsOpen;
  private volatile boolean stopped;

  Schedule(Route route, Script script, Pace pace) {
    this.route = route;
    this.script = script;
    this.pace = pace;
  }

  /** From now on also events that may only be sent in a window. */
  void windowIsOpen() {
    windowIsOpen = true;
  }

  void stop() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }

  /** Size of the next batch, so that events come evenly. */
  int batch(int most) {
    return pace.batch(most);
  }

  /** The next events, when they are due; empty once stopped. */
  List<Transmission> next(int steps) {
    List<Transmission> due = new ArrayList<>(steps + 4);
    for (int i = 0; i < steps && !stopped; i++) {
      long index = Script.index(route, step.getAndIncrement());
      add(due, script.event(index), index);
      long repeated = script.repeated(index);
      if (repeated >= 0) {
        add(due, script.event(repeated), index);
      }
    }
    if (!due.isEmpty()) {
      pace.take(due.size());
    }
    return due;
  }

  /** One sound event that was not sent yet, whether stopped or not. */
  Transmission last() {
    PlannedEvent event;
    do {
      event = script.event(Script.index(route, step.getAndIncrement()));
    } while (!event.anomaly().isSound());
    return new Transmission(event, Tally.Repetition.FIRST);
  }

  private void add(List<Transmission> due, PlannedEvent event, long at) {
    if (windowIsOpen || event.anomaly().isSentAnyTime()) {
      due.add(new Transmission(event, Tally.Repetition.of(event, at, route)));
    }
  }
}
