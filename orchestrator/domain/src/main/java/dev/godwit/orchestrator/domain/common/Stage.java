package dev.godwit.orchestrator.domain.common;

/** A stage of the way of data. UNKNOWN as in Entity. */
public enum Stage {
  UNKNOWN,
  EXTRACT,
  TRANSFORM,
  LOAD,
  VALIDATE
}
