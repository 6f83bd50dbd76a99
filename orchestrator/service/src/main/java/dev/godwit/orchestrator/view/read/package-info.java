/**
 * Tables into answers. Each read is one transaction; it fails where the database is away, which is
 * retriable.
 */
package dev.godwit.orchestrator.view.read;
