package dev.godwit.orchestrator.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.orchestrator.view.projection.ReadModelAlone;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.Test;

/** Tokens of an issuer of the test's own. */
@QuarkusTest
@TestProfile(OpenIdConnectIT.WithIssuer.class)
class OpenIdConnectIT {
  /** The read model alone, with an issuer. */
  public static final class WithIssuer implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> all = new HashMap<>(new ReadModelAlone().getConfigOverrides());
      all.put("godwit.access.oidc.customers-claim", "crm_customers");
      return all;
    }

    @Override
    public List<TestResourceEntry> testResources() {
      List<TestResourceEntry> all = new ArrayList<>(new ReadModelAlone().testResources());
      all.add(new TestResourceEntry(SmallIssuer.class));
      return all;
    }
  }

  @TestHTTPResource("/")
  URI address;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static JwtClaims claims(String subject, String... roles) {
    JwtClaims claims = SmallIssuer.claims(subject, roles);
    claims.setStringListClaim("crm_customers", List.of("acme"));
    return claims;
  }

  @Test
  void shouldLetTheIdentityOfATokenInWithItsRolesAndCustomers() throws Exception {
    String viewer = SmallIssuer.signed(claims("zoe", "godwit-viewer", "administrator"));
    assertThat(get("/view", viewer).statusCode()).isEqualTo(200);
    assertThat(post("/view/rebuild", viewer, "").statusCode()).isEqualTo(403);
    assertThat(get("/lag?customer=other", viewer).statusCode()).isEqualTo(403);
    HttpResponse<String> command =
        post("/commands", viewer, "{\"command\":\"PauseMigration\",\"customer\":\"acme\"}");
    assertThat(command.statusCode()).isEqualTo(403);
    assertThat(command.body()).contains("'zoe' with the roles viewer");
    String operator = SmallIssuer.signed(claims("zoe", "godwit-operator"));
    HttpResponse<String> other =
        post("/commands", operator, "{\"command\":\"PauseMigration\",\"customer\":\"other\"}");
    assertThat(other.statusCode()).isEqualTo(403);
    HttpResponse<String> named =
        post(
            "/commands",
            operator,
            "{\"command\":\"PauseMigration\",\"customer\":\"acme\",\"by\":\"ann\"}");
    assertThat(named.statusCode()).isEqualTo(403);
    String administrator = SmallIssuer.signed(claims("zoe", "godwit-administrator"));
    assertThat(post("/view/rebuild", administrator, "").statusCode()).isEqualTo(202);
  }

  @Test
  void shouldRefuseATokenThatIsWrongInAnyPart() throws Exception {
    Map<String, String> wrong = new LinkedHashMap<>();
    JwtClaims audience = claims("zoe", "godwit-viewer");
    audience.setAudience("another");
    wrong.put("audience", SmallIssuer.signed(audience));
    JwtClaims nobody = claims("zoe", "godwit-viewer");
    nobody.unsetClaim("aud");
    wrong.put("no audience", SmallIssuer.signed(nobody));
    JwtClaims issuer = claims("zoe", "godwit-viewer");
    issuer.setIssuer("https://another.example");
    wrong.put("issuer", SmallIssuer.signed(issuer));
    JwtClaims expired = claims("zoe", "godwit-viewer");
    expired.setExpirationTime(NumericDate.fromSeconds(NumericDate.now().getValue() - 60));
    wrong.put("expired", SmallIssuer.signed(expired));
    JwtClaims forEver = claims("zoe", "godwit-viewer");
    forEver.unsetClaim("exp");
    wrong.put("no expiry", SmallIssuer.signed(forEver));
    JwtClaims right = claims("zoe", "godwit-viewer");
    wrong.put("key", SmallIssuer.signedByAnotherKey(right));
    wrong.put("alg none", SmallIssuer.unsigned(right));
    wrong.put("alg HS256 with the public key", SmallIssuer.signedByThePublicKey(right));
    String signed = SmallIssuer.signed(right);
    wrong.put("changed", signed.replaceFirst("\\.[^.]+\\.", "." + otherPayload(right) + "."));
    wrong.put("no role", SmallIssuer.signed(claims("zoe", "viewer", "godwit-king")));
    wrong.put("name of the orchestrator", SmallIssuer.signed(claims("clock", "godwit-viewer")));
    wrong.put("name of the file", SmallIssuer.signed(claims("operator", "godwit-viewer")));
    wrong.put("name that is no name", SmallIssuer.signed(claims("a b\n", "godwit-viewer")));
    JwtClaims everyCustomer = claims("zoe", "godwit-viewer");
    everyCustomer.unsetClaim("crm_customers");
    wrong.put("no customers", SmallIssuer.signed(everyCustomer));
    for (Map.Entry<String, String> token : wrong.entrySet()) {
      assertThat(get("/view", token.getValue()).statusCode()).as(token.getKey()).isEqualTo(401);
    }
    assertThat(get("/view", signed).statusCode()).isEqualTo(200);
  }

  @Test
  void shouldLetABrowserInThroughTheIssuer() throws Exception {
    HttpResponse<String> begun = page("/login/openid", "");
    assertThat(begun.statusCode()).isEqualTo(302);
    URI issuer = URI.create(begun.headers().firstValue("Location").orElseThrow());
    Map<String, String> asked = parameters(issuer);
    assertThat(asked).containsEntry("client_id", SmallIssuer.CLIENT);
    JwtClaims claims = claims("zoe", "godwit-viewer");
    claims.setAudience(SmallIssuer.CLIENT);
    if (asked.containsKey("nonce")) {
      claims.setStringClaim("nonce", asked.get("nonce"));
    }
    String token = SmallIssuer.signed(claims);
    SmallIssuer.answerCodesWith(
        "{\"access_token\":\"%s\",\"id_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":300}"
            .formatted(token, token));
    HttpResponse<String> forged = page("/login/openid?code=c&state=forged", cookies(begun));
    assertThat(forged.statusCode()).isIn(302, 401);
    assertThat(cookies(forged)).doesNotContain("q_session");
    HttpResponse<String> back =
        page("/login/openid?code=c&state=" + asked.get("state"), cookies(begun));
    assertThat(back.statusCode()).as(back.body()).isIn(302, 303);
    String session = cookies(back);
    assertThat(session).contains("q_session");
    assertThat(page("/view", session).statusCode()).isEqualTo(200);
    HttpResponse<String> command =
        http.send(
            HttpRequest.newBuilder(address.resolve("/commands"))
                .header("Cookie", session)
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"command\":\"PauseMigration\",\"customer\":\"acme\"}"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(command.statusCode()).isEqualTo(401);
  }

  private static String otherPayload(JwtClaims claims) {
    claims.setStringListClaim("groups", List.of("godwit-administrator"));
    String text =
        java.util.Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.toJson().getBytes(StandardCharsets.UTF_8));
    claims.setStringListClaim("groups", List.of("godwit-viewer"));
    return text;
  }

  private static Map<String, String> parameters(URI uri) {
    return Arrays.stream(uri.getRawQuery().split("&"))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
  }

  private static String cookies(HttpResponse<String> answer) {
    return answer.headers().allValues("Set-Cookie").stream()
        .filter(set -> !set.contains("Max-Age=0"))
        .map(set -> set.substring(0, set.indexOf(';')))
        .collect(Collectors.joining("; "));
  }

  private HttpResponse<String> page(String path, String cookies) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.resolve(path)).header("Accept", "text/html,*/*");
    if (!cookies.isEmpty()) {
      request.header("Cookie", cookies);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path, String token) throws Exception {
    return http.send(
        HttpRequest.newBuilder(address.resolve(path))
            .header("Authorization", "Bearer " + token)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String token, String json) throws Exception {
    return http.send(
        HttpRequest.newBuilder(address.resolve(path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
