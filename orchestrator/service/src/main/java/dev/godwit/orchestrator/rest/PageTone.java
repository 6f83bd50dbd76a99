package dev.godwit.orchestrator.rest;

import dev.godwit.api.Phase;
import dev.godwit.api.RunOutcome;

/** Colour classes of the pages. */
final class PageTone {
  static final String GOOD = "good";
  static final String BAD = "bad";
  static final String WARNING = "warn";
  static final String BUSY = "busy";

  private PageTone() {}

  static String of(Phase phase) {
    return switch (phase) {
      case COMMITTED, REHEARSED, APPROVED -> GOOD;
      case REHEARSAL_FAILED, ROLLED_BACK, ROLLING_BACK -> BAD;
      case HELD, ABANDONED, CANCELLED -> WARNING;
      default -> BUSY;
    };
  }

  static String of(RunOutcome outcome) {
    return switch (outcome) {
      case PASSED, COMMITTED -> GOOD;
      case FAILED, ROLLED_BACK, REFUSED -> BAD;
      case HELD, ABANDONED, CANCELLED -> WARNING;
      case RUNNING -> BUSY;
    };
  }
}
