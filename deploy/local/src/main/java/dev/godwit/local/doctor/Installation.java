package dev.godwit.local.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.godwit.cli.client.Json;
import dev.godwit.cli.client.OrchestratorClient;
import dev.godwit.local.stack.Part;
import dev.godwit.local.stack.StackIdentities;
import dev.godwit.local.stack.StackSettings;
import dev.godwit.pack.Packs;
import dev.godwit.wire.KafkaSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/**
 * The addresses of an installation, and clients for them with short timeouts. Not thread-safe;
 * {@link #close} ends the clients.
 */
final class Installation implements AutoCloseable {
  static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** Time in which the broker answers, also on a machine that is busy. */
  private static final Duration BROKER_TIMEOUT = Duration.ofSeconds(20);

  private final StackSettings settings;
  private final Map<String, String> environment;
  private final Duration oldTransaction;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();

  private Admin admin;
  private IOException unreachable;

  /**
   * @param oldTransaction age from which an open transaction counts as hanging
   */
  Installation(StackSettings settings, Duration oldTransaction) {
    this.settings = settings;
    this.environment = settings.serviceEnvironment();
    this.oldTransaction = oldTransaction;
  }

  StackSettings settings() {
    return settings;
  }

  Duration oldTransaction() {
    return oldTransaction;
  }

  /** Value of a variable as the services see it; null where it is not set. */
  String variable(String name) {
    return environment.get(name);
  }

  KafkaSettings kafka() {
    return KafkaSettings.of(environment);
  }

  /** The packs on this machine, those with findings included. */
  Packs packs() {
    return Packs.open(Path.of(environment.get("GODWIT_PACKS")), environment::get);
  }

  OrchestratorClient orchestrator() {
    return StackIdentities.client(settings, environment.get("GODWIT_ORCHESTRATOR"));
  }

  /**
   * The broker's administration.
   *
   * @throws IOException where the broker does not answer; said once, then at once again
   */
  Admin admin() throws IOException, InterruptedException {
    if (unreachable != null) {
      throw unreachable;
    }
    if (admin == null) {
      admin = Admin.create(kafka().admin(BROKER_TIMEOUT, BROKER_TIMEOUT.multipliedBy(2)));
      try {
        admin.describeCluster().nodes().get(BROKER_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException e) {
        unreachable =
            new IOException(
                "the broker at %s does not answer within %d s"
                    .formatted(kafka().bootstrapServers(), BROKER_TIMEOUT.toSeconds()),
                e);
        throw unreachable;
      }
    }
    return admin;
  }

  /** Base address of a service, by its port. */
  String address(Part part) {
    return settings.http() + settings.port(part.port());
  }

  /** Base address of a service's health, metrics and {@code /info}. */
  String managementAddress(Part part) {
    return "http://127.0.0.1:" + settings.port(part.managementPort());
  }

  /** An answer to a GET. */
  HttpResponse<String> get(String address) throws IOException, InterruptedException {
    return http.send(request(address).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** An answer to a POST of JSON. */
  HttpResponse<String> post(String address, String contentType, String body)
      throws IOException, InterruptedException {
    return http.send(
        request(address)
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** With the user of the registry, where that is asked. */
  private HttpRequest.Builder request(String address) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address)).timeout(TIMEOUT);
    KafkaSettings kafka = kafka();
    if (address.startsWith(kafka.registryUrl() + "/")) {
      kafka
          .security()
          .registry()
          .authorization()
          .ifPresent(value -> request.header("Authorization", value));
    }
    return request;
  }

  /**
   * The answer of a service about itself, {@code /info}.
   *
   * @throws IOException where it does not answer, or not so
   */
  JsonNode info(Part part) throws IOException, InterruptedException {
    HttpResponse<String> answer = get(managementAddress(part) + "/info");
    if (answer.statusCode() != 200) {
      throw new IOException(
          "expected %s to answer /info with 200, found %d"
              .formatted(part.label(), answer.statusCode()));
    }
    return Json.mapper().readTree(answer.body());
  }

  @Override
  public void close() {
    if (admin != null) {
      admin.close(Duration.ofSeconds(1));
    }
  }
}
