package dev.godwit.api;

import java.time.Instant;

/**
 * One event of a migration as a sentence for people.
 *
 * @param sequence position in the migration's history, from 1
 * @param at when what it follows from was published
 * @param by who: a person's name, or the service whose report it follows from
 * @param run number of the run; 0 where it is about no run
 * @param event name of the event
 * @param tone how it is to be taken
 * @param text one sentence, without who and when
 * @param why why, in the words of whoever asked; empty where nobody said
 */
public record StoryLine(
    long sequence,
    Instant at,
    String by,
    int run,
    String event,
    Tone tone,
    String text,
    String why) {

  /** How an event is to be taken. */
  public enum Tone {
    STEP,
    GOOD,
    WARNING,
    BAD
  }
}
