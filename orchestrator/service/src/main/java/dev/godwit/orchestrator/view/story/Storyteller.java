package dev.godwit.orchestrator.view.story;

import dev.godwit.api.StoryLine;
import dev.godwit.orchestrator.domain.event.DecisionEvent;
import dev.godwit.orchestrator.domain.event.EndingEvent;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.HoldEvent;
import dev.godwit.orchestrator.domain.event.ProbeEvent;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.ReplayEvent;
import dev.godwit.orchestrator.domain.event.RequestEvent;
import dev.godwit.orchestrator.domain.event.RunEvent;
import dev.godwit.orchestrator.domain.event.StatementEvent;

/** Writes an event as one sentence. Each group of events has its own class of sentences. */
public final class Storyteller {
  private Storyteller() {}

  /**
   * A line of the story.
   *
   * @param decision true where a person decided, rather than a stage did its work
   */
  public record Entry(StoryLine line, boolean decision) {}

  /** The line of an event. */
  public static Entry entry(Recorded recorded) {
    Recorded.Envelope envelope = recorded.envelope();
    Event event = recorded.event();
    Sentence sentence =
        switch (event) {
          case RequestEvent e -> RequestStory.of(e);
          case DecisionEvent e -> DecisionStory.of(e);
          case RunEvent e -> RunStory.of(e, envelope.run());
          case HoldEvent e -> HoldStory.of(e);
          case ReplayEvent e -> ReplayStory.of(e);
          case ProbeEvent e -> ProbeStory.of(e);
          case StatementEvent e -> StatementStory.of(e);
          case EndingEvent e -> EndingStory.of(e);
        };
    return new Entry(
        new StoryLine(
            envelope.sequence(),
            envelope.occurredAt(),
            Phrases.author(envelope.by()),
            envelope.run(),
            event.name(),
            sentence.tone(),
            sentence.text(),
            sentence.why()),
        sentence.decision());
  }
}
