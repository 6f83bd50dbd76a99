package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.common.RunKind;

/**
 * One pass of the data.
 *
 * @param number number of the run in its migration, from 1
 * @param kind rehearsal or live
 * @param request what is moved
 * @param by who asked for it; of a run that follows an abandoned one, who asked for the first
 * @param attempt 1, and one more for each run in a row that was abandoned before this one
 * @param correlationId id of the command that set this going
 * @param freeze how far the freeze of the old system has gone
 * @param permit what allows a live run; null for a rehearsal
 * @param window the live events that belong to the run; null for a rehearsal, before it is asked
 *     for, and for a run that was begun before live engagement was followed
 */
public record Run(
    int number,
    RunKind kind,
    Request request,
    String by,
    int attempt,
    String correlationId,
    Freeze freeze,
    Permit permit,
    LiveWindow window) {

  /** Whether this is a live run. */
  public boolean live() {
    return kind == RunKind.LIVE;
  }

  /** Whether the old system may be frozen. */
  public boolean mayBeFrozen() {
    return freeze != Freeze.NONE;
  }

  /** The same run with the freeze gone so far. */
  public Run with(Freeze now) {
    return new Run(number, kind, request, by, attempt, correlationId, now, permit, window);
  }

  /** The same run with another permit. */
  public Run with(Permit now) {
    return new Run(number, kind, request, by, attempt, correlationId, freeze, now, window);
  }

  /** The same run with what is known now of its live window; null where it has none. */
  public Run with(LiveWindow now) {
    return new Run(number, kind, request, by, attempt, correlationId, freeze, permit, now);
  }

  /** The same run once its last cut of live engagement could not be written. */
  public Run withFailedCut() {
    return with(window.cut() == 0 ? null : window.with(CutProgress.FAILED));
  }

  /** The same run once the old system has its live events. */
  public Run withLiveReturned() {
    return with(window.asReturned());
  }

  /** The same run without a cut of live engagement that was intended and not handed out. */
  Run withoutHeldBackCut() {
    return window != null && window.isHeldBack() ? withFailedCut() : this;
  }
}
