package dev.godwit.traffic;

import dev.godwit.wire.KafkaSettings;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/**
 * The settings of the traffic of one customer.
 *
 * @param customer id of the customer
 * @param seed the same seed makes the same events
 * @param eventsPerSecond by all routes together; infinite for as fast as possible
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
   * Settings for a local stack.
   *
   * @param environment variables of the stack's services
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
        KafkaSettings.of(environment),
        environment.get("GODWIT_SOURCE_URL"),
        environment.get("GODWIT_SOURCE_USER"),
        environment.get("GODWIT_SOURCE_PASSWORD"),
        webhooks,
        keys);
  }

  /** A connection to the source; the caller closes it. */
  Connection openSource() throws SQLException {
    return DriverManager.getConnection(sourceUrl, sourceUser, sourcePassword);
  }

  /** Address for a provider's requests. */
  URI address(Provider provider) {
    return webhooks.resolve("/webhooks/" + provider.id() + "/" + customer);
  }

  @Override
  public String toString() {
    return "TrafficSettings[" + customer + ", " + eventsPerSecond + " events/s]";
  }
}
