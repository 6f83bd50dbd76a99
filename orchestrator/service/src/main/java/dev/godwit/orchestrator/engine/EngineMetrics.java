package dev.godwit.orchestrator.engine;

import dev.godwit.orchestrator.codec.UnreadableCommandException;
import dev.godwit.orchestrator.domain.command.Command;
import dev.godwit.orchestrator.domain.common.Route;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Counts what the engine does. Thread-safe. */
final class EngineMetrics {
  /** Only known commands: a misspelled one must not become a series of its own. */
  private static final Set<String> COMMANDS =
      Arrays.stream(Command.class.getPermittedSubclasses())
          .map(Class::getSimpleName)
          .collect(Collectors.toUnmodifiableSet());

  private final MeterRegistry registry;

  EngineMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void recorded(String event) {
    registry.counter("godwit_orchestrator_events_total", "event", event).increment();
  }

  void rejected(String command) {
    registry
        .counter(
            "godwit_orchestrator_rejections_total",
            "command",
            COMMANDS.contains(command) ? command : UnreadableCommandException.UNREADABLE)
        .increment();
  }

  void alarm(String customer) {
    registry.counter("godwit_orchestrator_alarms_total", "customer", customer).increment();
  }

  void dispatched(String task) {
    registry.counter("godwit_orchestrator_tasks_total", "task", task).increment();
  }

  /** A command that was refused before it was decided on. */
  void refused(Route route) {
    registry
        .counter(
            "godwit_orchestrator_refused_commands_total",
            "route",
            route.name().toLowerCase(Locale.ROOT))
        .increment();
  }

  void repeatedCommand() {
    registry.counter("godwit_orchestrator_repeated_commands_total").increment();
  }

  void ignoredReport(String report) {
    registry.counter("godwit_orchestrator_ignored_reports_total", "report", report).increment();
  }

  /** A record among the events that the orchestrator did not write. */
  void foreignEvent() {
    registry.counter("godwit_orchestrator_foreign_events_total").increment();
  }

  void unreadableReport() {
    registry.counter("godwit_orchestrator_unreadable_reports_total").increment();
  }
}
