/**
 * The merge groups of a run, as {@code crm.identities.v1} has them: which source rows became part
 * of another, and of which.
 */
package dev.godwit.worker.merge;
