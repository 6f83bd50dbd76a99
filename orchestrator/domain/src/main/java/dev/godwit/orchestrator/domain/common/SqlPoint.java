package dev.godwit.orchestrator.domain.common;

/**
 * A point of a run at which a target pack may run SQL of its own: before any row is copied, once
 * the load has drained and before the verdict, and just before the customer is enabled. UNKNOWN as
 * in Entity.
 */
public enum SqlPoint {
  UNKNOWN,
  BEFORE_LOAD,
  AFTER_LOAD,
  BEFORE_ENABLE
}
