/**
 * Checks the invariants of a migration after a disturbed run, by databases and topics alone: plain
 * SQL, consumers, and the records' schemas. No code of a service is used, so that an error of
 * Godwit's own mapping or counting does not hide here.
 */
package dev.godwit.local.chaos.check;
