package dev.godwit.orchestrator.view.fold;

import com.fasterxml.jackson.annotation.JsonAlias;
import dev.godwit.api.HoldAnswer;
import dev.godwit.api.Phase;
import dev.godwit.api.ProbesAnswer;
import dev.godwit.api.ReportAnswer;
import dev.godwit.api.RunOutcome;
import dev.godwit.api.VerdictAnswer;
import dev.godwit.canonical.DerivedId;
import dev.godwit.records.Entity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * State of one run as its events tell it, kept as JSON. Only {@link RunFold} changes it. Not
 * thread-safe.
 */
public final class RunDocument {
  public String customer;
  public int run;

  /** REHEARSAL or LIVE. */
  public String kind;

  /**
   * Version of the run's derived ids; that of the first release, whose documents do not name it.
   */
  public int derivedIds = DerivedId.HASHED;

  public Phase phase = Phase.ASSESSING;
  public RunOutcome outcome = RunOutcome.RUNNING;
  public Instant startedAt;

  /** Null while it is open. */
  public Instant endedAt;

  public String by = "";
  public String why = "";

  /** Names of its packs; null in documents of before this was kept. */
  public String sourcePack;

  public String targetPack;

  /** Positions of the decisions that it has; null in documents of before this was kept. */
  public List<Long> decisions;

  /** When both systems were assessed; null before. */
  public Instant assessedAt;

  /** When the snapshot was cut into chunks; null before. */
  public Instant plannedAt;

  /** SHA-256 of the packs' files that it was assessed with, hex; null before. */
  public String sourceFingerprint;

  public String targetFingerprint;

  /** Rows of the snapshot by entity. */
  public Map<String, Long> planned = new TreeMap<>();

  /** The entities of its snapshot in their order; before it is planned, the built-in ones. */
  public Set<Entity> entities() {
    Set<Entity> entities = new TreeSet<>(Entity.BUILT_IN);
    planned.keySet().forEach(name -> entities.add(Entity.valueOf(name)));
    return entities;
  }

  /** Estimate of the time from freeze to verdict, seconds; 0 before the assessment. */
  public long estimatedSeconds;

  /** Contacts of the target that stand for several of the source, and those of the source. */
  public long mergeGroups;

  public long mergedMembers;

  /** The same of each other entity of which rows are merged. */
  public List<ReportAnswer.Merged> merged = new ArrayList<>();

  public long chunks;

  /** Entities whose cut is written in every partition. */
  public List<String> cuts = new ArrayList<>();

  /** True while the source is frozen for this run. */
  public boolean frozen;

  /** Phases in the order in which they began. */
  public List<PhaseSpan> phases = new ArrayList<>();

  /** Null where none was reached; its differences are rows of their own. */
  public VerdictAnswer verdict;

  /** Quarantined records that the last verdict counts, by stage, entity and reason. */
  public Map<String, Long> quarantine = new TreeMap<>();

  /** Findings of a rehearsal that passed, by the same keys; null for any other run. */
  public Map<String, Long> findings;

  /** Live engagement; null where the run has none. */
  public LiveDocument live;

  /** SQL of the target pack that was run, oldest first. */
  public List<ReportAnswer.Statement> statements = new ArrayList<>();

  /** Speed of the target's pages as it was measured last; null where it was not. */
  public ProbesAnswer probes;

  /** The point whose SQL was begun last, such as after-load; null before the first. */
  public String point;

  /** True while the SQL after the load waits for the load, or is being run. */
  public boolean sqlAfterLoad;

  /** Reason of the last purge of the target; empty where there was none. */
  public String purgeReason = "";

  /** Null until a purge was counted. */
  public ReportAnswer.Purge purge;

  /** Null while nothing went wrong. */
  public ReportAnswer.Failure failure;

  /** Why the run is held; null where it is not. */
  public HoldAnswer hold;

  /** Phase in which it was held, and which goes on after it; null where it is not. */
  public Phase heldIn;

  /** True while no cut and no failure followed the last verdict: a hold is then the verdict's. */
  public boolean judged;

  /** How long the customer may be frozen while the run is held, seconds; 0 for no limit. */
  public long freezeBudgetSeconds;

  /** Greatest share of the freeze budget that an event reported, per cent. */
  public int budgetPercent;

  /** When the source was frozen; null before. */
  public Instant frozenAt;

  /** When the freeze ended, with the commit or the thaw; null while it lasts. */
  public Instant unfrozenAt;

  /** The last replays, newest first. */
  public List<ReplayDocument> replays = new ArrayList<>();

  /** Number of the newest replay that the last verdict counts; 0 where it counts none. */
  public int replayOfVerdict;

  /** The step of the rollback that is under way and that only a person can repeat. */
  @JsonAlias("wayBack")
  public RollbackStep rollbackStep;

  /** The failed step of the rollback that needs a person; null where there is none. */
  public String stuck;

  /** A step of the rollback that does not continue by itself after a failure. */
  public enum RollbackStep {
    PURGE("The purge of the target"),
    CLOSE("The cut that closes live engagement"),
    RETURN("The return of live events to the source"),
    THAW("The thaw of the source");

    private final String label;

    RollbackStep(String label) {
      this.label = label;
    }

    /** Label that begins a sentence. */
    String label() {
      return label;
    }
  }

  /** A phase with its begin and end; {@code endedAt} is null while it lasts. */
  public record PhaseSpan(Phase phase, Instant startedAt, Instant endedAt) {}

  /** Quarantined records that the last verdict counts for a reason; 0 where it names none. */
  public long quarantined(String stage, String entity, String reason) {
    return quarantine.getOrDefault(Verdicts.reason(stage, entity, reason), 0L);
  }

  /**
   * Findings by stage, entity and reason: of a rehearsal that passed those of its end, else those
   * of the last verdict.
   */
  public Map<String, Long> found() {
    return findings == null ? quarantine : findings;
  }

  /** Rows of an entity that others stand for, by the plan. */
  public long mergedAway(Entity entity) {
    if (entity.equals(Entity.CONTACTS)) {
      return mergedMembers - mergeGroups;
    }
    return merged.stream()
        .filter(one -> one.entity().equals(entity.name()))
        .mapToLong(one -> one.members() - one.groups())
        .sum();
  }

  /** The newest replay; null where there was none. */
  public ReplayDocument lastReplay() {
    return replays.isEmpty() ? null : replays.getFirst();
  }

  /** Id in topics: customer and number, joined by a slash. */
  public String id() {
    return customer + "/" + run;
  }
}
