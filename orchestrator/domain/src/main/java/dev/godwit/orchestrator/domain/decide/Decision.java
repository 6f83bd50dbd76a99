package dev.godwit.orchestrator.domain.decide;

import dev.godwit.orchestrator.domain.event.Event;
import java.util.List;

/** What came of a command or a report. */
public sealed interface Decision {

  /** It happened. */
  record Accepted(List<Event> events) implements Decision {
    public Accepted {
      events = List.copyOf(events);
    }
  }

  /** A command that was refused. */
  record Rejected(Rejection rejection) implements Decision {}

  /** A report that says nothing new: repeated, late, or of a run that is over. */
  record Ignored(String why) implements Decision {}

  static Decision accepted(Event... events) {
    return new Accepted(List.of(events));
  }

  static Decision accepted(List<Event> events) {
    return new Accepted(events);
  }

  static Decision rejected(String expected, String found, String action) {
    return new Rejected(new Rejection(expected, found, action));
  }

  static Decision ignored(String why) {
    return new Ignored(why);
  }
}
