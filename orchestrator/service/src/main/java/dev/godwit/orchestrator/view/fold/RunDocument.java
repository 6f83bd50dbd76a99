package dev.godwit.orchestrator.view.fold;

import dev.godwit.answer.FailureAnswer;
import dev.godwit.answer.Phase;
import dev.godwit.answer.PurgeAnswer;
import dev.godwit.answer.RunOutcome;
import dev.godwit.answer.VerdictAnswer;
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

  /** Live engagement; null where the run has none. */
  public LiveDocument live;

  /** Why the target was last purged; empty where it was not. */
  public String purgeReason = "";

  /** Null until a purge was counted. */
  public PurgeAnswer purge;

  /** Null while nothing went wrong. */
  public FailureAnswer failure;

  /** A phase and when it lasted; {@code endedAt} is null while it does. */
  public record PhaseSpan(Phase phase, Instant startedAt, Instant endedAt) {}

  /** Id in topics: customer and number, joined by a slash. */
  public String id() {
    return customer + "/" + run;
  }
}
