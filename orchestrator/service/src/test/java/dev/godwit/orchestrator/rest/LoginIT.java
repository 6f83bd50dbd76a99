package dev.godwit.orchestrator.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.godwit.identity.Identity;
import dev.godwit.identity.Role;
import dev.godwit.orchestrator.access.TestIdentities;
import dev.godwit.orchestrator.view.projection.ReadModelAlone;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Login, sessions and logout as a browser has them, and requests that other pages would make. */
@QuarkusTest
@TestProfile(ReadModelAlone.class)
class LoginIT {
  private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

  @TestHTTPResource("/")
  URI address;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  @Test
  void shouldLeadABrowserToTheLoginAndBackToThePage() throws Exception {
    HttpResponse<String> led = page("/view?x=1", "");
    assertThat(led.statusCode()).isEqualTo(303);
    assertThat(led.headers().firstValue("Location")).contains("/login?to=%2Fview%3Fx%3D1");
    HttpResponse<String> form = page("/login?to=%2Fview%3Fx%3D1", "");
    HttpResponse<String> begun =
        post(
            "/login",
            cookies(form),
            Map.of("csrf", csrf(form), "to", "/view?x=1", "token", TestIdentities.token("viewer")));
    assertThat(begun.statusCode()).isEqualTo(303);
    assertThat(begun.headers().firstValue("Location").orElseThrow()).endsWith("/view?x=1");
    String set = setCookie(begun, "godwit_session");
    assertThat(set).contains("HTTPOnly", "SameSite=Strict", "Max-Age=28800", "Path=/");
    assertThat(set).doesNotContain(TestIdentities.token("viewer"));
    assertThat(page("/view", cookies(begun)).statusCode()).isEqualTo(200);
  }

  @Test
  void shouldRefuseTheLoginWithoutItsFormAndWithAWrongToken() throws Exception {
    HttpResponse<String> form = page("/login", "");
    Map<String, String> right =
        Map.of("csrf", csrf(form), "to", "/", "token", TestIdentities.token("viewer"));
    assertThat(post("/login", "", right).statusCode()).isEqualTo(200);
    assertThat(post("/login", "godwit_login=other", right).statusCode()).isEqualTo(200);
    HttpResponse<String> wrong =
        post("/login", cookies(form), Map.of("csrf", csrf(form), "to", "/", "token", "godwit_x"));
    assertThat(wrong.statusCode()).isEqualTo(200);
    assertThat(wrong.body()).contains("no identity with this token");
    assertThat(cookies(wrong)).doesNotContain("godwit_session");
  }

  @Test
  void shouldLogInByACodeOnceAndNotByAnotherCode() throws Exception {
    String code = code("viewer");
    HttpResponse<String> begun = page("/login?code=" + code + "&to=//attacker.example", "");
    assertThat(begun.statusCode()).isEqualTo(303);
    assertThat(URI.create(begun.headers().firstValue("Location").orElseThrow()).getPath())
        .isEqualTo("/");
    assertThat(page("/", cookies(begun)).statusCode()).isNotIn(303, 401);
    HttpResponse<String> again = page("/login?code=" + code, "");
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(again.body()).contains("used already");
    assertThat(cookies(again)).doesNotContain("godwit_session");
    assertThat(page("/login?code=x", "").body()).contains("used already");
  }

  @Test
  void shouldLetASessionReadAndDoNothingElse() throws Exception {
    String session = session("administrator");
    for (String path : List.of("/view/rebuild", "/rebuild?view=true", "/login/codes")) {
      assertThat(send(path, session, "", "application/json").statusCode()).as(path).isEqualTo(401);
    }
    assertThat(
            send(
                    "/commands",
                    session,
                    "{\"command\":\"PauseMigration\",\"customer\":\"acme\"}",
                    "application/json")
                .statusCode())
        .isEqualTo(401);
  }

  @Test
  void shouldLogOutByItsOwnFormOnly() throws Exception {
    String session = session("viewer");
    HttpResponse<String> leaving = page("/logout", session);
    assertThat(post("/logout", session, Map.of("csrf", "x")).statusCode()).isEqualTo(403);
    assertThat(page("/view", session).statusCode()).isEqualTo(200);
    HttpResponse<String> left = post("/logout", session, Map.of("csrf", csrf(leaving)));
    assertThat(left.statusCode()).isEqualTo(303);
    assertThat(setCookie(left, "godwit_session")).contains("Max-Age=0");
    assertThat(page("/view", session).statusCode()).isEqualTo(303);
  }

  @Test
  void shouldEndASessionWithTheTokenThatBeganIt() throws Exception {
    TestIdentities.folder().add(new Identity("guest", Set.of(Role.VIEWER), Set.of()));
    String session = session("guest");
    String code = code("guest");
    assertThat(page("/view", session).statusCode()).isEqualTo(200);
    TestIdentities.folder().rotate("guest");
    assertThat(page("/view", session).statusCode()).isEqualTo(303);
    assertThat(cookies(page("/login?code=" + code, ""))).doesNotContain("godwit_session");
    TestIdentities.folder().remove("guest");
  }

  @Test
  void shouldSayInEveryAnswerWhatAPageMayDo() throws Exception {
    for (HttpResponse<String> answer :
        List.of(page("/login", ""), page("/view", ""), page("/", session("viewer")))) {
      Map<String, String> headers =
          answer.headers().map().entrySet().stream()
              .collect(
                  Collectors.toMap(
                      e -> e.getKey().toLowerCase(Locale.ROOT), e -> e.getValue().getFirst()));
      assertThat(headers.get("content-security-policy"))
          .contains("default-src 'none'", "frame-ancestors 'none'")
          .doesNotContain("script-src");
      assertThat(headers)
          .containsEntry("x-content-type-options", "nosniff")
          .containsEntry("referrer-policy", "same-origin")
          .containsEntry("cache-control", "no-store");
    }
  }

  @Test
  void shouldRefuseWhatAPageOfAnotherSiteCanSend() throws Exception {
    String token = "Authorization: Bearer " + TestIdentities.token("administrator") + "\r\n";
    String own = "Host: 127.0.0.1:" + address.getPort() + "\r\n";
    String command = "{\"command\":\"PauseMigration\",\"customer\":\"acme\"}";
    // Without CORS: the kinds of body that need no question beforehand, and a body of no kind.
    for (String type :
        List.of(
            "Content-Type: text/plain\r\n",
            "Content-Type: application/x-www-form-urlencoded\r\n",
            "")) {
      assertThat(raw("POST /commands", own + token + type, command)).as(type).isEqualTo(415);
    }
    String json = "Content-Type: application/json\r\n";
    assertThat(raw("POST /commands", own + token + json + "Origin: https://a.example\r\n", command))
        .isEqualTo(403);
    assertThat(raw("POST /view/rebuild", own + token + "Origin: null\r\n", "")).isEqualTo(403);
    assertThat(raw("GET /view", own + token + "Origin: https://a.example\r\n", "")).isEqualTo(403);
    // A DNS name of an attacker that points here.
    String rebound = "Host: a.example:" + address.getPort() + "\r\n";
    assertThat(raw("GET /migrations", rebound + token, "")).isEqualTo(421);
    assertThat(raw("GET /login", rebound, "")).isEqualTo(421);
    assertThat(raw("GET /view", own + rebound + token, "")).isEqualTo(421);
    assertThat(raw("GET /view", own + token, "")).isEqualTo(200);
    assertThat(raw("OPTIONS /commands", own + "Origin: https://a.example\r\n", "")).isIn(403, 405);
  }

  @Test
  void shouldReadNoLargeBody() throws Exception {
    String head =
        "Host: 127.0.0.1:%d\r\nContent-Type: application/json\r\nAuthorization: Bearer %s\r\n"
            .formatted(address.getPort(), TestIdentities.token("operator"));
    assertThat(rawHead("POST /commands", head + "Content-Length: 10000000\r\n")).isEqualTo(413);
    HttpResponse<String> streamed =
        http.send(
            TestIdentities.as("operator", HttpRequest.newBuilder(address.resolve("/commands")))
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.fromPublisher(
                        HttpRequest.BodyPublishers.ofString("[" + "{},".repeat(200_000) + "1]")))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(streamed.statusCode()).isEqualTo(413);
  }

  private String session(String identity) throws Exception {
    return cookies(page("/login?code=" + code(identity), ""));
  }

  private String code(String identity) throws Exception {
    HttpResponse<String> answer =
        http.send(
            TestIdentities.as(identity, HttpRequest.newBuilder(address.resolve("/login/codes")))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new ObjectMapper().readTree(answer.body()).get("code").asText();
  }

  private HttpResponse<String> page(String path, String cookies) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.resolve(path)).header("Accept", "text/html,*/*");
    if (!cookies.isEmpty()) {
      request.header("Cookie", cookies);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String cookies, Map<String, String> fields)
      throws Exception {
    String body =
        fields.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return send(path, cookies, body, "application/x-www-form-urlencoded");
  }

  private HttpResponse<String> send(String path, String cookies, String body, String type)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.resolve(path))
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (!cookies.isEmpty()) {
      request.header("Cookie", cookies);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String cookies(HttpResponse<String> answer) {
    return answer.headers().allValues("Set-Cookie").stream()
        .filter(set -> !set.contains("Max-Age=0"))
        .map(set -> set.substring(0, set.indexOf(';')))
        .collect(Collectors.joining("; "));
  }

  private static String setCookie(HttpResponse<String> answer, String name) {
    return answer.headers().allValues("Set-Cookie").stream()
        .filter(set -> set.startsWith(name + "="))
        .findFirst()
        .orElseThrow();
  }

  private static String csrf(HttpResponse<String> form) {
    Matcher found = CSRF.matcher(form.body());
    assertThat(found.find()).as(form.body()).isTrue();
    return found.group(1);
  }

  /** Status of the answer to a request that HttpClient would not send. */
  private int raw(String request, String headers, String body) throws IOException {
    String length = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n";
    return rawHead(request, headers + length, body);
  }

  private int rawHead(String request, String headers) throws IOException {
    return rawHead(request, headers, "");
  }

  private int rawHead(String request, String headers, String body) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      out.write(
          (request + " HTTP/1.1\r\n" + headers + "Connection: close\r\n\r\n" + body)
              .getBytes(StandardCharsets.UTF_8));
      out.flush();
      String line =
          new java.io.BufferedReader(
                  new java.io.InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
              .readLine();
      assertThat(line).as(request).startsWith("HTTP/1.1 ");
      return Integer.parseInt(line.substring(9, 12));
    }
  }
}
