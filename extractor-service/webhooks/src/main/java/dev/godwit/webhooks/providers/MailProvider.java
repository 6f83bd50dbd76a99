package dev.godwit.webhooks.providers;

import dev.godwit.webhooks.request.Refusal;
import dev.godwit.webhooks.request.WebhookRequest;

/**
 * A mail provider's format and signature. Thread-safe.
 *
 * <p>Contract: nothing of a request is used before its signature is checked. An event that lacks a
 * value is passed on without it, so that a later stage quarantines and counts it. An event that the
 * provider sends again has the same event id.
 */
public interface MailProvider {
  /** Length that a body may be configured to have at most. */
  int HIGHEST_BODY_BYTES = 10 << 20;

  /** Name in the path and in the names of settings, in lower case. */
  String name();

  /** Form of the message id where no setting gives one. */
  String usualMessageId();

  /** Length of a body at most where no setting gives one. */
  default int usualBodyBytes() {
    return 2 << 20;
  }

  /**
   * Length of a body at most, in bytes.
   *
   * @param configured limit of the settings
   */
  default int maxBodyBytes(int configured) {
    return configured;
  }

  /**
   * Bytes of memory that each byte of a body needs until its signature is checked; measured by
   * {@code BodyWeightTest}.
   */
  default int weight() {
    return 4;
  }

  /**
   * Checks the signature, then reads the body. Before the check it allocates nothing that grows
   * with the number of the body's parts, since anybody can send any body.
   *
   * @throws Refusal where the signature, its time or the format is not right
   */
  ProviderEvents read(WebhookRequest request, ProviderSettings settings) throws Refusal;

  /**
   * Reads the body as {@link #read} does once the signature is checked, and checks none: for bodies
   * that this process made itself.
   *
   * @throws Refusal where the format is not right
   */
  ProviderEvents events(WebhookRequest request, ProviderSettings settings) throws Refusal;
}
