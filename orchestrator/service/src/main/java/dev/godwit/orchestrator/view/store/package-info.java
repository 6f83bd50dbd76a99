/**
 * Tables of the read model. Rows are made and changed by the projections alone, each in a
 * transaction.
 */
package dev.godwit.orchestrator.view.store;
