package dev.godwit.orchestrator.domain.decide;

/**
 * The answer of a live run to a failure while its customer is frozen. The names are those of a
 * setting.
 */
public enum OnFailure {
  /** It is held: the customer stays frozen until a person resumes or rolls back. */
  HOLD,
  /** It rolls back by itself. */
  ROLL_BACK
}
