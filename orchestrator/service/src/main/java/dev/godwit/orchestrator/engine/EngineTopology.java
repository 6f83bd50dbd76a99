package dev.godwit.orchestrator.engine;

import dev.godwit.records.Topics;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Commands and reports → one processor → events and tasks. Commands of the clock take the route of
 * all commands, through their topic. Every name is given by hand, so that a change of the topology
 * does not lose a store.
 */
final class EngineTopology {
  static final String EVENTS_SINK = "events";
  static final String TASKS_SINK = "tasks";
  static final String CLOCK_SINK = "clock";
  private static final String COMMANDS_SOURCE = "commands";
  private static final String REPORTS_SOURCE = "reports";
  private static final String DECIDE = "decide";

  private EngineTopology() {}

  static Topology of(Engine engine) {
    Topology topology = new Topology();
    source(topology, COMMANDS_SOURCE, Topics.COMMANDS);
    source(topology, REPORTS_SOURCE, Topics.REPORTS);
    topology.addProcessor(
        DECIDE, () -> new DecidingProcessor(engine), COMMANDS_SOURCE, REPORTS_SOURCE);
    for (String store :
        new String[] {
          StateStores.MIGRATIONS, StateStores.PLANS, StateStores.PROGRAMME, StateStores.ANSWERED
        }) {
      topology.addStateStore(store(store), DECIDE);
    }
    sink(topology, EVENTS_SINK, Topics.EVENTS);
    sink(topology, TASKS_SINK, Topics.TASKS);
    sink(topology, CLOCK_SINK, Topics.COMMANDS);
    return topology;
  }

  private static void source(Topology topology, String name, String topic) {
    topology.addSource(
        AutoOffsetReset.earliest(),
        name,
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        topic);
  }

  private static void sink(Topology topology, String name, String topic) {
    topology.addSink(name, topic, new ByteArraySerializer(), new ByteArraySerializer(), DECIDE);
  }

  private static StoreBuilder<KeyValueStore<String, byte[]>> store(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
        .withLoggingEnabled(Map.of())
        .withCachingDisabled();
  }
}
