package dev.godwit.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SchemaRegistrarTest {
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final List<String> bodies = Collections.synchronizedList(new ArrayList<>());
  private HttpServer registry;
  private int answer = 200;

  @BeforeEach
  void startRegistry() throws IOException {
    registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    registry.createContext(
        "/",
        exchange -> {
          requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          byte[] said = "{\"message\":\"so it is\"}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer, said.length);
          exchange.getResponseBody().write(said);
          exchange.close();
        });
    registry.start();
  }

  @AfterEach
  void stopRegistry() {
    registry.stop(0);
  }

  @Test
  void shouldRegisterEverySchemaUnderTopicAndRecordNameWithItsCompatibility() throws Exception {
    int subjects = registrar().register(TopicCatalogue.load());

    int types = TopicCatalogue.load().topics().stream().mapToInt(t -> t.types().size()).sum();
    assertThat(subjects).isEqualTo(types);
    assertThat(requests).hasSize(2 * types);
    assertThat(requests)
        .contains(
            "POST /apis/ccompat/v7/subjects/migration.events.v1-dev.godwit.event.v1.RunStarted/versions",
            "PUT /apis/ccompat/v7/config/migration.events.v1-dev.godwit.event.v1.RunStarted");
    assertThat(bodies.get(1)).isEqualTo("{\"compatibility\":\"FULL_TRANSITIVE\"}");
    assertThat(bodies.get(0)).startsWith("{\"schemaType\":\"AVRO\",\"schema\":\"{\\\"type\\\":");
  }

  @Test
  void shouldRegisterInTheSameOrderSoThatIdsAreTheSame() throws Exception {
    registrar().register(TopicCatalogue.load());
    List<String> first = List.copyOf(requests);
    requests.clear();
    registrar().register(TopicCatalogue.load());
    assertThat(requests).isEqualTo(first);
  }

  @Test
  void shouldNameSubjectAndRemedyWhenTheRegistryRefuses() {
    answer = 409;
    assertThatThrownBy(() -> registrar().register(TopicCatalogue.load()))
        .isInstanceOf(RegistrationException.class)
        .hasMessageContaining("migration.commands.v1-dev.godwit.command.v1.RehearseMigration")
        .hasMessageContaining("answered 409: {\"message\":\"so it is\"}")
        .hasMessageContaining("Make the change compatible");
  }

  private SchemaRegistrar registrar() {
    return new SchemaRegistrar(
        "http://127.0.0.1:" + registry.getAddress().getPort() + "/", HttpClient.newHttpClient());
  }
}
