package dev.godwit.local.trace;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One place that a trace looked in. Immutable once it is made.
 *
 * @param name name of the step, such as {@code extracted}
 * @param outcome the result of looking
 * @param text one sentence; it holds ids, positions and counts, and no value of a row
 * @param at time that the step is about; null where it has none
 * @param facts ids and positions by name
 * @param values values by name; empty unless they were asked for
 * @param items parts of the step, such as the live events of an email
 */
public record TraceStep(
    String name,
    Outcome outcome,
    String text,
    Instant at,
    Map<String, Object> facts,
    Map<String, Object> values,
    List<TraceStep> items) {

  /** The result of looking in one place. */
  public enum Outcome {
    /** The record is there. */
    FOUND,
    /** The record is in quarantine. */
    QUARANTINED,
    /** The record was in quarantine, and a replay released it. */
    RELEASED,
    /** The place does not hold it. */
    NONE,
    /** The place held it, and does not any more: records expired, or rows were purged. */
    GONE,
    /** The search was ended at its limit, before the record was found. */
    LIMIT,
    /** The place could not be read. */
    UNREACHABLE
  }

  /** A step without facts, values and items. */
  static TraceStep of(String name, Outcome outcome, String text) {
    return new TraceStep(name, outcome, text, null, Map.of(), Map.of(), List.of());
  }

  /** The same step with a time. */
  TraceStep at(Instant time) {
    return new TraceStep(name, outcome, text, time, facts, values, items);
  }

  /** The same step with one more fact; a null value is left out. */
  TraceStep with(String fact, Object value) {
    if (value == null) {
      return this;
    }
    Map<String, Object> more = new LinkedHashMap<>(facts);
    more.put(fact, value);
    return new TraceStep(name, outcome, text, at, more, values, items);
  }

  /** The same step with values. */
  TraceStep withValues(Map<String, Object> all) {
    return new TraceStep(name, outcome, text, at, facts, new LinkedHashMap<>(all), items);
  }

  /** The same step with parts. */
  TraceStep withItems(List<TraceStep> all) {
    return new TraceStep(name, outcome, text, at, facts, values, new ArrayList<>(all));
  }
}
