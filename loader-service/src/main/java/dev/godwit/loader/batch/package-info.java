/**
 * The batch pipeline: assigns records to runs and loads them in one transaction. A strategy has the
 * differences between a snapshot and live engagement; that of the snapshot is here.
 */
package dev.godwit.loader.batch;
