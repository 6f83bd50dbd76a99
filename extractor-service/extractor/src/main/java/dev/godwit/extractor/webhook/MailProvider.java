package dev.godwit.extractor.webhook;

/**
 * One provider's way of telling of opens and clicks. Thread-safe.
 *
 * <p>Contract: nothing of a request is believed before its signature was checked; an event that
 * lacks something goes on without it, so that it is quarantined and counted, and not lost; the same
 * event told again has the same event id.
 */
interface MailProvider {
  /** As in the address and in the names of settings, in lower case. */
  String name();

  /** How the pack's message id is made where no setting says otherwise. */
  String usualMessageId();

  /** Bytes of a body that are allowed where no setting says otherwise. */
  default int usualBodyBytes() {
    return 2 << 20;
  }

  /**
   * Bytes of a body that this provider can need at most.
   *
   * @param configured what the settings allow any provider
   */
  default int maxBodyBytes(int configured) {
    return configured;
  }

  /**
   * Bytes of memory that are used at once for each byte of a body, before its signature is known to
   * be right; measured by a test.
   */
  default int weight() {
    return 4;
  }

  /**
   * Checks the signature, then reads the body. Before that it makes nothing of a body that grows
   * with the number of its parts: whoever can reach the address can send any body.
   *
   * @throws Refusal where the signature, its time or the format is not right
   */
  Told read(WebhookRequest request, ProviderSettings settings) throws Refusal;
}
