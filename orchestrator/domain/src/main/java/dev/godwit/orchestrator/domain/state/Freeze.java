package dev.godwit.orchestrator.domain.state;

/** How far the old system's freeze has gone, as the orchestrator knows it. */
public enum Freeze {
  /** No freeze was handed out: the old system is enabled. */
  NONE,
  /** A freeze was handed out and has not been answered: the old system may be frozen. */
  ASKED,
  /** A freeze was answered: the old system must be thawed before it is enabled again. */
  ANSWERED
}
