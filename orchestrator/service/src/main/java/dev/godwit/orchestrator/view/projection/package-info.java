/**
 * Topics into tables, each record exactly once: its offset moves in the transaction that writes its
 * rows.
 */
package dev.godwit.orchestrator.view.projection;
