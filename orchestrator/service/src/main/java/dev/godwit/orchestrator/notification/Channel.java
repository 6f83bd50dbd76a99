package dev.godwit.orchestrator.notification;

import java.io.IOException;

/**
 * A way to people. <i>Contract:</i> {@link #send} returns once the endpoint has accepted the
 * message, within seconds, and throws otherwise; the same message may come again, with the same id.
 * Called on the sender's thread alone.
 */
interface Channel {
  /** Name in the store, in metrics and in the log; never changes. */
  String name();

  /**
   * Sends a message.
   *
   * @throws IOException where the endpoint did not accept it; retriable. Its message holds no
   *     secret
   */
  void send(Message message) throws IOException, InterruptedException;
}
