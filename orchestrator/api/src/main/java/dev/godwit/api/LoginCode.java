package dev.godwit.api;

/**
 * A code that begins one session of a browser, as the parameter {@code code} of {@code /login}.
 *
 * @param code the code; secret until it is used
 * @param seconds time in which it counts
 */
public record LoginCode(String code, long seconds) {}
