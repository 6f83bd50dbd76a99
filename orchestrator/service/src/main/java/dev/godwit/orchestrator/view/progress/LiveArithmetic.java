package dev.godwit.orchestrator.view.progress;

import dev.godwit.api.LiveAnswer;
import dev.godwit.api.ProgressAnswer;
import dev.godwit.api.RunOutcome;
import dev.godwit.common.v1.Stage;
import dev.godwit.orchestrator.view.fold.LiveDocument;
import dev.godwit.orchestrator.view.fold.RunDocument;
import dev.godwit.records.Entity;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Computes the figures of a run's live engagement, which continues after the commit for ever.
 *
 * <p>Totals = counts in the last verdict, at its cut + counts of the receipts since. The verdict is
 * an event and kept for ever, the receipts are young, so the totals are right also when older
 * receipts have expired. Before the first verdict they are the sums of all receipts.
 */
final class LiveArithmetic {
  private final RunDocument run;
  private final LiveDocument live;
  private final StageCounts transform;
  private final StageCounts load;
  private final LiveAnswer.LedgerLine atCut;
  private final Optional<SinceCuts.Done> transformed;
  private final Optional<SinceCuts.Done> loaded;
  private final Unread unread;
  private final long now;

  LiveArithmetic(
      RunDocument run,
      BiFunction<Stage, Entity, StageCounts> counts,
      BiFunction<Stage, Integer, Optional<SinceCuts.Done>> since,
      Unread unread,
      Instant now) {
    this.run = run;
    this.live = run.live;
    this.transform = counts.apply(Stage.TRANSFORM, Entity.LIVE);
    this.load = counts.apply(Stage.LOAD, Entity.LIVE);
    this.atCut = live.atCut();
    this.transformed = atCut == null ? Optional.empty() : since.apply(Stage.TRANSFORM, atCut.cut());
    this.loaded = atCut == null ? Optional.empty() : since.apply(Stage.LOAD, atCut.cut());
    this.unread = isOpen() ? unread : Unread.NONE;
    this.now = now.toEpochMilli();
  }

  ProgressAnswer.Stage transform() {
    double age = (now - unread.oldestMillis()) / 1000.0;
    return progress(Stage.TRANSFORM, transform, unread.lag(), age);
  }

  ProgressAnswer.Stage load() {
    return progress(
        Stage.LOAD, load, onTheWay(), transform.backlog().ageSeconds(load.recordsIn(), now));
  }

  LiveAnswer answer() {
    LiveDocument.Returned back = live.returned;
    long waiting = Math.max(0, unread.records());
    return back != null
        ? answer(
            back.received(), 0, back.duplicates(), back.quarantined(), behindCut(back.received()))
        : isKnown()
            ? answer(
                atCut.arrived() + transformed.get().in() + waiting,
                atCut.loaded() + loaded.get().out(),
                atCut.duplicates() + loaded.get().duplicates(),
                atCut.quarantined() + transformed.get().quarantined() + loaded.get().quarantined(),
                transformed.get().in() + waiting)
            : bySums(waiting);
  }

  /** By all receipts that there are: exact before the first verdict, else at least. */
  private LiveAnswer bySums(long waiting) {
    long quarantined = transform.quarantined() + load.quarantined();
    if (atCut == null) {
      long arrived = transform.recordsIn() + waiting;
      return answer(arrived, load.recordsOut(), load.duplicates(), quarantined, arrived);
    }
    return answer(
        Math.max(transform.recordsIn(), atCut.arrived()) + waiting,
        Math.max(load.recordsOut(), atCut.loaded()),
        Math.max(load.duplicates(), atCut.duplicates()),
        Math.max(quarantined, atCut.quarantined()),
        -1);
  }

  private LiveAnswer answer(
      long arrived, long loadedRows, long duplicates, long quarantined, long behindCut) {
    LiveDocument.Returned back = live.returned;
    return new LiveAnswer(
        live.openedAt != null && live.closedAt == null,
        arrived,
        loadedRows,
        duplicates,
        quarantined,
        onTheWay(),
        back == null ? 0 : back.returned(),
        back == null ? 0 : back.kept(),
        behindCut,
        unread.records(),
        live.cut,
        live.underWay,
        live.alarm,
        live.alarmCount,
        live.alarms,
        live.ledger);
  }

  private long behindCut(long arrived) {
    return Math.max(0, arrived - (atCut == null ? 0 : atCut.arrived()));
  }

  private boolean isKnown() {
    return transformed.isPresent() && loaded.isPresent();
  }

  private boolean isOver() {
    return !run.outcome.open() && run.outcome != RunOutcome.COMMITTED;
  }

  private boolean isOpen() {
    return live.openedAt != null && live.closedAt == null && !isOver();
  }

  /** Transformed, and not yet dealt with by the loader. */
  private long onTheWay() {
    if (isOver() || live.returned != null) {
      return 0;
    }
    boolean sinceCut = isKnown() && atCut.reconciled();
    return Math.max(
        0,
        sinceCut
            ? transformed.get().out() - loaded.get().in()
            : transform.recordsOut() - load.recordsIn());
  }

  /** It has no end, and so no share that is done. */
  private ProgressAnswer.Stage progress(Stage stage, StageCounts c, long lag, double age) {
    return new ProgressAnswer.Stage(
        stage.name(),
        Entity.LIVE.name(),
        c.recordsIn(),
        c.recordsIn(),
        c.quarantined(),
        lag,
        lag <= 0 ? 0 : Math.max(0, age),
        isOver() ? 0 : c.speed().perSecond(now, c.begunMillis()),
        null,
        false);
  }
}
