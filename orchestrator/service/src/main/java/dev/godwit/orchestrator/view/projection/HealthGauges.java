package dev.godwit.orchestrator.view.projection;

import dev.godwit.api.FreezeAnswer;
import dev.godwit.api.LiveAnswer;
import dev.godwit.api.Phase;
import dev.godwit.api.ProgressAnswer;
import dev.godwit.api.RunOutcome;
import dev.godwit.api.VerdictAnswer;
import dev.godwit.api.text.Figures;
import dev.godwit.orchestrator.OrchestratorSettings;
import dev.godwit.orchestrator.view.fold.MigrationDocument;
import dev.godwit.orchestrator.view.fold.RunDocument;
import dev.godwit.orchestrator.view.progress.StagePositions;
import dev.godwit.orchestrator.view.read.HealthReader;
import dev.godwit.orchestrator.view.read.HealthReader.Health;
import dev.godwit.orchestrator.view.store.QuarantineReasonRow;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * Shows the health of the latest run of every migration as {@link ViewGauge}s. While the read model
 * waits or is incomplete, only {@code godwit_view_ready} has a series. Called on the projector's
 * thread; a refresh that takes long is repeated less often, so that projecting goes first.
 */
@ApplicationScoped
class HealthGauges {
  private static final long REFRESH_NANOS = 2_000_000_000L;

  /** Share of the thread's time that refreshing may take: 1 of this many parts. */
  private static final int SHARE = 10;

  private final Map<ViewGauge, MultiGauge> gauges;
  private final HealthReader health;
  private final StagePositions positions;
  private final ViewState view;
  private final OrchestratorSettings.Control control;
  private long nextRefresh = System.nanoTime();

  HealthGauges(
      MeterRegistry registry,
      HealthReader health,
      StagePositions positions,
      ViewState view,
      OrchestratorSettings settings) {
    this.gauges = GaugeSheet.register(registry);
    this.health = health;
    this.positions = positions;
    this.view = view;
    this.control = settings.control();
  }

  /** Shows the figures of now, at most every other second. */
  void refresh() {
    long begun = System.nanoTime();
    if (begun - nextRefresh < 0) {
      return;
    }
    if (view.ready()) {
      show(Instant.now());
    } else {
      unknown();
    }
    long took = System.nanoTime() - begun;
    nextRefresh = System.nanoTime() + Math.max(REFRESH_NANOS, took * SHARE);
  }

  /** Shows the figures of a moment. */
  void show(Instant now) {
    GaugeSheet sheet = new GaugeSheet();
    sheet.add(ViewGauge.VIEW_READY, 1);
    StagePositions.Look look = positions.look();
    look.members()
        .forEach(
            (stage, members) ->
                sheet.add(ViewGauge.STAGE_MEMBERS, members, Figures.word(stage.name())));
    sheet.add(ViewGauge.LIVE_LOST_RECORDS, look.lostLive());
    for (Health h : health.all()) {
      if (h.run() != null) {
        stages(sheet, h.progress());
        run(sheet, h);
        freeze(sheet, h);
        waiting(sheet, h.migration(), now);
        live(sheet, h, now);
      }
    }
    sheet.show(gauges);
  }

  /** The read model waits: nothing else is known. */
  void unknown() {
    GaugeSheet sheet = new GaugeSheet();
    sheet.add(ViewGauge.VIEW_READY, 0);
    sheet.show(gauges);
    nextRefresh = System.nanoTime();
  }

  private static void stages(GaugeSheet sheet, ProgressAnswer progress) {
    String customer = progress.customer();
    String run = String.valueOf(progress.run());
    for (ProgressAnswer.Stage s : progress.stages()) {
      String stage = Figures.word(s.stage());
      String entity = Figures.word(s.entity());
      if (s.counted()) {
        sheet.add(ViewGauge.STAGE_LAG_RECORDS, s.lagRecords(), customer, run, stage, entity);
        sheet.add(ViewGauge.STAGE_LAG_SECONDS, s.lagSeconds(), customer, run, stage, entity);
      }
      sheet.add(ViewGauge.STAGE_VERDICT, 1, customer, run, stage, entity, s.verdict().label());
    }
  }

  private static void run(GaugeSheet sheet, Health h) {
    RunDocument run = h.run();
    String customer = run.customer;
    String number = String.valueOf(run.run);
    sheet.add(
        ViewGauge.RUN_PHASE,
        1,
        customer,
        number,
        run.kind == null ? "" : Figures.word(run.kind),
        Figures.word(run.phase.name()));
    sheet.add(ViewGauge.RUN_HELD, run.outcome == RunOutcome.HELD ? 1 : 0, customer, number);
    for (QuarantineReasonRow q : h.quarantine()) {
      sheet.add(
          ViewGauge.QUARANTINE_RECORDS,
          Math.max(q.counted, run.quarantined(q.stage, q.entity, q.reason)),
          customer,
          number,
          Figures.word(q.stage),
          Figures.word(q.entity),
          q.reason);
    }
    if (run.verdict != null) {
      sheet.add(ViewGauge.VERDICT_DIFFERENCES, differences(run), customer, number);
    }
    if (run.estimatedSeconds > 0 && run.endedAt == null) {
      sheet.add(ViewGauge.RUN_ESTIMATED_SECONDS, run.estimatedSeconds, customer, number);
    }
  }

  private static void freeze(GaugeSheet sheet, Health h) {
    FreezeAnswer freeze = h.progress().freeze();
    if (freeze == null || !freeze.lasts() || h.run().endedAt != null) {
      return;
    }
    String customer = h.run().customer;
    String number = String.valueOf(h.run().run);
    sheet.add(ViewGauge.RUN_FROZEN_SECONDS, freeze.usedSeconds(), customer, number);
    if (freeze.budgetSeconds() > 0) {
      sheet.add(
          ViewGauge.RUN_BUDGET_RATIO,
          (double) freeze.usedSeconds() / freeze.budgetSeconds(),
          customer,
          number);
    }
  }

  /** The longest wait of each stage; the keys begin with the stage. */
  private static void waiting(GaugeSheet sheet, MigrationDocument m, Instant now) {
    Map<String, Instant> since = new TreeMap<>();
    m.waitingSince.forEach(
        (key, at) ->
            since.merge(
                key.substring(0, Math.max(0, key.indexOf(' '))),
                at,
                (one, other) -> one.isBefore(other) ? one : other));
    since.forEach(
        (stage, at) ->
            sheet.add(
                ViewGauge.RUN_WAITING_SECONDS,
                seconds(Duration.between(at, now)),
                m.customer,
                String.valueOf(m.run),
                Figures.word(stage)));
  }

  /** Failed checks of the last verdict, which after the commit is one of live engagement. */
  private static long differences(RunDocument run) {
    VerdictAnswer last =
        run.live != null && run.live.verdict != null ? run.live.verdict : run.verdict;
    return last.reconciled() ? 0 : Math.max(1, last.failedChecks());
  }

  private void live(GaugeSheet sheet, Health h, Instant now) {
    LiveAnswer live = h.progress().live();
    if (live == null) {
      return;
    }
    String customer = h.run().customer;
    if (live.behindCut() >= 0) {
      sheet.add(ViewGauge.LIVE_BEHIND_CUT, live.behindCut(), customer);
    }
    sheet.add(ViewGauge.LIVE_ALARM, live.alarm() == null ? 0 : 1, customer);
    if (live.open() && areCutsDue(h)) {
      Instant last = live.cut() == null ? h.run().live.openedAt : live.cut().at();
      sheet.add(ViewGauge.LIVE_CUT_AGE_SECONDS, seconds(Duration.between(last, now)), customer);
      sheet.add(ViewGauge.LIVE_CUT_INTERVAL_SECONDS, seconds(interval(h.run(), now)), customer);
    }
  }

  /** The clock asks for cuts of a committed migration, and of one whose gate is closed. */
  private boolean areCutsDue(Health h) {
    MigrationDocument migration = h.migration();
    boolean followed = h.run().outcome == RunOutcome.COMMITTED || h.run().phase == Phase.HELD;
    return followed
        && !h.progress().paused()
        && !migration.paused
        && !control.liveCutEvery().isZero();
  }

  private Duration interval(RunDocument run, Instant now) {
    boolean later =
        run.endedAt != null
            && now.isAfter(run.endedAt.plus(control.liveCutLaterAfter()))
            && control.liveCutLaterEvery().compareTo(control.liveCutEvery()) > 0;
    return later ? control.liveCutLaterEvery() : control.liveCutEvery();
  }

  private static double seconds(Duration time) {
    return Math.max(0, time.toMillis()) / 1000.0;
  }
}
