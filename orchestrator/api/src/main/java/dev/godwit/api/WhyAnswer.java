package dev.godwit.api;

import java.time.Instant;
import java.util.List;

/**
 * The reasons for which a migration waits, since when, and the commands that help.
 *
 * @param customer the customer
 * @param asOf time of the answer
 * @param phase phase of the migration
 * @param run number of the latest run; 0 before the first
 * @param kind REHEARSAL or LIVE; null before the first run
 * @param since since when it has been in that phase; null where it is not known
 * @param headline one sentence: what it waits for, or what it does
 * @param person true where nothing continues until a person acts
 * @param reasons everything that holds it back or that it waits for, the weightiest first
 * @param actions commands that are possible now, each a line for the command line, the likeliest
 *     first
 * @param freeze how long the customer is frozen; null where it is not
 * @param rejected the last command that was rejected; null where there was none
 * @param packs the packs, with the fingerprints that the run was assessed with; empty where none is
 *     known
 */
public record WhyAnswer(
    String customer,
    Instant asOf,
    Phase phase,
    int run,
    String kind,
    Instant since,
    String headline,
    boolean person,
    List<Reason> reasons,
    List<String> actions,
    FreezeAnswer freeze,
    Rejected rejected,
    String packs) {
  /** An orchestrator of before sends no packs. */
  public WhyAnswer {
    reasons = List.copyOf(reasons);
    actions = List.copyOf(actions);
    packs = packs == null ? "" : packs;
  }

  /** Kinds of reasons. */
  public enum Kind {
    STUCK("stuck"),
    HELD("held"),
    GATE("gate closed"),
    PROGRAMME_PAUSED("programme paused"),
    PAUSED("paused"),
    ALARM("alarm"),
    REPLAY("replay"),
    REPLAY_FAILED("replay failed"),
    STAGE_WAITS("stage waits"),
    NO_PROGRESS("no progress"),
    LAG("lag"),
    CUT("cut under way"),
    STEP("step under way"),
    PERSON("a person");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** Label for people. */
    public String label() {
      return label;
    }
  }

  /**
   * One thing that holds it back, or that it waits for.
   *
   * @param since since when; null where it is not known
   * @param text a sentence
   * @param runbook path of the page about it, from the project's folder; empty where it continues
   *     by itself, or a person only has to let it
   */
  public record Reason(Kind kind, Instant since, String text, String runbook) {
    /** An orchestrator of before sends no runbook. */
    public Reason {
      runbook = runbook == null ? "" : runbook;
    }

    /** A reason with the runbook of its kind and text. */
    public static Reason of(Kind kind, Instant since, String text) {
      return new Reason(
          kind, since, text, Runbook.ofReason(kind, text).map(Runbook::path).orElse(""));
    }
  }

  /**
   * A rejected command.
   *
   * @param command name of the command
   * @param problem expected, found and remedy
   */
  public record Rejected(Instant at, String command, Problem problem) {}
}
