/**
 * The commands with which people run a migration; they speak to the orchestrator over HTTP and to
 * nothing else.
 */
package dev.godwit.cli;
