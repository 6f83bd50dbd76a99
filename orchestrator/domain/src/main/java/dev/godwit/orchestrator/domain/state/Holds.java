package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.common.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How a run is held and was resumed. While it is held no task is dispatched; the tasks that failed
 * are dispatched again after it is resumed, under ids that say so. Immutable.
 *
 * @param hold what holds it; null where it is not held. A run whose verdict found differences, or
 *     whose gate is closed, is in the state {@code Held} instead
 * @param resumes how often it was resumed
 * @param failed steps whose tasks failed and are not dispatched again yet
 * @param again steps whose tasks were dispatched again
 */
public record Holds(Hold hold, int resumes, List<String> failed, List<Again> again) {
  /** A run that was never held. */
  static final Holds NONE = new Holds(null, 0, List.of(), List.of());

  /** So many failures of a hold are remembered; each of them is recorded once. */
  private static final int MOST_FAILURES = 50;

  public Holds {
    failed = List.copyOf(failed);
    again = List.copyOf(again);
  }

  /**
   * The reason that holds a run.
   *
   * @param stage stage that failed
   * @param subject entity, table or file it happened on
   * @param reason what happened
   * @param since when
   * @param failures all that failed since, the first one included
   */
  public record Hold(
      Stage stage, String subject, String reason, Instant since, List<Failing> failures) {
    public Hold {
      failures = List.copyOf(failures);
    }
  }

  /** A stage that failed on a subject. */
  public record Failing(Stage stage, String subject) {}

  /**
   * A step whose task was dispatched again.
   *
   * @param step step of the task's id
   * @param resumes how often the run had been resumed then
   */
  public record Again(String step, int resumes) {}

  /** Whether something holds the run. */
  public boolean isHeld() {
    return hold != null;
  }

  /** Whether a failure is known, or so many are that no more are recorded. */
  public boolean knows(Stage stage, String subject) {
    return hold.failures().size() >= MOST_FAILURES
        || hold.failures().contains(new Failing(stage, subject));
  }

  /** Whether the task failed and is not dispatched again yet. */
  public boolean hasFailed(Migration of, String taskId) {
    String step = TaskIds.step(of, taskId);
    return step != null && failed.contains(step);
  }

  /** How often the run had been resumed when the step was dispatched again; 0 where it was not. */
  int resumesOf(String step) {
    return again.stream()
        .filter(one -> one.step().equals(step))
        .mapToInt(Again::resumes)
        .max()
        .orElse(0);
  }

  Holds held(Stage stage, String subject, String reason, Instant since, String step) {
    Hold now = new Hold(stage, subject, reason, since, List.of(new Failing(stage, subject)));
    return new Holds(now, resumes, with(step), again);
  }

  /** A further failure while the run is held. */
  Holds failing(Stage stage, String subject, String step) {
    Failing one = new Failing(stage, subject);
    if (hold.failures().contains(one)) {
      return new Holds(hold, resumes, with(step), again);
    }
    List<Failing> failures = new ArrayList<>(hold.failures());
    failures.add(one);
    return new Holds(
        new Hold(hold.stage(), hold.subject(), hold.reason(), hold.since(), failures),
        resumes,
        with(step),
        again);
  }

  private List<String> with(String step) {
    if (step == null || failed.contains(step)) {
      return failed;
    }
    List<String> all = new ArrayList<>(failed);
    all.add(step);
    return all;
  }

  Holds resumed() {
    return new Holds(null, resumes + 1, failed, again);
  }

  /** The steps that failed are dispatched again. */
  Holds dispatchingAgain() {
    List<Again> all = new ArrayList<>(again);
    all.removeIf(one -> failed.contains(one.step()));
    failed.forEach(step -> all.add(new Again(step, resumes)));
    return new Holds(hold, resumes, List.of(), all);
  }

  /** Nothing holds the run any more, and nothing of it is dispatched again. */
  Holds ended() {
    return new Holds(null, resumes, List.of(), again);
  }
}
