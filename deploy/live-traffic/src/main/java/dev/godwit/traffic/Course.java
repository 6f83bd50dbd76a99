package dev.godwit.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The events of one way in the order of the script, each with what is told again beside it, at the
 * pace that is asked for. Thread-safe: each event is handed out once.
 */
final class Course {
  /**
   * One event to be sent now.
   *
   * @param telling whether it was sent before
   */
  record Sending(PlannedEvent event, Tally.Telling telling) {}

  private final Way way;
  private final Script script;
  private final Pace pace;
  private final AtomicLong step = new AtomicLong();
  private volatile boolean windowIsOpen;
  private volatile boolean stopped;

  Course(Way way, Script script, Pace pace) {
    this.way = way;
    this.script = script;
    this.pace = pace;
  }

  /** From now on also what may only be sent in a window. */
  void windowIsOpen() {
    windowIsOpen = true;
  }

  void stop() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }

  /** How many to ask for at once. */
  int batch(int most) {
    return pace.batch(most);
  }

  /** The next events, when they are due; empty once stopped. */
  List<Sending> next(int steps) {
    List<Sending> sendings = new ArrayList<>(steps + 4);
    for (int i = 0; i < steps && !stopped; i++) {
      long index = Script.index(way, step.getAndIncrement());
      add(sendings, script.event(index), index);
      long echo = script.echo(index);
      if (echo >= 0) {
        add(sendings, script.event(echo), index);
      }
    }
    if (!sendings.isEmpty()) {
      pace.take(sendings.size());
    }
    return sendings;
  }

  /** One event that is sound and has not been sent, whether stopped or not. */
  Sending last() {
    PlannedEvent event;
    do {
      event = script.event(Script.index(way, step.getAndIncrement()));
    } while (!event.trick().isSound());
    return new Sending(event, Tally.Telling.FIRST);
  }

  private void add(List<Sending> sendings, PlannedEvent event, long with) {
    if (windowIsOpen || event.trick().isSentAnyTime()) {
      sendings.add(new Sending(event, Tally.telling(event, with, way)));
    }
  }
}
