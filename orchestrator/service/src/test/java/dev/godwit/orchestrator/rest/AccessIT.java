package dev.godwit.orchestrator.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.godwit.api.CommandAnswer;
import dev.godwit.identity.CommandRights;
import dev.godwit.identity.Identity;
import dev.godwit.identity.Role;
import dev.godwit.orchestrator.access.TestIdentities;
import dev.godwit.orchestrator.view.projection.ReadModelAlone;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.ext.web.Router;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every route of REST and of the pages, asked without a token, and with tokens of each role. */
@QuarkusTest
@TestProfile(ReadModelAlone.class)
class AccessIT {
  private static final Set<String> OPEN = Set.of("GET /login", "POST /login");
  private static final Set<String> OF_ADMINISTRATORS =
      Set.of("POST /view/rebuild", "POST /rebuild");

  @TestHTTPResource("/")
  URI address;

  @TestHTTPResource(value = "/", management = true)
  URI management;

  @Inject Router router;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final List<CommandBody> published = new CopyOnWriteArrayList<>();

  /** Identities whose command the engine is to refuse aloud. */
  private final List<String> refused = new CopyOnWriteArrayList<>();

  private record Endpoint(String method, String path) {
    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  /** Keeps what would be published. */
  private final class KeptCommands extends CommandPublisher {
    KeptCommands() {
      super(null, null, null);
    }

    @Override
    CommandAnswer.Received publish(CommandBody command, Identity identity, List<Header> given) {
      assertThat(command.author()).isEqualTo(identity.name());
      published.add(command);
      return new CommandAnswer.Received(command.commandId(), "topic", 0);
    }

    @Override
    void publishRefused(CommandBody command, Identity identity, List<Header> given) {
      refused.add(identity.name());
    }
  }

  @BeforeEach
  void keepCommands() {
    QuarkusMock.installMockForType(new KeptCommands(), CommandPublisher.class);
  }

  @Test
  void shouldLetNobodyInWithoutATokenWhicheverTheRoute() throws Exception {
    List<Endpoint> routes = routes();
    assertThat(routes).hasSizeGreaterThan(25);
    for (Endpoint route : routes) {
      int status = ask(null, route).statusCode();
      if (OPEN.contains(route.toString())) {
        assertThat(status).as("%s", route).isIn(200, 400);
      } else {
        assertThat(status).as("%s", route).isEqualTo(401);
      }
    }
    for (var route : router.getRoutes()) {
      if (route.getPath() != null && !route.getPath().startsWith("/login")) {
        assertThat(ask(null, new Endpoint("GET", route.getPath())).statusCode())
            .as(route.getPath())
            .isEqualTo(401);
      }
    }
    assertThat(ask(null, new Endpoint("GET", "/no/such/path")).statusCode()).isEqualTo(401);
  }

  @Test
  void shouldServeHealthAndMetricsOnTheManagementPortOnly() throws Exception {
    for (String path : List.of("q/metrics", "q/health/live", "info")) {
      // Without Kafka, the process does not live.
      assertThat(get(management.resolve("/" + path)).statusCode()).as(path).isIn(200, 503);
      assertThat(ask("administrator", new Endpoint("GET", "/" + path)).statusCode())
          .as(path)
          .isEqualTo(404);
    }
    assertThat(get(management.resolve("/migrations")).statusCode()).isEqualTo(404);
  }

  @Test
  void shouldLetEveryRoleReadAndAdministratorsOnlyRebuild() throws Exception {
    for (Role role : Role.values()) {
      assertThat(ask(role.text(), new Endpoint("GET", "/view")).statusCode()).isEqualTo(200);
    }
    assertThat(routes().stream().map(Endpoint::toString)).containsAll(OF_ADMINISTRATORS);
    for (Endpoint route : routes()) {
      for (Role role : Role.values()) {
        if (OF_ADMINISTRATORS.contains(route.toString()) && role != Role.ADMINISTRATOR) {
          assertThat(ask(role.text(), route).statusCode())
              .as("%s as %s", route, role)
              .isEqualTo(403);
        }
      }
    }
    // It names nothing to build, so that the other tests of this process keep their read model.
    assertThat(ask("administrator", new Endpoint("POST", "/rebuild")).statusCode()).isEqualTo(400);
  }

  @Test
  void shouldKeepAnIdentityToItsCustomersOnEveryRouteThatNamesOne() throws Exception {
    for (Endpoint route : routes()) {
      if (route.path().contains("other")) {
        HttpResponse<String> answer = ask(TestIdentities.OF_ACME, route);
        assertThat(answer.statusCode()).as("%s", route).isEqualTo(403);
        assertThat(answer.body()).contains("\"expected\"");
        assertThat(ask("viewer", route).statusCode()).as("%s", route).isNotEqualTo(403);
      }
    }
    assertThat(ask(TestIdentities.OF_ACME, new Endpoint("GET", "/lag?customer=other")).statusCode())
        .isEqualTo(403);
    assertThat(
            ask(TestIdentities.OF_ACME, new Endpoint("GET", "/lag?customer=acme&customer=other"))
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void shouldPublishACommandForARoleThatHasTheRightAndForNoOther() throws Exception {
    for (String command : CommandRights.commands()) {
      for (Role role : Role.values()) {
        published.clear();
        refused.clear();
        HttpResponse<String> answer =
            command(role.text(), "{\"command\":\"%s\",\"customer\":\"acme\"}".formatted(command));
        boolean may =
            CommandRights.allows(new Identity("x", Set.of(role), Set.of()), command, "acme");
        assertThat(answer.statusCode()).as("%s as %s", command, role).isEqualTo(may ? 202 : 403);
        assertThat(published).hasSize(may ? 1 : 0);
        assertThat(refused).isEqualTo(may ? List.of() : List.of(role.text()));
        if (may) {
          assertThat(published.getFirst().json()).contains("\"by\":\"" + role.text() + "\"");
        } else {
          assertThat(answer.body()).contains("\"expected\"", "It is not carried out");
        }
      }
    }
  }

  @Test
  void shouldPublishNothingForAnotherNameAnotherCustomerOrTheClock() throws Exception {
    assertThat(
            command(
                    "operator",
                    "{\"command\":\"StartMigration\",\"customer\":\"a\",\"by\":\"ann\"}")
                .statusCode())
        .isEqualTo(403);
    assertThat(
            command(
                    "operator",
                    "{\"command\":\"StartMigration\",\"customer\":\"a\",\"by\":[\"x\"]}")
                .statusCode())
        .isEqualTo(400);
    assertThat(
            command(
                    "operator",
                    "{\"command\":\"StartMigration\",\"by\":\"x\",\"customer\":\"a\",\"by\":\"operator\"}")
                .statusCode())
        .isEqualTo(400);
    assertThat(
            command(
                    TestIdentities.OF_ACME,
                    "{\"command\":\"StartMigration\",\"customer\":\"other\"}")
                .statusCode())
        .isEqualTo(403);
    assertThat(command(TestIdentities.OF_ACME, "{\"command\":\"StartMigration\"}").statusCode())
        .isEqualTo(403);
    assertThat(
            command(
                    TestIdentities.OF_ACME,
                    "{\"command\":\"PauseProgramme\",\"customer\":\"acme\"}")
                .statusCode())
        .isEqualTo(403);
    assertThat(
            command("administrator", "{\"command\":\"CheckFreezeBudget\",\"customer\":\"a\"}")
                .statusCode())
        .isEqualTo(400);
    assertThat(published).isEmpty();
    assertThat(refused)
        .containsExactly(
            "operator", TestIdentities.OF_ACME, TestIdentities.OF_ACME, TestIdentities.OF_ACME);
    assertThat(
            command(
                    "operator",
                    "{\"command\":\"StartMigration\",\"customer\":\"a\",\"by\":\"operator\"}")
                .statusCode())
        .isEqualTo(202);
  }

  @Test
  void shouldTakeATokenNoLongerWhenTheFileChanges() throws Exception {
    String old = TestIdentities.token("approver");
    assertThat(withToken(old, "/view").statusCode()).isEqualTo(200);
    String fresh = TestIdentities.folder().rotate("approver");
    assertThat(withToken(old, "/view").statusCode()).isEqualTo(401);
    assertThat(withToken(fresh, "/view").statusCode()).isEqualTo(200);
  }

  @Test
  void shouldLetNobodyInWhileTheFileIsWrong() throws Exception {
    java.nio.file.Path file = TestIdentities.folder().identitiesFile();
    String text = Files.readString(file);
    try {
      Files.writeString(file, text + "\nzoe.roles=king\n");
      HttpResponse<String> answer = ask("viewer", new Endpoint("GET", "/view"));
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("king", "Correct it");
    } finally {
      Files.writeString(file, text);
    }
    assertThat(ask("viewer", new Endpoint("GET", "/view")).statusCode()).isEqualTo(200);
  }

  @Test
  void shouldRefuseTokensInEveryOtherForm() throws Exception {
    String token = TestIdentities.token("viewer");
    for (String value :
        List.of(
            "Basic " + token,
            token,
            "Bearer",
            "Bearer ",
            "Bearer " + token + "x",
            "Bearer x.y.z")) {
      HttpResponse<String> answer =
          http.send(
              request("/view").header("Authorization", value).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(value).isEqualTo(401);
    }
    assertThat(
            http.send(
                    request("/view")
                        .header("Authorization", "Bearer " + token)
                        .header("Authorization", "Bearer " + token)
                        .build(),
                    HttpResponse.BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(401);
    assertThat(get(address.resolve("/view?token=" + token)).statusCode()).isEqualTo(401);
  }

  /** The routes of the resources as their annotations say; a customer is "other". */
  private static List<Endpoint> routes() {
    List<Endpoint> routes = new ArrayList<>();
    for (JavaClass resource : new ClassFileImporter().importPackagesOf(CommandResource.class)) {
      if (resource.isAnnotatedWith(Path.class)) {
        for (JavaMethod method : resource.getMethods()) {
          if (method.isAnnotatedWith(GET.class) || method.isAnnotatedWith(POST.class)) {
            String path =
                resource.getAnnotationOfType(Path.class).value()
                    + "/"
                    + method.tryGetAnnotationOfType(Path.class).map(Path::value).orElse("");
            routes.add(
                new Endpoint(
                    method.isAnnotatedWith(GET.class) ? "GET" : "POST",
                    path.replace("{customer}", "other")
                        .replaceAll("\\{\\w+}", "x")
                        .replaceAll("/+", "/")
                        .replaceAll("(.)/$", "$1")));
          }
        }
      }
    }
    return routes;
  }

  private HttpResponse<String> ask(String identity, Endpoint route) throws Exception {
    HttpRequest.Builder request =
        request(route.path())
            .method(
                route.method(),
                route.method().equals("GET")
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(""));
    if (route.toString().equals("POST /login")) {
      request.header("Content-Type", "application/x-www-form-urlencoded");
    }
    return http.send(
        (identity == null ? request : TestIdentities.as(identity, request)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> command(String identity, String json) throws Exception {
    return http.send(
        TestIdentities.as(identity, request("/commands"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> withToken(String token, String path) throws Exception {
    return http.send(
        request(path).header("Authorization", "Bearer " + token).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(URI uri) throws Exception {
    return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(address.resolve(path));
  }
}
