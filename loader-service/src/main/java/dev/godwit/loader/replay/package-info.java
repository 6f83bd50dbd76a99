/**
 * Replay of the load: reads a run's records again and writes what is missing, with its own thread,
 * consumer and connection, so that loading goes on.
 */
package dev.godwit.loader.replay;
