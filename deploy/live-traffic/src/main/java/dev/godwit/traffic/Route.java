package dev.godwit.traffic;

/** The route of an event into Godwit. The order is that of the script's thirds. */
public enum Route {
  /** A row of the source's engagement table, which the tail reads. */
  TABLE,
  /** A record of the live topic, in Avro or JSON. */
  TOPIC,
  /** A mail provider's request to the webhooks process. */
  WEBHOOK
}
