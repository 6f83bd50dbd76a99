package dev.godwit.orchestrator.domain.decide;

import dev.godwit.orchestrator.domain.event.Event;
import java.util.ArrayList;
import java.util.List;

/** The result of deciding on a command or a report. */
public sealed interface Decision {
  /** The events that happened. */
  record Accepted(List<Event> events) implements Decision {
    public Accepted {
      events = List.copyOf(events);
    }
  }

  /** A command that was refused. */
  record Rejected(Rejection rejection) implements Decision {}

  /** A report that says nothing new: repeated, late, or of a run that is over. */
  record Ignored(String why) implements Decision {}

  /**
   * Why a command was refused.
   *
   * @param expected what was expected
   * @param found what was found
   * @param action what to do
   */
  record Rejection(String expected, String found, String action) {}

  static Decision accepted(Event... events) {
    return new Accepted(List.of(events));
  }

  static Decision accepted(List<Event> events) {
    return new Accepted(events);
  }

  /** An event and those that follow from it. */
  static Decision accepted(Event first, List<Event> rest) {
    List<Event> all = new ArrayList<>();
    all.add(first);
    all.addAll(rest);
    return new Accepted(all);
  }

  static Decision rejected(String expected, String found, String action) {
    return new Rejected(new Rejection(expected, found, action));
  }

  static Decision ignored(String why) {
    return new Ignored(why);
  }
}
