package dev.godwit.orchestrator.domain.common;

/**
 * One check of a verdict: what was expected, what was found.
 *
 * @param name stable name of the check, e.g. extracted-equals-source
 * @param subject what it was made on: an entity or a table
 * @param expected expected value as text
 * @param found found value as text
 * @param passed whether both are the same
 */
public record Check(String name, String subject, String expected, String found, boolean passed) {}
