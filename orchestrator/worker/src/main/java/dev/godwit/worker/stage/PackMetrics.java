package dev.godwit.worker.stage;

import dev.godwit.pack.Packs;
import dev.godwit.worker.run.RunPacks;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Shows the number of findings of each pack as {@code godwit_pack_findings}, as it was read last.
 * Thread-safe.
 */
@ApplicationScoped
public class PackMetrics {
  private final Packs packs;
  private final RunPacks runPacks;
  private final MultiGauge findings;

  PackMetrics(Packs packs, RunPacks runPacks, MeterRegistry registry) {
    this.packs = packs;
    this.runPacks = runPacks;
    this.findings =
        MultiGauge.builder("godwit.pack.findings")
            .description("Findings of a pack; tasks that name one with findings are refused")
            .register(registry);
  }

  void onStart(@Observes StartupEvent start) {
    runPacks.afterReading(this::measure);
    measure();
  }

  private void measure() {
    findings.register(
        packs.all().values().stream()
            .map(pack -> MultiGauge.Row.of(Tags.of("pack", pack.name()), pack.findings().size()))
            .toList(),
        true);
  }
}
