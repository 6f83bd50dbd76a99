package dev.godwit.api;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The catalogue of runbooks, the pages of {@code deploy/runbooks}: one for each alarm, and for each
 * reason that a run is held or waits. Messages name their page by it, so a page cannot be missing
 * without a failing test.
 */
public enum Runbook {
  BROKER_OR_REGISTRY_DOWN("\\bkafka\\b|\\bbrokers?\\b|\\bregistry\\b"),
  COLUMN_TOO_SHORT("22001|too long|too short|exceeds .*(limit|length)|column-too-short"),
  COMMIT_HELD(null),
  DATABASE_DOWN("the (source|target) database|connection refused|57P0|08[0-9A-Z]{3}"),
  FOREIGN_EVENTS(null),
  FREEZE_BUDGET(null),
  FROZEN_TOO_LONG(null),
  HANGING_TRANSACTION("transaction.*(hang|open since|not end)|last stable offset"),
  LEAKED_TOKEN(null),
  LIVE_CUT_OVERDUE("without a verdict since|no verdict|cut .*overdue"),
  LIVE_GAP("\\bgap\\b|deleted before|are gone from"),
  LOST_OFFSETS("offset.*(out of range|lost|below|beyond)|OffsetOutOfRange"),
  PACK_CHANGED("pack.*(changed|differ)|fingerprint|:\\d+:\\d+: expected .*, found "),
  PERMISSION_DENIED("42501|permission denied|28[0-9A-Z]{3}|must be owner|row-level security"),
  PURGE_FAILED(null),
  QUARANTINE_GROWING("quarantine"),
  REHEARSAL_FAILED(null),
  REPLAY_FAILED(null),
  RETRIABLE_ERROR(null),
  RETURN_FAILED(null),
  RUN_HELD(null),
  SERVICE_DOWN(null),
  SLOW_PAGES(null),
  SOURCE_CHANGED("frozen source|source to be as it was extracted"),
  STAGE_STUCK(null),
  TARGET_FULL("53100|53200|disk full|no space left|could not extend|read-only|25006"),
  THAW_FAILED(null),
  TOPIC_SETTINGS(null),
  VERDICT_DIFFERENCES("verdict.*difference|not reconciled|differing key"),
  WAITING_FOR_APPROVAL(null);

  /** Folder of the pages in the project. */
  public static final String FOLDER = "deploy/runbooks/";

  /** Reasons of failures, the more particular first. */
  private static final List<Runbook> OF_FAILURES =
      List.of(
          SOURCE_CHANGED,
          COLUMN_TOO_SHORT,
          PERMISSION_DENIED,
          TARGET_FULL,
          PACK_CHANGED,
          HANGING_TRANSACTION,
          LOST_OFFSETS,
          LIVE_GAP,
          LIVE_CUT_OVERDUE,
          VERDICT_DIFFERENCES,
          BROKER_OR_REGISTRY_DOWN,
          DATABASE_DOWN,
          QUARANTINE_GROWING);

  /** Words of the reasons that it is about; null where it is found by other means. */
  private final String words;

  Runbook(String words) {
    this.words = words;
  }

  /** File name of the page. */
  public String page() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-') + ".md";
  }

  /** Path of the page from the project's folder. */
  public String path() {
    return FOLDER + page();
  }

  /** The page of that file name; empty where there is none. */
  public static Optional<Runbook> ofPage(String page) {
    return Arrays.stream(values()).filter(runbook -> runbook.page().equals(page)).findFirst();
  }

  /**
   * The page for a run that is held.
   *
   * @param stage name of the stage whose failure or finding holds it, such as VALIDATE
   * @param reason what happened
   */
  public static Runbook ofHold(String stage, String reason) {
    Optional<Runbook> known = matching(reason);
    if (stage.equals("VALIDATE") && known.isEmpty()) {
      return VERDICT_DIFFERENCES;
    }
    return known.orElse(RUN_HELD);
  }

  /**
   * The page for a commit that is held by a closed gate.
   *
   * @param reasons the sentences of the gate
   */
  public static Runbook ofGate(String reasons) {
    return reasons.contains("SLOW_PROBE.") || reasons.contains("FAILED_PROBE.")
        ? SLOW_PAGES
        : COMMIT_HELD;
  }

  /** The page for a run that failed. */
  public static Runbook ofFailure(String reason) {
    return matching(reason).orElse(REHEARSAL_FAILED);
  }

  /** The page for an alarm of live engagement after the commit. */
  public static Runbook ofAlarm(String reason) {
    return matching(reason).orElse(VERDICT_DIFFERENCES);
  }

  /**
   * The page for a stage that failed while its run ends.
   *
   * @param stage name of the stage, such as LOAD, which purges; the extractor returns and thaws
   */
  public static Runbook ofEnding(String stage) {
    return stage.equals("LOAD") ? PURGE_FAILED : THAW_FAILED;
  }

  /**
   * The page for a reason that a migration waits; empty where it continues by itself, or a person
   * only has to let it.
   *
   * @param text the reason's sentence
   */
  public static Optional<Runbook> ofReason(WhyAnswer.Kind kind, String text) {
    return Optional.ofNullable(
        switch (kind) {
          case STUCK -> ofStuck(text);
          case HELD -> ofHold("", text);
          case GATE -> ofGate(text);
          case ALARM -> ofAlarm(text);
          case STAGE_WAITS -> matching(text).orElse(RETRIABLE_ERROR);
          case NO_PROGRESS -> STAGE_STUCK;
          case REPLAY_FAILED -> Runbook.REPLAY_FAILED;
          case PROGRAMME_PAUSED, PAUSED, REPLAY, LAG, CUT, STEP, PERSON -> null;
        });
  }

  /** The page for a step of a rollback that failed, by the sentence that says so. */
  public static Runbook ofStuck(String sentence) {
    String text = sentence.toLowerCase(Locale.ROOT);
    if (text.contains("purge")) {
      return PURGE_FAILED;
    }
    return text.contains("return") ? RETURN_FAILED : THAW_FAILED;
  }

  private static Optional<Runbook> matching(String reason) {
    return OF_FAILURES.stream()
        .filter(
            runbook ->
                Pattern.compile(runbook.words, Pattern.CASE_INSENSITIVE).matcher(reason).find())
        .findFirst();
  }
}
