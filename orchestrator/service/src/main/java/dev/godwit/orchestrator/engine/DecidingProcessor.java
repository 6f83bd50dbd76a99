package dev.godwit.orchestrator.engine;

import dev.godwit.orchestrator.codec.ControlPlaneCodec;
import dev.godwit.orchestrator.domain.ControlPlane;
import dev.godwit.orchestrator.domain.Handled;
import dev.godwit.orchestrator.domain.Meta;
import dev.godwit.orchestrator.domain.command.Command;
import dev.godwit.orchestrator.domain.decide.Decision.Rejection;
import dev.godwit.orchestrator.domain.report.Reported;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.Programme;
import dev.godwit.records.Counted;
import dev.godwit.records.Topics;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.crash.CrashPoint;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongFunction;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jboss.logging.Logger;

/**
 * Takes commands and reports one after another, decides, and puts events, tasks and state into the
 * same transaction. Commits after every record: a step of a run is to wait for nothing.
 */
final class DecidingProcessor implements Processor<byte[], byte[], byte[], byte[]> {
  private static final Logger LOG = Logger.getLogger(DecidingProcessor.class);
  private static final Duration REBUILD_LOOK = Duration.ofSeconds(1);

  private final Engine engine;
  private final ControlPlane controlPlane;
  private ProcessorContext<byte[], byte[]> context;
  private StateStores stores;
  private Wire wire;
  private CommandHandling commands;
  private Outbound outbound;
  private CutClock clock;
  private BudgetClock budgets;
  private final InputTrace trace;
  private boolean loaded;

  /** True where no record was taken since the last commit that was asked for. */
  private boolean quiet;

  DecidingProcessor(Engine engine) {
    this.engine = engine;
    this.controlPlane = new ControlPlane(engine.settings());
    this.trace = new InputTrace(engine.traces());
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    this.stores = new StateStores(context);
    this.wire = engine.wire().get();
    this.clock = new CutClock(engine.cuts());
    if (clock.isOn()) {
      context.schedule(
          clock.lookEvery(),
          PunctuationType.WALL_CLOCK_TIME,
          now -> tick(now, agreed -> clock.due(agreed, stores)));
    }
    this.budgets = new BudgetClock(engine.settings().freezeBudget());
    context.schedule(
        budgets.lookEvery(),
        PunctuationType.WALL_CLOCK_TIME,
        now -> tick(now, agreed -> budgets.due(agreed, stores)));
    context.schedule(REBUILD_LOOK, PunctuationType.WALL_CLOCK_TIME, this::rebuildWhereOrdered);
    this.outbound = new Outbound(context, stores, wire, engine.codec(), engine.metrics(), trace);
    this.commands =
        new CommandHandling(
            new CommandGate(
                new CommandReader(wire, engine.codec()),
                engine.codec(),
                engine.trust().verifier(),
                engine.unsigned()),
            controlPlane,
            stores,
            outbound,
            trace,
            engine.metrics());
  }

  /**
   * Builds the stores from the events where they are empty, of another version, or where the start
   * option says so. Done with the first record and not before, so that it is part of a transaction
   * that ends at once.
   */
  private void load() {
    if (loaded) {
      return;
    }
    if (!stores.areCurrent() || engine.takeRebuild()) {
      StateRebuild rebuilt = StateRebuild.of(engine.history());
      stores.replace(rebuilt);
      LOG.infof(
          "State built from %s: %s.",
          Counted.of(rebuilt.events(), "event"),
          Counted.of(rebuilt.migrations().size(), "migration"));
    }
    loaded = true;
  }

  /**
   * Carries out an order to rebuild. The history holds committed events only, so the stores are
   * replaced only by a fold that has all of theirs. The first look asks for a commit, so that a
   * later one reads the history outside of any transaction, which a long reading would let time
   * out; under steady load it does not wait for that for ever.
   */
  private void rebuildWhereOrdered(long unusedNow) {
    if (!loaded || !engine.order().isOrdered()) {
      return;
    }
    if (!quiet && engine.order().mayWait()) {
      quiet = true;
      engine.order().delayed("The engine waits for a second without a record.");
      context.commit();
      return;
    }
    StateRebuild rebuilt = StateRebuild.of(engine.history());
    if (!stores.isNotBefore(rebuilt)) {
      engine.order().delayed("The last events are not committed yet; the engine tries again.");
      return;
    }
    int differing = stores.differing(rebuilt);
    stores.replace(rebuilt);
    context.commit();
    engine.order().done(rebuilt.events(), rebuilt.migrations().size(), differing);
    LOG.infof(
        "State rebuilt from %s while running: %s, different before: %d.",
        Counted.of(rebuilt.events(), "event"),
        Counted.of(rebuilt.migrations().size(), "migration"),
        differing);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    CrashPoint.ORCHESTRATOR_RECORD_BEFORE_DECISION.reach();
    load();
    quiet = false;
    RecordMetadata at = context.recordMetadata().orElseThrow();
    String position = at.topic() + "-" + at.partition() + "-" + at.offset();
    outbound.timestamp(record.timestamp());
    Instant now = Instant.ofEpochMilli(record.timestamp());
    trace.input(at, record.headers(), context.applicationId());
    try {
      if (at.topic().equals(Topics.COMMANDS)) {
        commands.handle(record.headers(), record.key(), record.value(), position, at.offset(), now);
      } else {
        report(record.value(), position, now);
      }
    } finally {
      trace.end();
    }
    CrashPoint.ORCHESTRATOR_RECORD_BEFORE_COMMIT.reach();
    context.commit();
  }

  /**
   * Sends what a clock asks for, signed; it comes back as a command. A step of the machine's clock
   * must not use up a freeze budget, so time passes here no faster than it does.
   */
  private void tick(long wall, LongFunction<List<? extends Command>> asked) {
    boolean first = !loaded;
    load();
    long now = engine.agreed().applyAsLong(wall);
    List<? extends Command> due = asked.apply(now);
    for (Command one : due) {
      byte[] value = wire.encode(Topics.COMMANDS, engine.codec().toAvro(one));
      byte[] key = one.customer().getBytes(StandardCharsets.UTF_8);
      Headers signed = new RecordHeaders();
      signed.add(engine.trust().ofClock(one.commandId(), key, value));
      context.forward(new Record<>(key, value, now, signed), EngineTopology.CLOCK_SINK);
    }
    if (first || !due.isEmpty()) {
      quiet = false;
      context.commit();
    }
  }

  private void report(byte[] value, String position, Instant now) {
    Programme programme = stores.programme();
    SpecificRecord avro;
    try {
      avro = wire.decode(Topics.REPORTS, value);
      if (!ControlPlaneCodec.isOf(ControlPlaneCodec.REPORTS, avro)) {
        throw new UnreadableRecordException(
            "Expected a record of %s, found %s."
                .formatted(ControlPlaneCodec.REPORTS, avro.getSchema().getFullName()));
      }
    } catch (UnreadableRecordException e) {
      engine.metrics().unreadableReport();
      LOG.errorf(
          "Report %s cannot be read and is recorded as rejected: %s", position, e.getMessage());
      Rejection rejection =
          new Rejection(
              "a report of " + ControlPlaneCodec.REPORTS + " in the wire format",
              e.getMessage(),
              "Find out which service wrote it; the record is still at " + position + ".");
      outbound.record(controlPlane.rejectedReport(programme, rejection, new Meta(position, now)));
      return;
    }
    Reported reported = engine.codec().toReport(avro);
    Migration migration = stores.migration(reported.envelope().migrationId(), programme);
    trace.report(reported, migration.run());
    Handled handled =
        controlPlane.handle(
            migration, programme, reported, new Meta(reported.envelope().reportId(), now));
    if (handled.events().isEmpty()) {
      engine.metrics().ignoredReport(reported.report().name());
      LOG.debugf(
          "customer=%s run=%d: report %s of task %s ignored: %s",
          reported.envelope().migrationId(),
          reported.envelope().run(),
          reported.report().name(),
          reported.envelope().taskId(),
          handled.ignored());
    }
    outbound.record(handled);
  }

  @Override
  public void close() {
    if (wire != null) {
      wire.close();
    }
  }
}
