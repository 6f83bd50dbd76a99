package dev.godwit.api;

/**
 * One check of a verdict.
 *
 * @param name stable name, e.g. extracted-equals-source
 * @param subject entity or table it was made on
 */
public record CheckAnswer(
    String name, String subject, String expected, String found, boolean passed) {}
