package dev.godwit.local.trace;

import dev.godwit.records.Entity;

/**
 * The record that a trace is asked for. Immutable.
 *
 * @param customer the customer's id in the source
 * @param entity entity of the record
 * @param id its id in the source or in the target; also the address of a contact, or the message id
 *     of an email
 * @param run number of the run; 0 for the latest
 * @param withValues whether the values of rows and records are shown, which are personal data
 */
public record TraceRequest(String customer, Entity entity, String id, int run, boolean withValues) {
  /** Its entity in the singular, for sentences; a declared entity keeps its name. */
  String noun() {
    String text = entity.text();
    return entity.isDeclared() ? "record of " + text : text.substring(0, text.length() - 1);
  }
}
