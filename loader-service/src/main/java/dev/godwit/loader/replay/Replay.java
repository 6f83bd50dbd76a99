package dev.godwit.loader.replay;

import dev.godwit.common.v1.ReplaySelection;
import dev.godwit.loader.LoaderSettings;
import dev.godwit.loader.batch.LoadRun;
import dev.godwit.loader.batch.StagePort;
import dev.godwit.loader.inbound.PartitionFeed.Decoder;
import dev.godwit.loader.outbound.OutboxMessages;
import dev.godwit.loader.outbound.OutboxSender;
import dev.godwit.loader.progress.FenceState;
import dev.godwit.loader.progress.Outbox;
import dev.godwit.loader.progress.RedrivenStore;
import dev.godwit.loader.progress.ReplayStore;
import dev.godwit.loader.progress.ReplayStore.Counts;
import dev.godwit.loader.progress.ReplayStore.State;
import dev.godwit.loader.progress.ReplayStore.StoredReplay;
import dev.godwit.loader.progress.ReplayStore.Stretch;
import dev.godwit.loader.replay.ReplayTransaction.DueReport;
import dev.godwit.loader.replay.ReplayTransaction.Outcome;
import dev.godwit.loader.replay.StretchReader.Step;
import dev.godwit.loader.targetdb.TargetConnection;
import dev.godwit.loader.targetdb.TargetPacks;
import dev.godwit.records.Counted;
import dev.godwit.records.Entity;
import dev.godwit.report.v1.ReportEnvelope;
import dev.godwit.task.v1.ReplayRecords;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.wire.crash.CrashPoint;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.run.ReplayControl;
import dev.godwit.worker.run.ReplayRate;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.run.RunStoppedException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * One replay of the load, from where it is to its end: plans, reads, writes what is missing step by
 * step, and reports.
 *
 * <p>Contract:
 *
 * <ul>
 *   <li>May be killed at any point and begun again, by this process or another: plan, progress and
 *       outgoing messages are in the target database.
 *   <li>Its report leaves once the broker has everything that it reports.
 *   <li>Between two steps it obeys its {@link ReplayControl}.
 *   <li>Of two that replay the same run at once, one ends with {@link End#ELSEWHERE}.
 * </ul>
 *
 * <p>Used by one thread.
 */
final class Replay {
  private static final Logger LOG = Logger.getLogger(Replay.class);

  /** Well below the silence after which the server ends the session, and with it the lock. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  /** A step keeps its records decoded, which takes several times their bytes. */
  private static final int STEPS_IN_A_BATCH = 4;

  /** Clients and services of a replay. */
  record Parts(
      TargetConnection target,
      Consumer<byte[], byte[]> consumer,
      Decoder decoder,
      OutboxMessages messages,
      OutboxSender sender,
      TargetPacks packs,
      StagePort stage,
      ReplayControls controls,
      Function<TaskEnvelope, ReportEnvelope> envelopes,
      LoaderSettings settings,
      RedriveStart.Ends ends) {}

  /** How a call of {@link #run} ended. */
  enum End {
    /** The replay has ended, and the broker has its report. */
    OVER,
    /** Another loader replays the run. */
    ELSEWHERE
  }

  private final ReplayRecords task;
  private final String runId;
  private final RunSpec spec;
  private final Parts parts;
  private final ReplayOutbox outbox;
  private final ReplayReports reports;
  private final ReplayPreparation preparation;
  private final ReplayRate rate = new ReplayRate();

  Replay(ReplayRecords task, Parts parts) {
    this.task = task;
    this.parts = parts;
    TaskEnvelope of = task.getEnvelope();
    this.runId = RunSpec.idOf(of.getCustomer(), of.getRun());
    this.spec =
        new RunSpec(
            runId,
            of.getCustomer(),
            of.getRun(),
            of.getKind(),
            of.getSourcePack(),
            of.getTargetPack(),
            RunSpec.NOT_KNOWN);
    this.preparation = new ReplayPreparation(task, spec, parts);
    this.outbox = new ReplayOutbox(parts.target(), parts.sender());
    this.reports = new ReplayReports(task, parts.messages(), parts.envelopes());
  }

  /**
   * Replays.
   *
   * @throws KafkaException where the clients must be made anew
   * @throws SQLException where the end of the replay cannot be stored
   * @throws InterruptedException where the process is about to end
   */
  End run() throws SQLException, InterruptedException {
    try {
      outbox.drain("");
      return replay(parts.controls().current(runId, task.getReplay()));
    } catch (OffsetOutOfRangeException e) {
      return fail(ReplayFailure.of(e));
    } catch (InterruptedException | KafkaException e) {
      throw e;
    } catch (RunStoppedException e) {
      return End.OVER;
    } catch (Exception e) {
      return fail(ReplayFailure.of(e));
    }
  }

  private End replay(ReplayControl first) throws Exception {
    Optional<StoredReplay> stored = preparation.stored();
    if (stored.filter(found -> found.state() == State.RUNNING).isEmpty()) {
      return End.OVER;
    }
    if (first.isEnding()) {
      return finish(State.CANCELLED);
    }
    LoadRun run = preparation.loadRun();
    if (run == null) {
      return End.OVER;
    }
    Optional<DifferingKeys> differences = preparation.differences();
    if (stored.get().total() < 0) {
      if (task.getSelection().getDependants()
          && !new RedriveStart(task, runId, parts, preparation).begin(run.target())) {
        return finish(State.CANCELLED);
      }
      preparation.plan(differences);
    }
    Optional<End> ended = round(run, differences);
    // A record that a round brings can have children that were refused while it ran.
    int most = run.target().rank(Entity.LIVE) + 1;
    for (int i = 1; i < most && ended.isEmpty() && preparation.widen(); i++) {
      ended = round(run, differences);
    }
    return ended.isPresent() ? ended.get() : finish(State.FINISHED);
  }

  /** Reads what is planned and not yet read; empty where the replay goes on. */
  private Optional<End> round(LoadRun run, Optional<DifferingKeys> differences) throws Exception {
    StoredReplay planned = preparation.stored().orElseThrow();
    List<Stretch> stretches = preparation.stretches(run.target());
    LOG.infof(
        "customer=%s run=%d: replay %d reads %s in %s.",
        spec.customer(),
        spec.run(),
        task.getReplay(),
        Counted.of(planned.total(), "record"),
        Counted.of(stretches.size(), "partition"));
    Reading reading = new Reading(run, planned, stretches, differences);
    for (int i = 0; i < stretches.size(); i++) {
      while (!reading.stretches.get(i).isDone()) {
        ReplayControl control = awaitTurn();
        if (control.isEnding()) {
          return Optional.of(finish(State.CANCELLED));
        }
        Optional<End> ended = reading.step(i, control);
        if (ended.isPresent()) {
          return ended;
        }
      }
    }
    return Optional.empty();
  }

  /** Waits while the replay is paused or ahead of its rate; gives the control for its next step. */
  private ReplayControl awaitTurn() throws InterruptedException {
    ReplayControl control = parts.controls().current(runId, task.getReplay());
    while (!control.isEnding()) {
      parts.target().checkNowAndThen();
      Duration wait =
          control.state() == ReplayControl.State.PAUSED ? LONGEST_WAIT : rate.untilNext(control);
      if (!wait.isPositive()) {
        return control;
      }
      control =
          parts
              .controls()
              .awaitChange(runId, control, wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT);
    }
    return control;
  }

  /** Ends the replay; its report leaves once the broker has everything before it. */
  private End finish(State state) throws SQLException, InterruptedException {
    outbox.drain(prefix());
    end(state, stretches -> List.of(reports.ended(stretches)));
    outbox.drain(prefix());
    LOG.infof(
        "customer=%s run=%d: replay %d is %s.",
        spec.customer(), spec.run(), task.getReplay(), state);
    return End.OVER;
  }

  /** Ends the replay on a failure; the report on what it did all the same stands behind it. */
  private End fail(StageFailedException failure) throws SQLException, InterruptedException {
    LOG.errorf(
        "customer=%s run=%d: replay %d failed on %s: %s %s",
        spec.customer(),
        spec.run(),
        task.getReplay(),
        failure.subject(),
        failure.getMessage(),
        failure.action());
    outbox.drain(prefix());
    end(State.FAILED, stretches -> List.of(reports.failed(failure), reports.ended(stretches)));
    outbox.drain(prefix());
    return End.OVER;
  }

  private String prefix() {
    return OutboxMessages.replayPrefix(runId, task.getReplay());
  }

  private void end(State state, Function<List<Stretch>, List<Outbox.Message>> last)
      throws SQLException, InterruptedException {
    parts
        .target()
        .retrying(
            connection -> {
              if (ReplayStore.end(connection, runId, task.getReplay(), state)) {
                RedrivenStore.remove(connection, runId, task.getReplay());
                Outbox.add(
                    connection,
                    last.apply(ReplayStore.stretches(connection, runId, task.getReplay())));
              }
              CrashPoint.LOADER_REPLAY_END_BEFORE_COMMIT.reach();
              connection.commit();
              CrashPoint.LOADER_REPLAY_END_AFTER_COMMIT.reach();
              return null;
            });
  }

  /** The reading of one call, with how far it is in each stretch. */
  private final class Reading {
    private final List<Stretch> stretches;
    private final StretchReader reader;
    private final ReplayTransaction transaction;
    private final long total;
    private final long way;
    private int tenths;

    private Reading(
        LoadRun run,
        StoredReplay stored,
        List<Stretch> stretches,
        Optional<DifferingKeys> differences) {
      this.stretches = stretches;
      this.total = stored.total();
      this.tenths = stored.tenths();
      this.way = stretches.stream().mapToLong(stretch -> stretch.to() - stretch.from()).sum();
      this.transaction =
          new ReplayTransaction(
              run,
              task.getReplay(),
              task.getReplace(),
              parts.messages(),
              Dependants.of(task, run.target(), runId));
      ReplaySelection selection = task.getSelection();
      this.reader =
          new StretchReader(
              parts.consumer(),
              parts.decoder(),
              new RecordSelection(runId, selection, run.target(), differences),
              Optional.ofNullable(selection.getQuarantined())
                  .map(
                      reason ->
                          new QuarantinedPages(
                              parts.target(), runId, RedriveChoice.reasonsOf(selection))));
    }

    /** One step in a stretch; empty where the replay goes on. */
    private Optional<End> step(int index, ReplayControl control) throws Exception {
      Stretch stretch = stretches.get(index);
      Step step =
          reader.read(
              stretch,
              rate.most(control, Math.max(1, parts.settings().batchRecords() / STEPS_IN_A_BATCH)),
              parts.settings().batchBytes() / STEPS_IN_A_BATCH);
      if (step.next() == stretch.next()) {
        return Optional.empty();
      }
      List<Long> acknowledged = outbox.acknowledged();
      Outcome outcome =
          parts
              .stage()
              .whileTargetIsDown(
                  spec,
                  () ->
                      parts
                          .target()
                          .once(
                              connection ->
                                  transaction.apply(
                                      connection,
                                      stretch,
                                      step,
                                      gained -> due(stretch, step, gained),
                                      acknowledged)));
      return switch (outcome) {
        case Outcome.Done done -> {
          outbox.committed(done.entries(), acknowledged);
          stretches.set(index, moved(stretch, step, done.gained()));
          tenths = tenths(0);
          rate.took(control, step.records().size());
          parts.stage().count(step.entity(), "replayed", done.gained().written());
          parts.stage().count(step.entity(), "released", done.gained().released());
          yield Optional.empty();
        }
        case Outcome.Overtaken overtaken -> Optional.of(End.ELSEWHERE);
        case Outcome.NotOpen notOpen -> Optional.of(notOpen(notOpen));
      };
    }

    private End notOpen(Outcome.NotOpen notOpen) throws StageFailedException {
      if (notOpen.state().filter(state -> state == FenceState.ENABLED).isPresent()) {
        throw new StageFailedException(
            "replay",
            "Expected run %s to be open for replacing rows, found it committed.".formatted(runId),
            "Replay without replacing.");
      }
      return End.OVER;
    }

    private Stretch moved(Stretch stretch, Step step, Counts gained) {
      return new Stretch(
          stretch.entity(),
          stretch.partition(),
          stretch.from(),
          step.next(),
          stretch.to(),
          stretch.counts().plus(gained));
    }

    /** The report that is due once a step is done: at each tenth of the way but the last. */
    private Optional<DueReport> due(Stretch stretch, Step step, Counts gained) {
      int then = tenths(step.next() - stretch.next());
      if (then <= tenths || then >= 10) {
        return Optional.empty();
      }
      long read = gained.read() + stretches.stream().mapToLong(each -> each.counts().read()).sum();
      return Optional.of(new DueReport(then, reports.progressed(then, read, total)));
    }

    private int tenths(long further) {
      long gone =
          further + stretches.stream().mapToLong(stretch -> stretch.next() - stretch.from()).sum();
      return way == 0 ? 10 : (int) (gone * 10 / way);
    }
  }
}
