/**
 * This package answers what a rehearsal found, from the documents and rows of the read model:
 * findings with their fixes, staleness, changes, the estimate of the freeze, and the commands that
 * remain. Everything in it is pure.
 */
package dev.godwit.orchestrator.view.rehearsal;
