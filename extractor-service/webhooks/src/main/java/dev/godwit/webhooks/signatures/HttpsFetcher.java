package dev.godwit.webhooks.signatures;

import java.io.IOException;
import java.net.URI;

/**
 * Fetches documents over HTTPS from other systems. Thread-safe.
 *
 * <p>Contract: follows no redirect, waits for seconds and not for minutes, and reads at most {@link
 * #MAX_BYTES}.
 */
public interface HttpsFetcher {
  /** Length of an answer at most; certificates and confirmations are shorter. */
  int MAX_BYTES = 64 << 10;

  /**
   * The document at the address.
   *
   * @throws IOException where the answer is not 200, or there is none; retriable
   */
  byte[] get(URI address) throws IOException;
}
