package dev.godwit.orchestrator.view.projection;

import dev.godwit.api.ProgressAnswer;
import dev.godwit.api.text.Figures;
import dev.godwit.orchestrator.view.read.ProgressReader;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/**
 * The gauges {@code godwit_stage_lag_records} and {@code godwit_stage_lag_seconds} by customer,
 * stage and entity, and those of live engagement. While the read model waits they are not a number,
 * so that a stale 0 is not mistaken for a current one. Called on the projector's thread.
 */
@ApplicationScoped
class LagGauges {
  private static final long REFRESH_NANOS = 2_000_000_000L;

  private final MultiGauge records;
  private final MultiGauge seconds;
  private final MultiGauge behindCut;
  private final MultiGauge alarm;
  private final ProgressReader progress;
  private List<Tags> known = List.of();
  private long refreshedAt;

  LagGauges(MeterRegistry registry, ProgressReader progress) {
    this.progress = progress;
    records =
        MultiGauge.builder("godwit.stage.lag.records")
            .description("Records that a stage has still to process; exactly 0 when drained")
            .register(registry);
    seconds =
        MultiGauge.builder("godwit.stage.lag.seconds")
            .description(
                "Age of the oldest record that a stage has still to process; 0 when drained")
            .register(registry);
    behindCut =
        MultiGauge.builder("godwit.live.behind.cut")
            .description("Live events that arrived after the last cut with a verdict")
            .register(registry);
    alarm =
        MultiGauge.builder("godwit.live.alarm")
            .description("1 while an alarm of live engagement stands, else 0")
            .register(registry);
  }

  private static void live(
      ProgressAnswer answer, List<MultiGauge.Row<?>> behind, List<MultiGauge.Row<?>> alarms) {
    Tags of = Tags.of("customer", answer.customer());
    long behindCut = answer.live().behindCut();
    behind.add(MultiGauge.Row.of(of, behindCut < 0 ? Double.NaN : behindCut));
    alarms.add(MultiGauge.Row.of(of, answer.live().alarm() == null ? 0 : 1));
  }

  void refresh() {
    long now = System.nanoTime();
    if (refreshedAt != 0 && now - refreshedAt < REFRESH_NANOS) {
      return;
    }
    refreshedAt = now;
    List<MultiGauge.Row<?>> lag = new ArrayList<>();
    List<MultiGauge.Row<?>> age = new ArrayList<>();
    List<MultiGauge.Row<?>> behind = new ArrayList<>();
    List<MultiGauge.Row<?>> alarms = new ArrayList<>();
    List<Tags> tags = new ArrayList<>();
    for (ProgressAnswer answer : progress.latestRuns()) {
      if (answer.live() != null) {
        live(answer, behind, alarms);
      }
      for (ProgressAnswer.Stage s : answer.stages()) {
        if (!s.counted()) {
          continue;
        }
        Tags of =
            Tags.of(
                "customer",
                answer.customer(),
                "stage",
                Figures.word(s.stage()),
                "entity",
                Figures.word(s.entity()));
        tags.add(of);
        lag.add(MultiGauge.Row.of(of, s.lagRecords()));
        age.add(MultiGauge.Row.of(of, s.lagSeconds()));
      }
    }
    known = tags;
    records.register(lag, true);
    seconds.register(age, true);
    behindCut.register(behind, true);
    alarm.register(alarms, true);
  }

  void unknown() {
    List<MultiGauge.Row<?>> none = new ArrayList<>();
    known.forEach(t -> none.add(MultiGauge.Row.of(t, Double.NaN)));
    records.register(none, true);
    seconds.register(none, true);
    behindCut.register(List.of(), true);
    alarm.register(List.of(), true);
    refreshedAt = 0;
  }
}
