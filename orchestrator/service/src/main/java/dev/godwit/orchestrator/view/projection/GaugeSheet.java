package dev.godwit.orchestrator.view.projection;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The series of all {@link ViewGauge}s at one moment. A figure that is not known has no series: it
 * is never not a number, and a stale 0 is never shown. Not thread-safe.
 */
final class GaugeSheet {
  private final Map<ViewGauge, List<Row<?>>> rows = new EnumMap<>(ViewGauge.class);

  /**
   * Adds a series.
   *
   * @param value skipped where it is not finite
   * @param labels values of the gauge's labels, in their order
   */
  void add(ViewGauge gauge, double value, String... labels) {
    if (!Double.isFinite(value)) {
      return;
    }
    Tags tags = Tags.empty();
    for (int i = 0; i < labels.length; i++) {
      tags = tags.and(gauge.labels().get(i), labels[i]);
    }
    rows.computeIfAbsent(gauge, g -> new ArrayList<>()).add(Row.of(tags, value));
  }

  /** Adds a series of a count. */
  void add(ViewGauge gauge, long count, String... labels) {
    add(gauge, (double) count, labels);
  }

  /** The registered gauges. */
  static Map<ViewGauge, MultiGauge> register(MeterRegistry registry) {
    Map<ViewGauge, MultiGauge> gauges = new EnumMap<>(ViewGauge.class);
    for (ViewGauge gauge : ViewGauge.values()) {
      gauges.put(
          gauge,
          MultiGauge.builder(gauge.meter()).description(gauge.description()).register(registry));
    }
    return gauges;
  }

  /** Replaces all series of the gauges. */
  void show(Map<ViewGauge, MultiGauge> gauges) {
    gauges.forEach((gauge, shown) -> shown.register(rows.getOrDefault(gauge, List.of()), true));
  }
}
