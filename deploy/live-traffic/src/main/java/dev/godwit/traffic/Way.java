package dev.godwit.traffic;

/** How an event is sent. The order is that of the script's thirds. */
public enum Way {
  /** A row of the old system's engagement table. */
  TABLE,
  /** A record of the live topic, in Avro or JSON. */
  TOPIC,
  /** A mail provider's request to the webhooks process. */
  WEBHOOK
}
