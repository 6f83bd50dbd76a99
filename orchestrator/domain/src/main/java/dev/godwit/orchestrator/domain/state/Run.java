package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.EntityCount;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.common.RunKind;
import dev.godwit.orchestrator.domain.common.SqlPoint;
import dev.godwit.orchestrator.domain.common.TableCount;
import dev.godwit.orchestrator.domain.common.Waiver;
import dev.godwit.orchestrator.domain.state.Extraction.CutProgress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One pass of the data. Immutable and thread-safe.
 *
 * @param number number of the run in its migration, from 1
 * @param kind rehearsal or live
 * @param by author of the run; of a run that follows an abandoned one, the author of the first
 * @param attempt 1, and one more for each run in a row that was abandoned before this one
 * @param correlationId id of the command that began the run
 * @param freeze how far the freeze of the source has gone
 * @param permit what allows a live run; null for a rehearsal
 * @param assessment answers of source and target; null until both are in
 * @param window the live events that belong to the run; null for a rehearsal, before it is asked
 *     for, and for a run that was begun before live engagement was followed
 * @param budget how long its customer may be frozen while it is held
 * @param holds how it is held and was resumed
 * @param replays its replays
 * @param decisions positions of the decisions that hold for it, in their order
 */
public record Run(
    int number,
    RunKind kind,
    String by,
    int attempt,
    String correlationId,
    Freeze freeze,
    Permit permit,
    Assessment assessment,
    LiveWindow window,
    FreezeBudget budget,
    Holds holds,
    Replays replays,
    List<Long> decisions) {
  public Run {
    decisions = List.copyOf(decisions);
  }

  /** A run at its begin. */
  static Run begun(
      int number,
      RunKind kind,
      String by,
      String correlationId,
      Permit permit,
      FreezeBudget budget,
      List<Long> decisions) {
    return new Run(
        number,
        kind,
        by,
        1,
        correlationId,
        Freeze.NONE,
        permit,
        null,
        null,
        budget,
        Holds.NONE,
        Replays.NONE,
        decisions);
  }

  /** How far the source's freeze has gone, as the orchestrator knows it. */
  public enum Freeze {
    /** No freeze was dispatched: the source is enabled. */
    NONE,
    /** A freeze was dispatched and has not been answered: the source may be frozen. */
    ASKED,
    /** A freeze was answered: the source must be thawed before it is enabled again. */
    ANSWERED
  }

  /**
   * The answers of source and target to an assessment.
   *
   * @param sourceFingerprint of the source pack's files
   * @param targetFingerprint of the target pack's files
   * @param leftovers tables of the target that already hold rows of the customer
   * @param points points at which the target pack has SQL to run
   * @param probes number of probes that the target pack has for the target's pages
   */
  public record Assessment(
      String sourceFingerprint,
      String targetFingerprint,
      List<TableCount> leftovers,
      List<SqlPoint> points,
      int probes) {
    public Assessment {
      leftovers = List.copyOf(leftovers);
      points = List.copyOf(points);
    }

    /** The tables among these that hold rows. */
    public static List<TableCount> withRows(List<TableCount> tables) {
      return tables.stream().filter(table -> table.rows() != 0).toList();
    }
  }

  /**
   * A rehearsal that passed.
   *
   * @param run its number
   * @param by its author, who must not approve it
   * @param findings what was quarantined, and findings about whole entities
   * @param sourceRows rows of its snapshot
   * @param sourceFingerprint the source pack that was rehearsed
   * @param targetFingerprint the target pack that was rehearsed
   * @param decisions positions of the decisions that held for it, in their order
   */
  public record Rehearsal(
      int run,
      String by,
      List<QuarantineCount> findings,
      List<EntityCount> sourceRows,
      String sourceFingerprint,
      String targetFingerprint,
      List<Long> decisions) {
    public Rehearsal {
      decisions = List.copyOf(decisions);
      findings = List.copyOf(findings);
      sourceRows = List.copyOf(sourceRows);
    }
  }

  /** Permission for a live run: the rehearsal that passed, and the approval that followed. */
  public record Permit(Rehearsal rehearsal, Approval approval) {
    /** The same permit with more waivers. */
    public Permit and(List<Waiver> more) {
      return new Permit(rehearsal, approval.and(more));
    }
  }

  /**
   * The approval of a live run.
   *
   * @param by its author
   * @param waivers what may stay behind, those given later included: of each entity and reason the
   *     largest one, since that one counts. The reasons for them stand in the events
   */
  public record Approval(String by, List<Waiver> waivers) {
    private record Kind(Entity entity, String reason) {}

    public Approval {
      waivers = largest(waivers);
    }

    private static List<Waiver> largest(List<Waiver> all) {
      Map<Kind, Waiver> kept = new LinkedHashMap<>();
      for (Waiver one : all) {
        kept.merge(
            new Kind(one.entity(), one.reason()),
            new Waiver(one.entity(), one.reason(), one.upTo(), ""),
            (before, now) -> now.upTo() > before.upTo() ? now : before);
      }
      return List.copyOf(kept.values());
    }

    /** This approval and more waivers. */
    public Approval and(List<Waiver> more) {
      List<Waiver> all = new ArrayList<>(waivers);
      all.addAll(more);
      return new Approval(by, all);
    }
  }

  /** Whether this is a live run. */
  public boolean live() {
    return kind == RunKind.LIVE;
  }

  /** Whether the target pack has SQL to run at the point; not before the run is assessed. */
  public boolean hasSql(SqlPoint point) {
    return assessment != null && assessment.points().contains(point);
  }

  /** Whether the target pack has probes for the target's pages; not before the run is assessed. */
  public boolean hasProbes() {
    return assessment != null && assessment.probes() > 0;
  }

  /** Whether the source may be frozen. */
  public boolean mayBeFrozen() {
    return freeze != Freeze.NONE;
  }

  /** Whether the source has every live event of the run that it can have. */
  public boolean isReturned() {
    return window == null || window.returned();
  }

  /** Whether the run has a window, open for all that is known, that can be closed now. */
  public boolean mayCloseWindow() {
    return window != null && freeze == Freeze.ANSWERED && (window.isIdle() || window.isStuck());
  }

  /** Whether the task is the last cut of live engagement, dispatched and not answered. */
  public boolean awaitsCut(Migration of, String taskId) {
    return window != null
        && window.isOut()
        && taskId.equals(TaskIds.cut(of, Entity.LIVE, window.cut()));
  }

  /** The same run with the freeze gone so far. */
  public Run with(Freeze now) {
    return new Run(
        number,
        kind,
        by,
        attempt,
        correlationId,
        now,
        permit,
        assessment,
        window,
        budget,
        holds,
        replays,
        decisions);
  }

  /** The same run with what is known now of its live window; null where it has none. */
  public Run with(LiveWindow now) {
    return new Run(
        number,
        kind,
        by,
        attempt,
        correlationId,
        freeze,
        permit,
        assessment,
        now,
        budget,
        holds,
        replays,
        decisions);
  }

  Run with(Permit now) {
    return new Run(
        number,
        kind,
        by,
        attempt,
        correlationId,
        freeze,
        now,
        assessment,
        window,
        budget,
        holds,
        replays,
        decisions);
  }

  Run with(Assessment now) {
    return new Run(
        number,
        kind,
        by,
        attempt,
        correlationId,
        freeze,
        permit,
        now,
        window,
        budget,
        holds,
        replays,
        decisions);
  }

  Run with(FreezeBudget now) {
    return new Run(
        number,
        kind,
        by,
        attempt,
        correlationId,
        freeze,
        permit,
        assessment,
        window,
        now,
        holds,
        replays,
        decisions);
  }

  Run with(Holds now) {
    return new Run(
        number,
        kind,
        by,
        attempt,
        correlationId,
        freeze,
        permit,
        assessment,
        window,
        budget,
        now,
        replays,
        decisions);
  }

  Run with(Replays now) {
    return new Run(
        number,
        kind,
        by,
        attempt,
        correlationId,
        freeze,
        permit,
        assessment,
        window,
        budget,
        holds,
        now,
        decisions);
  }

  /** The same run when it ends or commits: nothing holds it, and no replay is under way. */
  Run ending() {
    return with(holds.ended()).with(replays.ended());
  }

  /** The same run once its last cut of live engagement could not be written. */
  public Run withFailedCut() {
    return with(window.cut() == 0 ? null : window.with(CutProgress.FAILED));
  }

  /** The same run once the source has its live events. */
  public Run withLiveReturned() {
    return with(window.asReturned());
  }

  /** The same run without a cut of live engagement that was intended and not dispatched. */
  Run withoutHeldBackCut() {
    return window != null && window.isHeldBack() ? withFailedCut() : this;
  }

  /** The result that the rehearsal leaves when it passes. */
  Rehearsal passed(Verdict verdict) {
    return new Rehearsal(
        number,
        by,
        verdict.quarantine(),
        verdict.sourceRows(),
        assessment.sourceFingerprint(),
        assessment.targetFingerprint(),
        decisions);
  }

  /** The run that follows this one, which was abandoned. */
  Run next() {
    return new Run(
        number + 1,
        kind,
        by,
        attempt + 1,
        correlationId,
        freeze,
        permit,
        null,
        null,
        budget,
        Holds.NONE,
        Replays.NONE,
        decisions);
  }
}
