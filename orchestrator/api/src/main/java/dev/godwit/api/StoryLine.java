package dev.godwit.api;

import java.time.Instant;
import java.util.Set;

/**
 * One event of a migration as a sentence for people.
 *
 * @param sequence position in the migration's history, from 1
 * @param at time at which the command or report behind it was published
 * @param by a person's name, or the service whose report it follows from
 * @param run number of the run; 0 where it belongs to no run
 * @param event name of the event
 * @param tone good or bad news
 * @param text one sentence, without author and time
 * @param why the person's reason; empty where none was given
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
  private static final Set<String> ROUTINE = Set.of("ChunkExtracted", "CutStarted", "CutWritten");

  /** Kind of news. */
  public enum Tone {
    STEP,
    GOOD,
    WARNING,
    BAD
  }

  /** True for the steps that every chunk and every cut repeat; a brief story leaves them out. */
  public boolean routine() {
    return ROUTINE.contains(event);
  }
}
