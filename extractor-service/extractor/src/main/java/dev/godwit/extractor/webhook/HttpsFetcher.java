package dev.godwit.extractor.webhook;

import java.io.IOException;
import java.net.URI;

/**
 * Fetches from the outside. Thread-safe.
 *
 * <p>Contract: follows no redirection, waits for seconds and not for minutes, and reads no more
 * than {@link #MAX_BYTES}.
 */
interface HttpsFetcher {
  /** No certificate or confirmation is bigger. */
  int MAX_BYTES = 64 << 10;

  /**
   * What is at the address.
   *
   * @throws IOException where it answers anything but 200, or does not answer; retriable
   */
  byte[] get(URI address) throws IOException;
}
