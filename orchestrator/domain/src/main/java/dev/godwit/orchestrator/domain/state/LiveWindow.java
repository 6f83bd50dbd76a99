package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.event.RunEvent.CutStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.CutWritten;
import dev.godwit.orchestrator.domain.state.Extraction.CutProgress;
import java.util.List;

/**
 * The live events that belong to a run: those behind its cut 0, and before its closing cut where it
 * rolled back. Immutable.
 *
 * @param from offset of cut 0 by partition of the live topic; empty until it is written
 * @param cut number of the last cut that was intended
 * @param progress how far that cut has gone, from {@link CutProgress#STARTED}
 * @param closes whether that cut closes the window
 * @param to offset of the closing cut by partition; empty until it is written
 * @param returns how often a return of its events to the source was intended
 * @param returned whether the source has every event that it can have
 */
public record LiveWindow(
    List<Long> from,
    int cut,
    CutProgress progress,
    boolean closes,
    List<Long> to,
    int returns,
    boolean returned) {
  public LiveWindow {
    from = List.copyOf(from);
    to = List.copyOf(to);
  }

  /** A window whose cut 0 is intended. */
  static LiveWindow opening() {
    return new LiveWindow(List.of(), 0, CutProgress.STARTED, false, List.of(), 0, false);
  }

  /** Whether the last cut was dispatched and is not answered. */
  public boolean isOut() {
    return progress == CutProgress.DISPATCHED;
  }

  /** Whether the last cut is intended and its task not dispatched. */
  public boolean isHeldBack() {
    return progress == CutProgress.STARTED;
  }

  /** Whether the window is open and its last cut answered, so that another may follow. */
  public boolean isIdle() {
    return !closes && (progress == CutProgress.WRITTEN || progress == CutProgress.FAILED);
  }

  /** Whether the closing cut stands. */
  public boolean isClosed() {
    return closes && progress == CutProgress.WRITTEN;
  }

  /** Whether the closing cut could not be written, so that somebody has to ask for it again. */
  public boolean isStuck() {
    return closes && progress == CutProgress.FAILED;
  }

  /** Whether the event is the intent of the next cut, which closes the window or not. */
  boolean isNext(CutStarted next, boolean closing) {
    return next.entity().equals(Entity.LIVE) && next.cut() == cut + 1 && next.closes() == closing;
  }

  /** Whether the last cut stands, the window is open, and no verdict was asked for at it yet. */
  boolean isCutAfter(int last, int number) {
    return isIdle() && progress == CutProgress.WRITTEN && number == cut && number > last;
  }

  /** Whether an answer about this cut is awaited, or can still come. */
  public boolean awaits(int number, boolean closing) {
    return number == cut
        && closing == closes
        && (progress == CutProgress.DISPATCHED || progress == CutProgress.FAILED);
  }

  /** The window once the answer is in. */
  public LiveWindow with(CutWritten written) {
    return new LiveWindow(
        cut == 0 ? written.offsets() : from,
        cut,
        CutProgress.WRITTEN,
        closes,
        closes ? written.offsets() : to,
        returns,
        returned);
  }

  LiveWindow next(boolean closing) {
    return new LiveWindow(from, cut + 1, CutProgress.STARTED, closing, to, returns, returned);
  }

  LiveWindow with(CutProgress now) {
    return new LiveWindow(from, cut, now, closes, to, returns, returned);
  }

  LiveWindow returning() {
    return new LiveWindow(from, cut, progress, closes, to, returns + 1, false);
  }

  LiveWindow asReturned() {
    return new LiveWindow(from, cut, progress, closes, to, returns, true);
  }
}
