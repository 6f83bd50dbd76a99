package dev.godwit.orchestrator.domain.common;

/**
 * The way of a command to its topic: a person was authenticated by the REST interface; its author
 * signed it; nobody signed it; the orchestrator's own clock sent it. UNKNOWN where an event follows
 * from a report, and in histories from before routes were recorded.
 */
public enum Route {
  UNKNOWN,
  REST,
  SIGNED,
  UNSIGNED,
  CLOCK
}
