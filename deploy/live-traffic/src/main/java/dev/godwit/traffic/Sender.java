package dev.godwit.traffic;

/**
 * Sends the events of one way. {@link #run()} returns when it was told to stop and everything that
 * it sent is acknowledged, or when it failed.
 */
interface Sender extends Runnable, AutoCloseable {
  @Override
  void close();
}
