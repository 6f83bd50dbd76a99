package dev.godwit.loader.live;

import dev.godwit.common.v1.RunKind;
import dev.godwit.loader.LoaderSettings;
import dev.godwit.loader.batch.Batch;
import dev.godwit.loader.batch.BatchTransaction;
import dev.godwit.loader.batch.LoadRun;
import dev.godwit.loader.batch.LoadStrategy;
import dev.godwit.loader.batch.RunFailures;
import dev.godwit.loader.batch.RunGate;
import dev.godwit.loader.batch.RunPart;
import dev.godwit.loader.batch.Traffic;
import dev.godwit.loader.inbound.InboundRecord;
import dev.godwit.loader.inbound.LoadRecord;
import dev.godwit.loader.inbound.PartitionFeed;
import dev.godwit.loader.inbound.TransformedInput;
import dev.godwit.loader.progress.FenceState;
import dev.godwit.loader.progress.LiveTotals;
import dev.godwit.loader.progress.OffsetStore.Step;
import dev.godwit.loader.progress.RehearsedLive;
import dev.godwit.loader.reference.PauseReason;
import dev.godwit.loader.rows.RangeOutcome;
import dev.godwit.loader.targetdb.TargetConnection;
import dev.godwit.records.Entity;
import dev.godwit.worker.failure.SqlFailure;
import dev.godwit.worker.run.RunStoppedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Makes batches of live engagement, with the events of all customers in one: they stand mixed in
 * the partitions, and a transaction for each change of customer would be slower than they arrive. A
 * run's events wait until all its emails are loaded, and the rows of each declared entity that its
 * engagements refer to. When a batch fails, each run's events are tried alone; those of the runs at
 * fault are retried later, the others are loaded. Not thread-safe.
 */
public final class LiveStrategy implements LoadStrategy {
  private static final Logger LOG = Logger.getLogger(LiveStrategy.class);

  private final TransformedInput input;
  private final TargetConnection target;
  private final RunGate gate;
  private final RunFailures failures;
  private final LoaderSettings settings;
  private Taken last = new Taken();

  public LiveStrategy(
      TransformedInput input,
      TargetConnection target,
      RunGate gate,
      RunFailures failures,
      LoaderSettings settings) {
    this.input = input;
    this.target = target;
    this.gate = gate;
    this.failures = failures;
    this.settings = settings;
  }

  @Override
  public Traffic traffic() {
    return Traffic.LIVE;
  }

  @Override
  public String heldOutcome() {
    return "duplicate";
  }

  /** Live events of one run. */
  private record Part(LoadRun run, List<LiveRange> ranges) implements RunPart {
    @Override
    public Traffic traffic() {
      return Traffic.LIVE;
    }

    @Override
    public Written write(Connection connection) throws SQLException {
      LiveRows rows = new LiveRows(connection, run);
      Written written = rows.load(ranges);
      if (run.fenced().kind() == RunKind.REHEARSAL) {
        RehearsedLive.add(connection, run.runId(), rehearsed(written, rows));
      } else {
        LiveTotals.add(
            connection, run.runId(), written.outcomes().stream().map(Part::gain).toList());
      }
      return written;
    }

    private static List<RehearsedLive.Outcome> rehearsed(Written written, LiveRows rows) {
      return written.outcomes().stream()
          .flatMap(outcome -> outcome.range().records().stream())
          .map(record -> new RehearsedLive.Outcome(record.legacyId(), outcome(record, rows)))
          .toList();
    }

    private static String outcome(LoadRecord record, LiveRows rows) {
      if (record.problem() != null) {
        return record.problem().reason().name();
      }
      return rows.isHeld(record.position()) ? RehearsedLive.DUPLICATE : RehearsedLive.LOADED;
    }

    private static LiveTotals.Gain gain(RangeOutcome outcome) {
      return new LiveTotals.Gain(
          outcome.range().partition().partition(),
          outcome.range().to(),
          outcome.received(),
          outcome.loaded(),
          outcome.held(),
          outcome.quarantined(),
          outcome.digests());
    }
  }

  /** Records taken from the feeds for one transaction. */
  private static final class Taken {
    private final List<LiveRange> ranges = new ArrayList<>();
    private final List<LoadRecord> orphans = new ArrayList<>();
    private final List<ConsumerRecord<byte[], byte[]>> skipped = new ArrayList<>();
    private final List<ConsumerRecord<byte[], byte[]>> elsewhere = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();

    /** Runs whose pack was read again: their events of another layout are for the next batch. */
    private final Set<String> readAgain = new HashSet<>();

    private int records;

    List<RunPart> parts() {
      Map<String, Part> parts = new TreeMap<>();
      for (LiveRange range : ranges) {
        parts
            .computeIfAbsent(range.run().runId(), runId -> new Part(range.run(), new ArrayList<>()))
            .ranges()
            .add(range);
      }
      return List.copyOf(parts.values());
    }

    Optional<Batch> batch() {
      return steps.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Batch(
                  parts(),
                  steps,
                  orphans.stream().map(record -> new Batch.Orphan(Entity.LIVE, record)).toList(),
                  Map.of(Entity.LIVE, (long) skipped.size()),
                  Map.of(Entity.LIVE, (long) elsewhere.size())));
    }
  }

  @Override
  public Optional<Batch> next(List<PartitionFeed> feeds)
      throws SQLException, RunStoppedException, InterruptedException {
    last = new Taken();
    Map<String, RunGate.Decision> decisions = new HashMap<>();
    for (PartitionFeed feed : feeds) {
      take(feed, decisions, last);
    }
    return last.batch();
  }

  /**
   * Takes the feed's records up to one that must wait.
   *
   * @param decisions the decisions for this batch, by run
   */
  private void take(PartitionFeed feed, Map<String, RunGate.Decision> decisions, Taken taken)
      throws SQLException, RunStoppedException, InterruptedException {
    Map<String, LiveRange> open = new HashMap<>();
    long next = -1;
    while (feed.peek() != null && taken.records < settings.batchRecords()) {
      InboundRecord event = feed.peek();
      RunGate.Decision decision = decide(event, decisions);
      if (waitsForPack(event, decision, taken)) {
        break;
      }
      switch (decision) {
        case RunGate.Decision.Pause pause -> {
          input.pause(feed, pause.reason());
          continue;
        }
        case RunGate.Decision.Load load -> add(event, load.run(), feed, open, taken);
        case RunGate.Decision.Skip skip -> {
          if (skip.elsewhere()) {
            taken.elsewhere.add(event.source());
          } else if (event instanceof InboundRecord.Unreadable poison) {
            taken.orphans.add(LoadRecord.unreadable(poison.source(), poison.detail()));
          } else {
            taken.skipped.add(event.source());
          }
        }
      }
      next = event.source().offset() + 1;
      taken.records++;
      feed.move();
    }
    if (next >= 0) {
      taken.steps.add(new Step(feed.partition(), input.next(feed.partition()), next));
    }
  }

  private RunGate.Decision decide(InboundRecord event, Map<String, RunGate.Decision> decisions)
      throws SQLException, RunStoppedException, InterruptedException {
    String runId =
        event.runId() == null ? gate.runOfUnreadable(event.source(), Traffic.LIVE) : event.runId();
    RunGate.Decision decision = decisions.get(runId);
    if (decision == null) {
      decision = gate.decide(runId, Traffic.LIVE);
      decisions.put(runId, decision);
    }
    if (decision instanceof RunGate.Decision.Load load
        && event instanceof InboundRecord.Live
        && load.run().fenced().state() == FenceState.OPEN) {
      for (Entity parent : load.run().target().liveParents()) {
        if (!load.run().passed().everywhere(parent)) {
          return new RunGate.Decision.Pause(new PauseReason.CutOfEntity(runId, parent));
        }
      }
    }
    return decision;
  }

  /**
   * Whether an event is left for the next batch, since it was made for another layout than the
   * run's pack has here, and the packs were just read again.
   */
  private boolean waitsForPack(InboundRecord event, RunGate.Decision decision, Taken taken) {
    if (!(event instanceof InboundRecord.Live live)
        || !(decision instanceof RunGate.Decision.Load load)
        || load.run().target().fits(live.event().getLayout())) {
      return false;
    }
    if (gate.readsPacksFor(load.run(), live.event().getLayout())) {
      taken.readAgain.add(load.run().runId());
    }
    return taken.readAgain.contains(load.run().runId());
  }

  private static void add(
      InboundRecord event,
      LoadRun run,
      PartitionFeed feed,
      Map<String, LiveRange> open,
      Taken taken) {
    LiveRange range =
        open.computeIfAbsent(
            run.runId(),
            runId -> {
              LiveRange begun = new LiveRange(run, feed.partition());
              taken.ranges.add(begun);
              return begun;
            });
    switch (event) {
      case InboundRecord.Live live -> range.add(live);
      case InboundRecord.Marker marker -> {
        range.end(marker);
        open.remove(run.runId());
      }
      case InboundRecord.Unreadable poison -> range.add(poison);
      case InboundRecord.Row row ->
          throw new IllegalStateException(
              "Expected live events in " + feed.partition() + ", found a row of a snapshot.");
    }
  }

  @Override
  public void loaded(Batch batch) {
    batch.parts().forEach(part -> failures.ended(part.run().runId()));
  }

  @Override
  public Optional<Batch> failed(Batch batch, Exception error, List<PartitionFeed> feeds)
      throws InterruptedException {
    List<LiveRange> failing = failing(batch, error);
    if (failing.isEmpty()) {
      input.giveUp();
      LockSupport.parkNanos(settings.retryAfter().toNanos());
      return Optional.empty();
    }
    last = without(failing, feeds);
    return last.batch();
  }

  /**
   * Tries the events of each run alone, without committing, and reports the runs that fail.
   *
   * @return all ranges of the runs that fail; none where the target database is away, or where no
   *     run fails alone
   */
  private List<LiveRange> failing(Batch batch, Exception error) {
    List<LiveRange> failing = new ArrayList<>();
    for (RunPart part : batch.parts()) {
      try {
        target.once(
            connection -> {
              try {
                return part.writeInSchema(connection);
              } finally {
                BatchTransaction.rollBack(connection);
              }
            });
      } catch (SQLException | RuntimeException e) {
        if (e instanceof SQLException sql && SqlFailure.classify(sql) == SqlFailure.RETRIABLE) {
          return List.of();
        }
        List<LiveRange> ranges = ((Part) part).ranges();
        List<InboundRecord> events =
            ranges.stream().flatMap(range -> range.events().stream()).toList();
        failures.liveFailed(part.run().spec(), e, events.size(), firstEvent(events));
        failing.addAll(ranges);
      }
    }
    if (failing.isEmpty()) {
      LOG.warnf(
          "Live engagement of %d runs could not be loaded together and is retried: %s",
          batch.parts().size(),
          error instanceof SQLException sql ? SqlFailure.describe(sql) : error.toString());
    }
    return failing;
  }

  private static String firstEvent(List<InboundRecord> events) {
    return events.stream()
        .filter(InboundRecord.Live.class::isInstance)
        .map(event -> ((InboundRecord.Live) event).event().getEventId())
        .findFirst()
        .orElse("");
  }

  /**
   * The taken records before the first event of a failing run, in each partition. The partitions
   * with such an event are paused at it, until it is retried; the others are not shortened.
   */
  private Taken without(List<LiveRange> failing, List<PartitionFeed> feeds) {
    Map<TopicPartition, LiveRange> first = new HashMap<>();
    for (LiveRange range : failing) {
      first.merge(range.partition(), range, (a, b) -> a.firstOffset() <= b.firstOffset() ? a : b);
    }
    Map<TopicPartition, Long> ends = new HashMap<>();
    first.forEach((partition, range) -> ends.put(partition, range.firstOffset()));
    Taken rest = new Taken();
    last.ranges.forEach(
        range ->
            range
                .before(ends.getOrDefault(range.partition(), Long.MAX_VALUE))
                .ifPresent(rest.ranges::add));
    Predicate<ConsumerRecord<byte[], byte[]>> isBefore =
        source ->
            source.offset()
                < ends.getOrDefault(
                    new TopicPartition(source.topic(), source.partition()), Long.MAX_VALUE);
    last.orphans.stream()
        .filter(orphan -> isBefore.test(orphan.source()))
        .forEach(rest.orphans::add);
    last.skipped.stream().filter(isBefore).forEach(rest.skipped::add);
    last.elsewhere.stream().filter(isBefore).forEach(rest.elsewhere::add);
    for (Step step : last.steps) {
      long to = Math.min(step.next(), ends.getOrDefault(step.partition(), Long.MAX_VALUE));
      if (to > step.expected()) {
        rest.steps.add(new Step(step.partition(), step.expected(), to));
      }
    }
    first.forEach(
        (partition, range) ->
            input.pause(
                partition,
                range.firstOffset(),
                PauseReason.RetryTime.in(range.run().runId(), settings.retryAfter()),
                feeds));
    return rest;
  }
}
