package dev.godwit.orchestrator.engine;

import dev.godwit.orchestrator.codec.ControlPlaneCodec;
import dev.godwit.orchestrator.domain.Handled;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.HoldEvent.FreezeBudgetReached;
import dev.godwit.orchestrator.domain.event.HoldEvent.RunHeld;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.RequestEvent.CommandRejected;
import dev.godwit.orchestrator.domain.event.RunEvent.AlarmRaised;
import dev.godwit.orchestrator.domain.state.Evolution;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.Programme;
import dev.godwit.orchestrator.domain.state.Reaction;
import dev.godwit.orchestrator.domain.task.DispatchedTask;
import dev.godwit.records.Topics;
import java.nio.charset.StandardCharsets;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/** Writes the result of a decision: events and tasks into their topics, state into the stores. */
final class Outbound {
  private static final Logger LOG = Logger.getLogger(Outbound.class);

  private final ProcessorContext<byte[], byte[]> context;
  private final StateStores stores;
  private final Wire wire;
  private final ControlPlaneCodec codec;
  private final EngineMetrics metrics;
  private final InputTrace trace;
  private long timestamp;

  Outbound(
      ProcessorContext<byte[], byte[]> context,
      StateStores stores,
      Wire wire,
      ControlPlaneCodec codec,
      EngineMetrics metrics,
      InputTrace trace) {
    this.context = context;
    this.stores = stores;
    this.wire = wire;
    this.codec = codec;
    this.metrics = metrics;
    this.trace = trace;
  }

  /** Record time of what follows, epoch milliseconds: that of the input. */
  void timestamp(long now) {
    this.timestamp = now;
  }

  /** Records the answer to a command. */
  void answer(String commandId, Handled handled) {
    record(handled);
    stores.position(handled.events().getFirst().envelope().position());
    stores.answered(commandId, handled.events().getFirst().envelope().by());
  }

  /** Records what was decided; nothing where nothing was. */
  void record(Handled handled) {
    if (handled.events().isEmpty()) {
      return;
    }
    handled.events().forEach(this::event);
    handled.tasks().forEach(this::task);
    if (handled.migration() != null) {
      stores.put(handled.migration());
    }
    stores.put(handled.programme());
    for (Recorded recorded : handled.events()) {
      if (recorded.envelope().migrationId().equals(Programme.ID)) {
        toAll(recorded);
      }
    }
  }

  /** Folds an event of the programme into every migration. */
  private void toAll(Recorded recorded) {
    for (Migration migration : stores.migrations()) {
      Migration after = Evolution.programme(migration, recorded);
      if (!after.equals(migration)) {
        stores.put(after);
        Reaction.react(migration, after, recorded.envelope()).forEach(this::task);
      }
    }
  }

  private void event(Recorded recorded) {
    SpecificRecord avro = codec.toAvro(recorded);
    forward(EngineTopology.EVENTS_SINK, Topics.EVENTS, recorded.envelope().migrationId(), avro);
    metrics.recorded(recorded.event().name());
    log(recorded);
  }

  private void task(DispatchedTask task) {
    SpecificRecord avro = codec.toAvro(task);
    forward(EngineTopology.TASKS_SINK, Topics.TASKS, task.envelope().taskId(), avro);
    metrics.dispatched(task.task().name());
  }

  private void forward(String sink, String topic, String key, SpecificRecord avro) {
    context.forward(
        new Record<>(
            key.getBytes(StandardCharsets.UTF_8),
            wire.encode(topic, avro),
            timestamp,
            trace.headers()),
        sink);
  }

  private void log(Recorded recorded) {
    String customer = recorded.envelope().migrationId();
    int run = recorded.envelope().run();
    MDC.put("customer", customer);
    MDC.put("migration", customer);
    MDC.put("run", Integer.toString(run));
    try {
      switch (recorded.event()) {
        case CommandRejected rejected -> {
          metrics.rejected(rejected.command());
          LOG.infof(
              "customer=%s run=%d: command %s (%s) rejected: expected %s, found %s",
              customer,
              run,
              rejected.command(),
              rejected.commandId(),
              rejected.expected(),
              rejected.found());
        }
        case AlarmRaised alarm -> {
          metrics.alarm(customer);
          LOG.errorf(
              "customer=%s run=%d: alarm at cut %d: %s %s",
              customer, run, alarm.cut(), alarm.reason(), alarm.action());
        }
        case RunHeld held ->
            LOG.warnf(
                "customer=%s run=%d: held, stage %s on %s: %s; the customer stays frozen until a"
                    + " person resumes or rolls back",
                customer, run, held.stage(), held.subject(), held.reason());
        case FreezeBudgetReached budget ->
            LOG.warnf(
                "customer=%s run=%d: frozen for %d s, %d %% of the freeze budget of %d s; a held"
                    + " run rolls back at 100 %%",
                customer, run, budget.frozenSeconds(), budget.percent(), budget.budgetSeconds());
        case Event event ->
            LOG.infof(
                "customer=%s run=%d: %s is event %d",
                customer, run, event.name(), recorded.envelope().sequence());
      }
    } finally {
      MDC.remove("customer");
      MDC.remove("migration");
      MDC.remove("run");
    }
  }
}
