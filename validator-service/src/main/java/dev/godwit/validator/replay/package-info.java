/**
 * Replays of stage validate: the full comparison of a run's rows with the target, at any time, on a
 * thread of its own.
 */
package dev.godwit.validator.replay;
