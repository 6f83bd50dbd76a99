package dev.godwit.orchestrator.view.fold;

import dev.godwit.api.Phase;
import dev.godwit.api.ReportAnswer;
import dev.godwit.api.RunOutcome;
import dev.godwit.api.VerdictAnswer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is known of one run from its events. Changed by {@link RunFold} alone; not thread-safe. */
public final class RunDocument {
  public String customer;
  public int run;

  /** REHEARSAL or LIVE. */
  public String kind;

  public Phase phase = Phase.ASSESSING;
  public RunOutcome outcome = RunOutcome.RUNNING;
  public Instant startedAt;

  /** Null while it is open. */
  public Instant endedAt;

  public String by = "";
  public String why = "";

  /** When the snapshot was cut into chunks; null before. */
  public Instant plannedAt;

  /** Rows of the snapshot by entity. */
  public Map<String, Long> planned = new TreeMap<>();

  public long mergeGroups;
  public long mergedMembers;
  public long chunks;

  /** Entities of which the cut stands in every partition. */
  public List<String> cuts = new ArrayList<>();

  /** The old system is frozen for this run. */
  public boolean frozen;

  /** Phases in the order in which they began. */
  public List<PhaseSpan> phases = new ArrayList<>();

  /** Null where none was reached; its differences are kept elsewhere. */
  public VerdictAnswer verdict;

  /** What the last verdict counts as quarantined, by stage, entity and reason. */
  public Map<String, Long> quarantine = new TreeMap<>();

  /** Live engagement; null where the run has none. */
  public LiveDocument live;

  /** Why the target was last purged; empty where it was not. */
  public String purgeReason = "";

  /** Null until a purge was counted. */
  public ReportAnswer.Purge purge;

  /** Null while nothing went wrong. */
  public ReportAnswer.Failure failure;

  /** The step of the way back that is under way and that only a person can begin again. */
  public WayBackStep wayBack;

  /** What of the way back failed and waits for a person; null where nothing does. */
  public String stuck;

  /** A step of the way back that does not go on by itself where it fails. */
  public enum WayBackStep {
    PURGE("The purge of the new system"),
    CLOSE("The cut that closes live engagement"),
    RETURN("The return of live events to the old system"),
    THAW("The thaw of the old system");

    private final String words;

    WayBackStep(String words) {
      this.words = words;
    }

    /** In words, to begin a sentence with. */
    public String words() {
      return words;
    }
  }

  /** A phase and when it lasted; {@code endedAt} is null while it does. */
  public record PhaseSpan(Phase phase, Instant startedAt, Instant endedAt) {}

  /** How many the last verdict counts as quarantined for a reason; 0 where it names none. */
  public long quarantined(String stage, String entity, String reason) {
    return quarantine.getOrDefault(Verdicts.reason(stage, entity, reason), 0L);
  }

  /** Id in topics: customer and number, joined by a slash. */
  public String id() {
    return customer + "/" + run;
  }
}
