/**
 * The orchestrator: {@code engine} decides, {@code view} shows, {@code rest} answers. They are
 * packages of one process; ADR 0017 says why.
 */
package dev.godwit.orchestrator;
