package dev.godwit.orchestrator.view.projection;

import dev.godwit.api.ProgressAnswer;
import dev.godwit.api.text.Figures;
import dev.godwit.orchestrator.view.read.ProgressReader;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
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
        gauge(
            registry,
            "godwit.stage.lag.records",
            "Records that a stage has still to process; exactly 0 when drained");
    seconds =
        gauge(
            registry,
            "godwit.stage.lag.seconds",
            "Age of the oldest record that a stage has still to process; 0 when drained");
    behindCut =
        gauge(
            registry,
            "godwit.live.behind.cut",
            "Live events that arrived after the last cut with a verdict");
    alarm =
        gauge(
            registry,
            "godwit.live.alarm",
            "1 while an alarm of live engagement is not yet followed by a reconciled cut, else 0");
  }

  private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
    return MultiGauge.builder(name).description(description).register(registry);
  }

  void refresh() {
    long now = System.nanoTime();
    if (refreshedAt != 0 && now - refreshedAt < REFRESH_NANOS) {
      return;
    }
    refreshedAt = now;
    List<Row<?>> lag = new ArrayList<>();
    List<Row<?>> age = new ArrayList<>();
    List<Row<?>> behind = new ArrayList<>();
    List<Row<?>> alarms = new ArrayList<>();
    List<Tags> tags = new ArrayList<>();
    for (ProgressAnswer answer : progress.latestRuns()) {
      Tags customer = Tags.of("customer", answer.customer());
      if (answer.live() != null) {
        long events = answer.live().behindCut();
        behind.add(Row.of(customer, events < 0 ? Double.NaN : events));
        alarms.add(Row.of(customer, answer.live().alarm() == null ? 0 : 1));
      }
      for (ProgressAnswer.Stage s : answer.stages()) {
        if (s.counted()) {
          Tags of =
              customer.and("stage", Figures.word(s.stage()), "entity", Figures.word(s.entity()));
          tags.add(of);
          lag.add(Row.of(of, s.lagRecords()));
          age.add(Row.of(of, s.lagSeconds()));
        }
      }
    }
    known = tags;
    register(lag, age, behind, alarms);
  }

  /** The read model waits: nothing is known. */
  void unknown() {
    List<Row<?>> none = new ArrayList<>();
    known.forEach(t -> none.add(Row.of(t, Double.NaN)));
    register(none, none, List.of(), List.of());
    refreshedAt = 0;
  }

  private void register(
      List<Row<?>> lag, List<Row<?>> age, List<Row<?>> behind, List<Row<?>> alarms) {
    records.register(lag, true);
    seconds.register(age, true);
    behindCut.register(behind, true);
    alarm.register(alarms, true);
  }
}
