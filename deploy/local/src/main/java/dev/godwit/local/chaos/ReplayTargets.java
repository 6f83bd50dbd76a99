package dev.godwit.local.chaos;

import static dev.godwit.local.chaos.ReplayPlan.Gap.DELETED;
import static dev.godwit.local.chaos.ReplayPlan.Gap.LOADER;
import static dev.godwit.local.chaos.ReplayPlan.Gap.TRANSFORMER;

import dev.godwit.common.v1.Stage;
import dev.godwit.local.chaos.ReplayPlan.Gap;
import dev.godwit.local.chaos.fault.CrashFault;
import dev.godwit.local.chaos.fault.Fault;
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
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Everything of a replay that can be disturbed, in a fixed order. Stateless. */
final class ReplayTargets {
  private static final List<Scenario> REPLAYS = List.of(Scenario.REPLAY, Scenario.REPLAY_LIVE);
  private static final Trigger STARTED = new Trigger("ReplayStarted", 1);

  /** The gaps after which a replay of the stage has something to do. */
  private static final Map<Stage, List<Gap>> GAPS =
      Map.of(
          Stage.TRANSFORM,
          List.of(TRANSFORMER),
          Stage.LOAD,
          List.of(LOADER, TRANSFORMER, DELETED),
          Stage.VALIDATE,
          List.of(LOADER, DELETED));

  private static final Map<Part, Stage> STAGES =
      Map.of(
          Part.TRANSFORMER,
          Stage.TRANSFORM,
          Part.LOADER,
          Stage.LOAD,
          Part.VALIDATOR,
          Stage.VALIDATE);

  private final List<ChaosTarget> targets = new ArrayList<>();

  private ReplayTargets() {}

  static List<ChaosTarget> all() {
    ReplayTargets all = new ReplayTargets();
    all.crashes();
    all.decisions();
    all.silence();
    all.outages();
    return List.copyOf(all.targets);
  }

  private void crashes() {
    List<Gap> any = GAPS.get(Stage.LOAD);
    List<Gap> quarantine = List.of(LOADER, TRANSFORMER);
    crash(Part.LOADER, CrashPoint.LOADER_REPLAY_TASK_BEFORE_COMMIT, any, 1);
    crash(Part.LOADER, CrashPoint.LOADER_REPLAY_TASK_AFTER_COMMIT, any, 1);
    crash(Part.LOADER, CrashPoint.LOADER_REPLAY_PLAN_BEFORE_COMMIT, any, 1);
    crash(Part.LOADER, CrashPoint.LOADER_REPLAY_PLAN_AFTER_COMMIT, any, 1);
    crash(Part.LOADER, CrashPoint.LOADER_REPLAY_STEP_BEFORE_PROGRESS, any, 6);
    crash(Part.LOADER, CrashPoint.LOADER_REPLAY_STEP_BEFORE_COMMIT, any, 6);
    crash(Part.LOADER, CrashPoint.LOADER_REPLAY_STEP_AFTER_COMMIT, any, 6);
    crash(Part.LOADER, CrashPoint.LOADER_REPLAY_RELEASE_BEFORE_COMMIT, quarantine, 2);
    crash(Part.LOADER, CrashPoint.LOADER_REPLAY_RELEASE_AFTER_COMMIT, quarantine, 2);
    crash(Part.LOADER, CrashPoint.LOADER_REPLAY_OUTBOX_AFTER_SEND, quarantine, 2);
    crash(Part.LOADER, CrashPoint.LOADER_REPLAY_OUTBOX_BEFORE_DELETE, any, 1);
    crash(Part.LOADER, CrashPoint.LOADER_REPLAY_OUTBOX_AFTER_DELETE, any, 1);
    crash(Part.LOADER, CrashPoint.LOADER_REPLAY_END_BEFORE_COMMIT, any, 1);
    crash(Part.LOADER, CrashPoint.LOADER_REPLAY_END_AFTER_COMMIT, any, 1);
    List<Gap> ofTransformer = GAPS.get(Stage.TRANSFORM);
    crash(Part.TRANSFORMER, CrashPoint.TRANSFORMER_REPLAY_BATCH_BEFORE_RECEIPT, ofTransformer, 2);
    crash(Part.TRANSFORMER, CrashPoint.TRANSFORMER_REPLAY_BATCH_BEFORE_COMMIT, ofTransformer, 2);
    crash(Part.TRANSFORMER, CrashPoint.TRANSFORMER_REPLAY_BATCH_AFTER_COMMIT, ofTransformer, 2);
    crash(Part.TRANSFORMER, CrashPoint.TRANSFORMER_REPLAY_END_BEFORE_REPORT, ofTransformer, 1);
    crash(Part.TRANSFORMER, CrashPoint.TRANSACTION_BEFORE_COMMIT, ofTransformer, 1);
    crash(Part.TRANSFORMER, CrashPoint.TRANSACTION_AFTER_COMMIT, ofTransformer, 1);
    crash(Part.TRANSFORMER, CrashPoint.REPORT_BEFORE_SEND, ofTransformer, 1);
    List<Gap> compared = GAPS.get(Stage.VALIDATE);
    crash(Part.VALIDATOR, CrashPoint.VALIDATOR_REPLAY_TABLE_BEFORE_COMMIT, compared, 4);
    crash(Part.VALIDATOR, CrashPoint.VALIDATOR_REPLAY_TABLE_AFTER_COMMIT, compared, 4);
    crash(Part.VALIDATOR, CrashPoint.VALIDATOR_REPLAY_END_BEFORE_COMMIT, compared, 1);
    crash(Part.VALIDATOR, CrashPoint.VALIDATOR_REPLAY_END_AFTER_COMMIT, compared, 1);
  }

  private void crash(Part part, CrashPoint point, List<Gap> gaps, int most) {
    Stage stage = STAGES.get(part);
    boolean everyStep = most > 4;
    targets.add(
        ChaosTarget.of(
            point.label().startsWith(part.label())
                ? point.label()
                : "replay: %s at %s".formatted(part.label(), point.label()),
            REPLAYS,
            false,
            random -> List.of(new CrashFault(part, point, 1 + random.nextInt(most))),
            random -> ReplayPlan.of(random, stage, gaps, everyStep)));
  }

  /** Of the control plane, and processes that are killed. */
  private void decisions() {
    add("replay: decision not begun", crashOf(CrashPoint.ORCHESTRATOR_RECORD_BEFORE_DECISION, 3));
    add("replay: decision not committed", crashOf(CrashPoint.ORCHESTRATOR_RECORD_BEFORE_COMMIT, 3));
    add("replay: view not committed", crashOf(CrashPoint.ORCHESTRATOR_VIEW_BEFORE_COMMIT, 2));
    for (Part part : STAGES.keySet().stream().sorted().toList()) {
      add(
          "replay: %s killed".formatted(part.label()),
          STAGES.get(part),
          random -> List.of(new KillFault(part, STARTED)));
    }
    for (Part part : List.of(Part.ORCHESTRATOR, Part.BROKER, Part.REGISTRY, Part.POSTGRES)) {
      add(
          "replay: %s killed".formatted(part.label()),
          random -> List.of(new KillFault(part, STARTED)));
    }
  }

  private static Function<SplittableRandom, List<Fault>> crashOf(CrashPoint point, int most) {
    return random -> List.of(new CrashFault(Part.ORCHESTRATOR, point, 1 + random.nextInt(most)));
  }

  private void silence() {
    for (Part part : STAGES.keySet().stream().sorted().toList()) {
      add(
          "replay: %s silent".formatted(part.label()),
          STAGES.get(part),
          random -> List.of(new StopFault(part, Duration.ofSeconds(12), STARTED)));
      add(
          "replay: %s replaced".formatted(part.label()),
          STAGES.get(part),
          random -> List.of(new ZombieFault(part, STARTED)));
    }
  }

  private void outages() {
    for (Part part : Part.INFRASTRUCTURE) {
      add(
          "replay: no %s".formatted(part.label()),
          random -> List.of(new OutageFault(part, STARTED)));
    }
    add(
        "replay: target refuses",
        random -> List.of(new ProxyFault(true, ProxyFault.Kind.DOWN, 0, STARTED)));
    add(
        "replay: target stalls",
        random -> List.of(new ProxyFault(true, ProxyFault.Kind.STALL, 0, STARTED)));
    targets.add(
        ChaosTarget.of(
            "replay: target takes no writes",
            REPLAYS,
            true,
            random -> List.of(new ReadOnlyFault(STARTED)),
            random -> plan(random, Stage.LOAD)));
  }

  /** Disturbs a replay of a stage that the seed chooses. */
  private void add(String label, Function<SplittableRandom, List<Fault>> faults) {
    List<Stage> stages = List.of(Stage.TRANSFORM, Stage.LOAD, Stage.VALIDATE);
    targets.add(
        ChaosTarget.of(
            label,
            REPLAYS,
            false,
            faults,
            random -> plan(random, stages.get(random.nextInt(stages.size())))));
  }

  private void add(String label, Stage stage, Function<SplittableRandom, List<Fault>> faults) {
    targets.add(ChaosTarget.of(label, REPLAYS, false, faults, random -> plan(random, stage)));
  }

  private static ReplayPlan plan(SplittableRandom random, Stage stage) {
    return ReplayPlan.of(random, stage, GAPS.get(stage), false);
  }
}
