package dev.godwit.orchestrator.view.fold;

import dev.godwit.api.HoldAnswer;
import dev.godwit.api.LiveAnswer;
import dev.godwit.api.Phase;
import dev.godwit.api.ReportAnswer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * State of a migration as its events tell it, kept as JSON. Only {@link MigrationFold} changes it.
 * Not thread-safe.
 */
public final class MigrationDocument {
  /** The customer, which is the migration's id; * for the programme as a whole. */
  public String customer;

  public Phase phase = Phase.REQUESTED;
  public boolean paused;

  /** Number of the latest run; 0 before the first. */
  public int run;

  /** REHEARSAL or LIVE; null before the first run. */
  public String kind;

  public String sourcePack = "";
  public String targetPack = "";
  public String requestedBy = "";

  /**
   * Requester of the last rehearsal; for one that followed an abandoned run, of the first of them.
   * Empty before, and where no event holds it.
   */
  public String rehearsedBy = "";

  public Instant requestedAt;
  public Instant changedAt;

  /** Sequence of the last event folded; 0 before the first. */
  public long sequence;

  /** Sentences about waiting stages, by stage and by the thing it waits for. */
  public Map<String, String> waiting = new TreeMap<>();

  /** Since when each of them waits, by the same keys. */
  public Map<String, Instant> waitingSince = new TreeMap<>();

  /** When it was paused; null where it is not. */
  public Instant pausedAt;

  /** The person who paused it, and the reason; empty where it is not paused. */
  public String pausedBy = "";

  public String pausedWhy = "";

  /** Why the latest run is held; null where it is not. */
  public HoldAnswer hold;

  /** Since when the gate is closed; null unless it is. */
  public Instant gateSince;

  /** Since when the latest run's rollback is stuck; null unless it is. */
  public Instant stuckSince;

  /** The last cut of live engagement with a verdict; null where there is none. */
  public LiveAnswer.Cut lastCut;

  /** Text of the standing alarm; null where none stands. */
  public String alarm;

  /** The failed step of the latest run's rollback that needs a person; null where there is none. */
  public String stuck;

  /** The next step that the last ended run named; empty where it named none. */
  public String advice = "";

  /** Positions of the decisions that hold now, by number. */
  public Map<Integer, Long> holding = new TreeMap<>();

  /** Positions of the decisions that the latest run has. */
  public List<Long> decidedAtRun = new ArrayList<>();

  /** Whether decisions changed since the latest run began, so that a rehearsal has to follow. */
  public boolean decidedSince() {
    return !decidedAtRun.equals(List.copyOf(holding.values()));
  }

  /** Reasons why the gate is closed; empty unless held. */
  public List<String> gate = new ArrayList<>();

  /** When its latest run began; null before the first, and for runs of before this was kept. */
  public Instant runStartedAt;

  /** When the live run was committed; null unless it is. */
  public Instant committedAt;

  /** Number of the last cut of live engagement that was asked for; 0 where none was. */
  public int cut;

  /** When it was asked for; null where none was. */
  public Instant cutStartedAt;

  /** Live events of before this moment are reconciled; null where none are. */
  public Instant reconciledUntil;

  /** Whether a replay of its live run is under way, which reads the run's records. */
  public boolean replaying;

  /** When somebody let go of the customer's records; null where nobody did since the last run. */
  public Instant forgottenAt;

  /** Waivers since the last approval, including that one's. */
  public List<ReportAnswer.Waiver> waivers = new ArrayList<>();
}
