package dev.godwit.local.chaos;

import static dev.godwit.local.chaos.Scenario.COMMIT;
import static dev.godwit.local.chaos.Scenario.COMMIT_LIVE;
import static dev.godwit.local.chaos.Scenario.REHEARSAL;
import static dev.godwit.local.chaos.Scenario.ROLLBACK;
import static dev.godwit.local.chaos.Scenario.ROLLBACK_LIVE;

import dev.godwit.local.chaos.fault.CrashFault;
import dev.godwit.local.chaos.fault.Fault;
import dev.godwit.local.chaos.fault.HoldFault;
import dev.godwit.local.chaos.fault.KillFault;
import dev.godwit.local.chaos.fault.OutageFault;
import dev.godwit.local.chaos.fault.ProxyFault;
import dev.godwit.local.chaos.fault.ReadOnlyFault;
import dev.godwit.local.chaos.fault.StopFault;
import dev.godwit.local.chaos.fault.Trigger;
import dev.godwit.local.chaos.fault.ZombieFault;
import dev.godwit.local.stack.Part;
import dev.godwit.wire.crash.CrashPoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Everything that can be disturbed, in a fixed order. Stateless. */
final class ChaosTargets {
  private static final List<Scenario> ANY = List.of(COMMIT, COMMIT_LIVE, ROLLBACK, REHEARSAL);
  private static final List<Scenario> LIVE_RUN =
      List.of(COMMIT, COMMIT, COMMIT_LIVE, ROLLBACK_LIVE);
  private static final List<Scenario> TO_COMMIT = List.of(COMMIT, COMMIT_LIVE);

  /** Runs that come to each of the three points at which a pack has SQL. */
  private static final List<Scenario> ALL_POINTS = List.of(COMMIT, COMMIT_LIVE, REHEARSAL);

  private static final List<Scenario> TO_ROLLBACK = List.of(ROLLBACK, ROLLBACK_LIVE);
  private static final List<Scenario> WITH_TRAFFIC = List.of(COMMIT_LIVE, ROLLBACK_LIVE);
  private static final List<Trigger> MOMENTS =
      List.of(
          new Trigger("RunStarted", 1),
          new Trigger("SourceFrozen", 1),
          new Trigger("ExtractionPlanned", 1),
          new Trigger("ChunkExtracted", 1),
          new Trigger("ChunkExtracted", 3),
          new Trigger("ChunkExtracted", 6),
          new Trigger("CutWritten", 2),
          new Trigger("ReconciliationStarted", 1));
  private static final int MOST_BYTES = 40_000;

  private final List<ChaosTarget> targets = new ArrayList<>();

  private ChaosTargets() {}

  static List<ChaosTarget> all() {
    ChaosTargets all = new ChaosTargets();
    all.crashes();
    all.kills();
    all.zombies();
    all.outages();
    all.holds();
    all.targets.addAll(ReplayTargets.all());
    all.targets.addAll(MachineTargets.all(ChaosTargets::moment));
    return List.copyOf(all.targets);
  }

  private void crashes() {
    crash(Part.EXTRACTOR, CrashPoint.TRANSACTION_BEFORE_OFFSETS, ANY, 6);
    crash(Part.EXTRACTOR, CrashPoint.TRANSACTION_BEFORE_COMMIT, ANY, 6);
    crash(Part.EXTRACTOR, CrashPoint.TRANSACTION_AFTER_COMMIT, ANY, 6);
    crash(Part.EXTRACTOR, CrashPoint.EXTRACTOR_FREEZE_BEFORE_COMMIT, LIVE_RUN, 1);
    crash(Part.EXTRACTOR, CrashPoint.EXTRACTOR_FREEZE_AFTER_COMMIT, LIVE_RUN, 1);
    crash(Part.EXTRACTOR, CrashPoint.EXTRACTOR_THAW_BEFORE_COMMIT, TO_ROLLBACK, 1);
    crash(Part.EXTRACTOR, CrashPoint.EXTRACTOR_THAW_AFTER_COMMIT, TO_ROLLBACK, 1);
    crash(Part.EXTRACTOR, CrashPoint.EXTRACTOR_SNAPSHOT_BEFORE_OPEN, TO_COMMIT, 1);
    crash(Part.EXTRACTOR, CrashPoint.EXTRACTOR_SNAPSHOT_AFTER_OPEN, TO_COMMIT, 1);
    crash(Part.EXTRACTOR, CrashPoint.EXTRACTOR_LIVE_BEFORE_COMMIT, WITH_TRAFFIC, 2);
    crash(Part.EXTRACTOR, CrashPoint.EXTRACTOR_LIVE_AFTER_COMMIT, WITH_TRAFFIC, 2);
    crash(Part.EXTRACTOR, CrashPoint.EXTRACTOR_SOURCE_EVENTS_BEFORE_COMMIT, WITH_TRAFFIC, 1);
    crash(Part.EXTRACTOR, CrashPoint.EXTRACTOR_SOURCE_EVENTS_AFTER_COMMIT, WITH_TRAFFIC, 1);
    crash(Part.EXTRACTOR, CrashPoint.EXTRACTOR_DELIVERY_AFTER_OFFSETS, WITH_TRAFFIC, 2);
    crash(Part.WEBHOOKS, CrashPoint.WEBHOOKS_EVENTS_BEFORE_SEND, WITH_TRAFFIC, 5);
    crash(Part.WEBHOOKS, CrashPoint.WEBHOOKS_EVENTS_BEFORE_ANSWER, WITH_TRAFFIC, 5);
    crash(Part.TRANSFORMER, CrashPoint.TRANSFORMER_BATCH_BEFORE_OFFSETS, ANY, 2);
    crash(Part.TRANSFORMER, CrashPoint.TRANSFORMER_BATCH_BEFORE_COMMIT, ANY, 2);
    crash(Part.TRANSFORMER, CrashPoint.TRANSFORMER_BATCH_AFTER_COMMIT, ANY, 2);
    crash(Part.LOADER, CrashPoint.TRANSACTION_BEFORE_OFFSETS, ANY, 1);
    crash(Part.LOADER, CrashPoint.TRANSACTION_BEFORE_COMMIT, ANY, 1);
    crash(Part.LOADER, CrashPoint.TRANSACTION_AFTER_COMMIT, ANY, 1);
    crash(Part.LOADER, CrashPoint.LOADER_BATCH_BEFORE_PROGRESS, ANY, 2);
    crash(Part.LOADER, CrashPoint.LOADER_BATCH_BEFORE_COMMIT, ANY, 2);
    crash(Part.LOADER, CrashPoint.LOADER_BATCH_AFTER_COMMIT, ANY, 2);
    crash(Part.LOADER, CrashPoint.LOADER_OUTBOX_AFTER_SEND, ANY, 2);
    crash(Part.LOADER, CrashPoint.LOADER_OUTBOX_BEFORE_DELETE, ANY, 1);
    crash(Part.LOADER, CrashPoint.LOADER_OUTBOX_AFTER_DELETE, ANY, 1);
    restartCrash(CrashPoint.LOADER_POSITIONS_BEFORE_COMMIT);
    restartCrash(CrashPoint.LOADER_POSITIONS_AFTER_COMMIT);
    crash(Part.LOADER, CrashPoint.LOADER_PREPARE_BEFORE_COMMIT, ANY, 1);
    crash(Part.LOADER, CrashPoint.LOADER_PREPARE_AFTER_COMMIT, ANY, 1);
    crash(Part.LOADER, CrashPoint.LOADER_SQL_BEFORE_STATEMENTS, ALL_POINTS, 3);
    crash(Part.LOADER, CrashPoint.LOADER_SQL_BEFORE_COMMIT, ALL_POINTS, 3);
    crash(Part.LOADER, CrashPoint.LOADER_SQL_AFTER_COMMIT, ALL_POINTS, 3);
    crash(Part.LOADER, CrashPoint.LOADER_SQL_AFTER_SEND, ALL_POINTS, 3);
    crash(Part.LOADER, CrashPoint.LOADER_ENABLE_BEFORE_COMMIT, TO_COMMIT, 1);
    crash(Part.LOADER, CrashPoint.LOADER_ENABLE_AFTER_COMMIT, TO_COMMIT, 1);
    crash(Part.WEBHOOKS, CrashPoint.WEBHOOKS_REHEARSAL_AFTER_ANSWER, List.of(REHEARSAL), 1);
    crash(Part.VALIDATOR, CrashPoint.VALIDATOR_PROBES_BEFORE_COMMIT, TO_COMMIT, 1);
    crash(Part.VALIDATOR, CrashPoint.VALIDATOR_PROBES_AFTER_COMMIT, TO_COMMIT, 1);
    crash(Part.VALIDATOR, CrashPoint.VALIDATOR_ARRIVAL_BEFORE_COMMIT, List.of(REHEARSAL), 1);
    crash(Part.VALIDATOR, CrashPoint.VALIDATOR_ARRIVAL_AFTER_COMMIT, List.of(REHEARSAL), 1);
    List<Scenario> purging = List.of(REHEARSAL, ROLLBACK, ROLLBACK_LIVE);
    crash(Part.LOADER, CrashPoint.LOADER_PURGE_AFTER_FENCE, purging, 1);
    crash(Part.LOADER, CrashPoint.LOADER_PURGE_BEFORE_COMMIT, purging, 1);
    crash(Part.LOADER, CrashPoint.LOADER_PURGE_AFTER_COMMIT, purging, 1);
    crash(Part.VALIDATOR, CrashPoint.TRANSACTION_BEFORE_OFFSETS, TO_COMMIT, 2);
    crash(Part.VALIDATOR, CrashPoint.TRANSACTION_BEFORE_COMMIT, TO_COMMIT, 2);
    crash(Part.VALIDATOR, CrashPoint.TRANSACTION_AFTER_COMMIT, TO_COMMIT, 2);
    crash(Part.VALIDATOR, CrashPoint.VALIDATOR_LEDGER_BEFORE_BOOKING, ANY, 6);
    crash(Part.VALIDATOR, CrashPoint.VALIDATOR_LEDGER_BEFORE_COMMIT, ANY, 6);
    crash(Part.ORCHESTRATOR, CrashPoint.ORCHESTRATOR_RECORD_BEFORE_DECISION, ANY, 14);
    crash(Part.ORCHESTRATOR, CrashPoint.ORCHESTRATOR_RECORD_BEFORE_COMMIT, ANY, 14);
    crash(Part.ORCHESTRATOR, CrashPoint.ORCHESTRATOR_VIEW_BEFORE_COMMIT, ANY, 4);
    crash(Part.ORCHESTRATOR, CrashPoint.ORCHESTRATOR_VIEW_AFTER_COMMIT, ANY, 4);
    reportCrash(CrashPoint.REPORT_BEFORE_SEND);
    reportCrash(CrashPoint.REPORT_AFTER_SEND);
  }

  private void crash(Part part, CrashPoint point, List<Scenario> scenarios, int most) {
    add(
        label(part, point),
        scenarios,
        random -> List.of(new CrashFault(part, point, 1 + random.nextInt(most))));
  }

  private static String label(Part part, CrashPoint point) {
    return point.label().startsWith(part.label() + ".")
        ? point.label()
        : part.label() + ":" + point.label();
  }

  /** Reached when the loader starts. */
  private void restartCrash(CrashPoint point) {
    add(
        point.label(),
        LIVE_RUN,
        random ->
            List.of(
                new CrashFault(Part.LOADER, point, 1), new KillFault(Part.LOADER, moment(random))));
  }

  /** Reached when a stage says that it waits. */
  private void reportCrash(CrashPoint point) {
    add(
        label(Part.LOADER, point),
        TO_COMMIT,
        random ->
            List.of(
                new CrashFault(Part.LOADER, point, 1),
                new ProxyFault(
                    true, ProxyFault.Kind.DOWN, 0, new Trigger("ExtractionPlanned", 1))));
  }

  private void kills() {
    for (Part part : Part.values()) {
      add(
          "kill -9 " + part.label(),
          part == Part.WEBHOOKS ? WITH_TRAFFIC : LIVE_RUN,
          random -> List.of(new KillFault(part, moment(random))));
    }
    add(
        "kill -9 of two services",
        LIVE_RUN,
        random -> List.of(killOfAService(random), killOfAService(random)));
    Duration sessions = Duration.ofSeconds(12);
    stop(Part.ORCHESTRATOR, sessions);
    stop(Part.EXTRACTOR, sessions);
    stop(Part.TRANSFORMER, Duration.ofSeconds(18));
    stop(Part.LOADER, sessions);
    stop(Part.VALIDATOR, sessions);
  }

  private void zombies() {
    for (Part part : List.of(Part.EXTRACTOR, Part.TRANSFORMER, Part.LOADER, Part.VALIDATOR)) {
      add(
          "zombie " + part.label(),
          TO_COMMIT,
          random -> List.of(new ZombieFault(part, moment(random))));
    }
  }

  private static Fault killOfAService(SplittableRandom random) {
    List<Part> services = List.copyOf(Part.SERVICES);
    return new KillFault(services.get(random.nextInt(services.size())), moment(random));
  }

  private void stop(Part part, Duration silence) {
    add(
        "SIGSTOP " + part.label(),
        TO_COMMIT,
        random -> List.of(new StopFault(part, silence, moment(random))));
  }

  private void outages() {
    for (Part part : Part.INFRASTRUCTURE) {
      add(
          part.label() + " down",
          TO_COMMIT,
          random -> List.of(new OutageFault(part, moment(random))));
    }
    for (boolean toTarget : new boolean[] {true, false}) {
      String name = toTarget ? "target" : "source";
      for (ProxyFault.Kind kind : ProxyFault.Kind.values()) {
        Trigger fixed = kind == ProxyFault.Kind.CUT ? new Trigger("RunStarted", 1) : null;
        add(
            name + ": connections " + kind.name().toLowerCase(java.util.Locale.ROOT),
            TO_COMMIT,
            random ->
                List.of(
                    new ProxyFault(
                        toTarget,
                        kind,
                        random.nextInt(toTarget ? MOST_BYTES / 4 : MOST_BYTES),
                        fixed == null ? moment(random) : fixed)));
      }
    }
    targets.add(
        ChaosTarget.of(
            "target read-only",
            TO_COMMIT,
            true,
            random -> List.of(new ReadOnlyFault(moment(random)))));
  }

  /** Before the loader has written all engagements. */
  private void holds() {
    add(
        "hold and resume",
        TO_COMMIT,
        random ->
            List.of(
                new HoldFault(
                    random.nextBoolean()
                        ? new Trigger("SourceFrozen", 1)
                        : new Trigger("ExtractionPlanned", 1))));
  }

  private static Trigger moment(SplittableRandom random) {
    return MOMENTS.get(random.nextInt(MOMENTS.size()));
  }

  private void add(
      String label,
      List<Scenario> scenarios,
      java.util.function.Function<SplittableRandom, List<Fault>> faults) {
    targets.add(ChaosTarget.of(label, scenarios, false, faults));
  }
}
