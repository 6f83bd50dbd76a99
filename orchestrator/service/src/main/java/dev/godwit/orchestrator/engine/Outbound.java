package dev.godwit.orchestrator.engine;

import dev.godwit.orchestrator.codec.ControlPlaneCodec;
import dev.godwit.orchestrator.domain.Handled;
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

/**
 * Puts what was decided where it belongs: events and tasks into their topics, state into stores.
 */
final class Outbound {
  private static final Logger LOG = Logger.getLogger(Outbound.class);

  private final ProcessorContext<byte[], byte[]> context;
  private final StateStores stores;
  private final Wire wire;
  private final ControlPlaneCodec codec;
  private final EngineMetrics metrics;
  private long timestamp;

  Outbound(
      ProcessorContext<byte[], byte[]> context,
      StateStores stores,
      Wire wire,
      ControlPlaneCodec codec,
      EngineMetrics metrics) {
    this.context = context;
    this.stores = stores;
    this.wire = wire;
    this.codec = codec;
    this.metrics = metrics;
  }

  /** Record time of what follows, epoch milliseconds: that of the input. */
  void timestamp(long now) {
    this.timestamp = now;
  }

  /** Records the answer to a command. */
  void answer(String commandId, Handled handled) {
    record(handled);
    stores.answered(commandId, handled.events().getFirst().envelope().eventId());
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

  /** What an event of the programme does to every migration. */
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

  private void task(DispatchedTask issued) {
    SpecificRecord avro = codec.toAvro(issued);
    forward(EngineTopology.TASKS_SINK, Topics.TASKS, issued.envelope().taskId(), avro);
    metrics.handedOut(issued.task().name());
  }

  private void forward(String sink, String topic, String key, SpecificRecord avro) {
    context.forward(
        new Record<>(key.getBytes(StandardCharsets.UTF_8), wire.encode(topic, avro), timestamp),
        sink);
  }

  private void log(Recorded recorded) {
    MDC.put("customer", recorded.envelope().migrationId());
    MDC.put("migration", recorded.envelope().migrationId());
    MDC.put("run", Integer.toString(recorded.envelope().run()));
    try {
      if (recorded.event() instanceof CommandRejected rejected) {
        metrics.rejected(rejected.command());
        LOG.infof(
            "Command %s (%s) rejected: expected %s, found %s",
            rejected.command(), rejected.commandId(), rejected.expected(), rejected.found());
      } else if (recorded.event() instanceof AlarmRaised alarm) {
        metrics.alarm(recorded.envelope().migrationId());
        LOG.errorf("Alarm at cut %d: %s %s", alarm.cut(), alarm.reason(), alarm.action());
      } else {
        LOG.infof("%s %d", recorded.event().name(), recorded.envelope().sequence());
      }
    } finally {
      MDC.remove("customer");
      MDC.remove("migration");
      MDC.remove("run");
    }
  }
}
