package dev.godwit.orchestrator.domain.decide;

/**
 * Why a command was refused.
 *
 * @param expected what was expected
 * @param found what was found
 * @param action what to do
 */
public record Rejection(String expected, String found, String action) {}
