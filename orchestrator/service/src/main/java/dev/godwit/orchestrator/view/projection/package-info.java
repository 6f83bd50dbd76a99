/**
 * Topics into tables, each record exactly once: its offset moves in the transaction that writes its
 * rows. The tables serve display alone; they can be dropped and rebuilt at any time.
 */
package dev.godwit.orchestrator.view.projection;
