package dev.godwit.records;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Puts every schema of the catalogue into a registry through the Confluent REST API, each under its
 * topic's compatibility. Doing it again changes nothing; the order is always the same, so that an
 * empty registry gives the same ids each time. Not thread-safe.
 */
public final class SchemaRegistrar {
  /** Where Apicurio serves the Confluent REST API, below the registry's base address. */
  public static final String CONFLUENT_API = "/apis/ccompat/v7";

  private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

  private final String api;
  private final HttpClient http;
  private final Optional<String> authorization;

  /**
   * @param registryUrl base address of an Apicurio registry, without the Confluent API's path
   */
  public SchemaRegistrar(String registryUrl, HttpClient http) {
    this(registryUrl, http, Optional.empty());
  }

  /**
   * @param authorization value of the header {@code Authorization}
   */
  public SchemaRegistrar(String registryUrl, HttpClient http, Optional<String> authorization) {
    this.authorization = authorization;
    this.api = registryUrl.replaceAll("/+$", "") + CONFLUENT_API;
    this.http = http;
  }

  /** Registers from a build or a shell: the one argument is the registry's base address. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length != 1) {
      System.err.println(
          "Expected the registry's base address, such as http://127.0.0.1:18081, but found "
              + arguments.length
              + " arguments.");
      System.exit(2);
    }
    int registered =
        new SchemaRegistrar(arguments[0], HttpClient.newHttpClient())
            .register(TopicCatalogue.load());
    System.out.println(registered + " schemas registered in " + arguments[0]);
  }

  /**
   * Registers all schemas.
   *
   * @return number of subjects
   * @throws RegistrationException where the registry refuses one; fatal: the schema has to change
   * @throws IOException where the registry cannot be reached; retriable
   */
  public int register(TopicCatalogue catalogue) throws IOException, InterruptedException {
    int subjects = 0;
    for (Topic topic : catalogue.topics()) {
      for (Schema schema : topic.schemas()) {
        String subject = Subjects.of(topic.name(), schema.getFullName());
        put("POST", "/subjects/" + encoded(subject) + "/versions", subject, body(schema));
        put(
            "PUT",
            "/config/" + encoded(subject),
            subject,
            "{\"compatibility\":\"" + topic.compatibility() + "\"}");
        subjects++;
      }
    }
    return subjects;
  }

  private void put(String method, String path, String subject, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(api + path))
            .timeout(REQUEST_TIMEOUT)
            .header("Content-Type", MEDIA_TYPE)
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    authorization.ifPresent(value -> request.header("Authorization", value));
    HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new RegistrationException(
          "Expected "
              + api
              + " to take the schema of "
              + subject
              + ", but it answered "
              + answer.statusCode()
              + ": "
              + answer.body()
              + (answer.statusCode() == 409
                  ? " Make the change compatible with the registered versions."
                  : ""));
    }
  }

  private static String body(Schema schema) {
    return "{\"schemaType\":\"AVRO\",\"schema\":" + quoted(schema.toString()) + "}";
  }

  private static String encoded(String subject) {
    return URLEncoder.encode(subject, StandardCharsets.UTF_8);
  }

  /** A JSON string; of the control characters, Avro writes none but those escaped already. */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 64).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
