/**
 * The batch pipeline: assigns records to runs and loads them in one transaction. What differs
 * between a snapshot and live engagement is in a strategy; that of the snapshot is here.
 */
package dev.godwit.loader.batch;
