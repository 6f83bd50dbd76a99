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

  /**
   * Checks the signature, then reads the body.
   *
   * @throws Refusal where the signature, its time or the format is not right
   */
  Told read(WebhookRequest request, ProviderSettings settings) throws Refusal;
}
