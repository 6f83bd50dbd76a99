package dev.godwit.traffic;

import dev.godwit.wire.KafkaSettings;
import java.net.URI;
import java.util.Map;

/**
 * What is sent, and where to.
 *
 * @param customer whose opens and clicks they are
 * @param seed the same seed makes the same events
 * @param eventsPerSecond by all ways together; infinite for as fast as it goes
 * @param webhooks base address of the webhooks process
 * @param keys keys in the environment of the webhooks process
 */
public record TrafficSettings(
    String customer,
    long seed,
    double eventsPerSecond,
    KafkaSettings kafka,
    String sourceUrl,
    String sourceUser,
    String sourcePassword,
    URI webhooks,
    WebhookKeys keys) {
  /**
   * For a stack whose services have an environment.
   *
   * @param environment as the services have it
   */
  public static TrafficSettings of(
      String customer,
      long seed,
      double eventsPerSecond,
      Map<String, String> environment,
      URI webhooks,
      WebhookKeys keys) {
    return new TrafficSettings(
        customer,
        seed,
        eventsPerSecond,
        new KafkaSettings(environment.get("GODWIT_KAFKA"), environment.get("GODWIT_REGISTRY")),
        environment.get("GODWIT_SOURCE_URL"),
        environment.get("GODWIT_SOURCE_USER"),
        environment.get("GODWIT_SOURCE_PASSWORD"),
        webhooks,
        keys);
  }

  /** Where a provider's requests go. */
  URI address(Provider provider) {
    return webhooks.resolve("/webhooks/" + provider.id() + "/" + customer);
  }

  @Override
  public String toString() {
    return "TrafficSettings[" + customer + ", " + eventsPerSecond + " events/s]";
  }
}
