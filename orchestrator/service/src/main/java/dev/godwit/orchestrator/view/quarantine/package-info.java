/**
 * The quarantine of a run, read from its topic: every record with its root cause, where the read
 * model has examples alone.
 */
package dev.godwit.orchestrator.view.quarantine;
