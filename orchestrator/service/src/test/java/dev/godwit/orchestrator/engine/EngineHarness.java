package dev.godwit.orchestrator.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.godwit.identity.Identity;
import dev.godwit.identity.Role;
import dev.godwit.orchestrator.OrchestratorSettings;
import dev.godwit.orchestrator.RebuildOrder;
import dev.godwit.orchestrator.codec.ControlPlaneCodec;
import dev.godwit.orchestrator.domain.decide.OnFailure;
import dev.godwit.orchestrator.domain.decide.Settings;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.Recorded.Envelope;
import dev.godwit.orchestrator.trust.CommandTrust;
import dev.godwit.orchestrator.trust.UnsignedCommands;
import dev.godwit.records.Topics;
import dev.godwit.trace.Traces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.test.TestRecord;

/** The engine's topology on a driver, with services that answer its tasks. */
final class EngineHarness implements AutoCloseable {
  final List<Recorded> events = new ArrayList<>();
  final Deque<SpecificRecord> tasks = new ArrayDeque<>();

  /** Records that the engine wrote, in the order of their topics, with their headers. */
  final List<TestRecord<String, byte[]>> written = new ArrayList<>();

  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final RebuildOrder order = new RebuildOrder();
  static final Duration CUT_EVERY = Duration.ofSeconds(2);
  static final Duration CUT_LATER_EVERY = Duration.ofSeconds(10);
  static final Duration LATER_AFTER = Duration.ofSeconds(60);

  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  static final Duration FREEZE_BUDGET = Duration.ofHours(4);

  private static final CutIntervals CUTS =
      new CutIntervals(CUT_EVERY, CUT_LATER_EVERY, LATER_AFTER);

  private final LocalWire wire;
  private final ControlPlaneCodec codec = new ControlPlaneCodec();
  private final TopologyTestDriver driver;
  private final TestInputTopic<byte[], byte[]> commands;
  private final TestInputTopic<byte[], byte[]> reports;
  private final TestOutputTopic<String, byte[]> eventsOut;
  private final TestOutputTopic<String, byte[]> tasksOut;

  /** Keys of the installation; the engine's own vouches for people, as REST does. */
  final TestKeys keys;

  private final CommandTrust trust;
  private Duration ahead = Duration.ZERO;

  EngineHarness() {
    this(new LocalWire(), null, Traces.OFF, new TestKeys());
  }

  private EngineHarness(LocalWire wire, EventHistory history, Traces traces, TestKeys keys) {
    this.wire = wire;
    this.keys = keys;
    this.trust = keys.trust();
    Engine engine =
        new Engine(
            new Settings(
                true,
                1,
                "reference-legacy",
                "reference-crm",
                16,
                5,
                30_000,
                20,
                CUTS.verdictWithin(),
                OnFailure.HOLD,
                FREEZE_BUDGET,
                0.9),
            () -> wire,
            codec,
            history == null ? events::forEach : history,
            new EngineMetrics(meters),
            CUTS,
            wall -> wall - ahead.toMillis(),
            new AtomicBoolean(),
            order,
            traces,
            trust,
            UnsignedCommands.of(List.of(OrchestratorSettings.Commands.UNSIGNED.split(","))));
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "godwit-orchestrator");
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    driver = new TopologyTestDriver(EngineTopology.of(engine), settings, BEGIN);
    commands = input(Topics.COMMANDS);
    reports = input(Topics.REPORTS);
    eventsOut = output(Topics.EVENTS);
    tasksOut = output(Topics.TASKS);
  }

  /** An engine that makes traces. */
  static EngineHarness tracing(Traces traces) {
    return new EngineHarness(new LocalWire(), null, traces, new TestKeys());
  }

  /** An engine whose stores are empty and whose topic of events holds a history. */
  static EngineHarness after(List<Recorded> history) {
    EngineHarness engine =
        new EngineHarness(new LocalWire(), history::forEach, Traces.OFF, new TestKeys());
    engine.events.addAll(history);
    return engine;
  }

  /** Another engine whose stores are empty and whose history is this one's events. */
  EngineHarness withLostState() {
    List<Recorded> history = List.copyOf(events);
    EngineHarness other = new EngineHarness(wire, history::forEach, Traces.OFF, keys);
    other.tasks.addAll(tasks);
    return other;
  }

  private TestInputTopic<byte[], byte[]> input(String topic) {
    return driver.createInputTopic(
        topic, new ByteArraySerializer(), new ByteArraySerializer(), BEGIN, Duration.ofMillis(1));
  }

  private TestOutputTopic<String, byte[]> output(String topic) {
    return driver.createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer());
  }

  /** Sends a command as REST does: signed for the author that it names, who may do everything. */
  List<Event> json(String text) {
    return json(text, new RecordHeaders());
  }

  /** The same, with more headers. */
  List<Event> json(String text, Headers headers) {
    byte[] value = text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return vouched(author(value), id(value), value, headers);
  }

  /** Sends bytes as a plain producer does: nobody signs them. */
  List<Event> bytes(byte[] value) {
    return record(null, value, new RecordHeaders());
  }

  /** Sends JSON as a plain producer does. */
  List<Event> unsigned(String text) {
    return bytes(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  /** Sends a record at the next moment of the broker's clock. */
  List<Event> record(byte[] key, byte[] value, Headers headers) {
    commands.pipeInput(new TestRecord<>(key, value, headers));
    return drain();
  }

  /** Sends a record that the broker stamps with a moment. */
  List<Event> record(byte[] value, Headers headers, Instant at) {
    commands.pipeInput(new TestRecord<>(null, value, headers, at));
    return drain();
  }

  /** Sends a command in the wire format, signed for the author that it names. */
  List<Event> wire(SpecificRecord command) {
    String id = (String) command.get(command.getSchema().getField("commandId").pos());
    String by = (String) command.get(command.getSchema().getField("by").pos());
    return vouched(by, id, wire.encode(Topics.COMMANDS, command), new RecordHeaders());
  }

  /** Sends a record of the wire format that nobody signs. */
  List<Event> plainWire(SpecificRecord record) {
    return bytes(wire.encode(Topics.COMMANDS, record));
  }

  private List<Event> vouched(String author, String id, byte[] value, Headers headers) {
    if (author != null && !author.isBlank()) {
      Identity person = new Identity(author, Set.of(Role.ADMINISTRATOR), Set.of());
      headers.add(trust.vouch(person, id == null ? keys.nextId() : id, null, value));
    }
    return record(null, value, headers);
  }

  private static String author(byte[] json) {
    return text(json, "by");
  }

  private static String id(byte[] json) {
    return text(json, "commandId");
  }

  private static String text(byte[] json, String field) {
    try {
      return new ObjectMapper().readTree(json).path(field).textValue();
    } catch (IOException e) {
      return null;
    }
  }

  List<Event> report(SpecificRecord report) {
    return reportBytes(wire.encode(Topics.REPORTS, report));
  }

  List<Event> reportBytes(byte[] value) {
    reports.pipeInput(null, value);
    return drain();
  }

  /** Lets the services answer tasks until the next one is of the type. */
  void workUntil(Class<?> type) {
    while (!type.isInstance(tasks.getFirst())) {
      work(1);
    }
  }

  /** Lets the services answer tasks until there are none, or so many were answered. */
  void work(int most) {
    for (int i = 0; i < most && !tasks.isEmpty(); i++) {
      report(AnsweringServices.answer(tasks.removeFirst()));
    }
  }

  private List<Event> drain() {
    List<Event> fresh = new ArrayList<>();
    try {
      for (TestRecord<String, byte[]> one : eventsOut.readRecordsToList()) {
        written.add(one);
        SpecificRecord avro = wire.decode(Topics.EVENTS, one.value());
        Recorded recorded = codec.toEvent(avro);
        Envelope envelope = recorded.envelope();
        if (!envelope.migrationId().equals(one.key())) {
          throw new AssertionError("Expected the key " + envelope.migrationId() + ": " + one.key());
        }
        events.add(recorded);
        fresh.add(recorded.event());
      }
      for (TestRecord<String, byte[]> one : tasksOut.readRecordsToList()) {
        written.add(one);
        SpecificRecord task = wire.decode(Topics.TASKS, one.value());
        if (!AnsweringServices.envelope(task).getTaskId().equals(one.key())) {
          throw new AssertionError("Expected a task's id as its key, found " + one.key());
        }
        tasks.add(task);
      }
    } catch (dev.godwit.wire.UnreadableRecordException e) {
      throw new AssertionError(e);
    }
    return fresh;
  }

  /** Lets the wall clock step forward, while no time passes. */
  List<Event> stepForward(Duration step) {
    ahead = ahead.plus(step);
    return pass(step);
  }

  /** Lets the time go on, which is when the clock looks. */
  List<Event> pass(Duration time) {
    driver.advanceWallClockTime(time);
    return drain();
  }

  /** Everything that the stores hold, by store and key. */
  Map<String, String> stores() {
    Map<String, String> all = new TreeMap<>();
    driver
        .getAllStateStores()
        .keySet()
        .forEach(
            name -> {
              try (KeyValueIterator<String, byte[]> entries =
                  driver.<String, byte[]>getKeyValueStore(name).all()) {
                entries.forEachRemaining(
                    entry ->
                        all.put(
                            name + "/" + entry.key,
                            new String(entry.value, StandardCharsets.UTF_8)));
              }
            });
    return all;
  }

  /** Damages the stores: which commands were answered is forgotten. */
  void forgetAnswers() {
    org.apache.kafka.streams.state.KeyValueStore<String, byte[]> answered =
        driver.getKeyValueStore(StateStores.ANSWERED);
    List<String> keys = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> all = answered.all()) {
      all.forEachRemaining(entry -> keys.add(entry.key));
    }
    keys.forEach(answered::delete);
  }

  double count(String meter) {
    return meters.find(meter).counters().stream().mapToDouble(one -> one.count()).sum();
  }

  @Override
  public void close() {
    driver.close();
  }
}
