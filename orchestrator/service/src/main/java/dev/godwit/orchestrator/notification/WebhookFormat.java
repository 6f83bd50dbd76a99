package dev.godwit.orchestrator.notification;

/** Body of a webhook's request. */
public enum WebhookFormat {
  /** {@code {"text": …}}, as Slack and those like it read it. */
  SLACK,
  /** All fields of the message and its notices. */
  JSON
}
