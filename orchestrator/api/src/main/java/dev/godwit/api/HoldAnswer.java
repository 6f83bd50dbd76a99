package dev.godwit.api;

import java.time.Instant;
import java.util.List;

/**
 * A live run that is held after a failure or a verdict with differences: the customer stays frozen
 * until a person resumes or rolls back, or until the freeze budget is used up.
 *
 * @param since when it was held
 * @param stage stage that failed, or whose finding holds it: EXTRACT, TRANSFORM, LOAD, VALIDATE
 * @param subject entity, table or file it happened on; may be empty
 * @param reason the fault, without a row's content
 * @param count records concerned; 0 where unknown
 * @param firstKey id in the source of the first of them; empty where unknown
 * @param actions commands that are possible, each a line for the command line
 * @param judged true where a verdict holds the run: all of it is loaded, so it can be replayed and
 *     repaired; false where a stage failed and has work left
 */
public record HoldAnswer(
    Instant since,
    String stage,
    String subject,
    String reason,
    long count,
    String firstKey,
    List<String> actions,
    boolean judged) {
  public HoldAnswer {
    actions = List.copyOf(actions);
  }
}
