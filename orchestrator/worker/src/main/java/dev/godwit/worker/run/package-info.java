/**
 * Run status: folds the events into what a worker may do for each run, for its live engagement and
 * for its replays.
 */
package dev.godwit.worker.run;
