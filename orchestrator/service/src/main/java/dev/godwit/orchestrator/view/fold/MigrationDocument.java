package dev.godwit.orchestrator.view.fold;

import dev.godwit.api.LiveAnswer;
import dev.godwit.api.Phase;
import dev.godwit.api.ReportAnswer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is known of a migration from its events. Changed by {@link MigrationFold} alone; not
 * thread-safe.
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
   * Who asked for the last rehearsal; where it was begun again by itself, who asked for the first.
   * Empty before, and where nobody kept it.
   */
  public String rehearsedBy = "";

  public Instant requestedAt;
  public Instant changedAt;

  /** Sequence of the last event folded; 0 before the first. */
  public long sequence;

  /** What stages wait for, by stage and what they wait for. */
  public Map<String, String> waiting = new TreeMap<>();

  /** The last cut of live engagement with a verdict; null where there is none. */
  public LiveAnswer.Cut lastCut;

  /** What stands of the last alarm; null where nothing does. */
  public String alarm;

  /** What of the latest run's way back failed and waits for a person; null where nothing does. */
  public String stuck;

  /** What the last ended run says should be done; empty where it said nothing. */
  public String advice = "";

  /** Why the gate is closed; empty unless held. */
  public List<String> gate = new ArrayList<>();

  /** Waivers since the last approval, that one's included. */
  public List<ReportAnswer.Waiver> waivers = new ArrayList<>();
}
