package dev.godwit.orchestrator.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestCheckTest {
  private static final int PORT = 18080;

  private final RequestCheck check =
      new RequestCheck(
          new AddressedHosts(List.of("Godwit.example", "proxy.example:8443", " ")), false);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:18080",
        "localhost:18080",
        "LOCALHOST:18080",
        "[::1]:18080",
        "godwit.example",
        "godwit.example:443",
        "proxy.example:8443"
      })
  void shouldTakeItsOwnNames(String host) {
    assertThat(get(host)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "attacker.example:18080",
        "127.0.0.1",
        "127.0.0.1:80",
        "localhost:18081",
        "localhost.attacker.example:18080",
        "127.0.0.1.attacker.example:18080",
        "proxy.example",
        "proxy.example:18080",
        "192.0.2.7:18080",
        "::1:18080",
        ""
      })
  void shouldRefuseAnotherNameWhichADnsNameOfAnAttackerWouldBe(String host) {
    assertThat(get(host))
        .hasValueSatisfying(refusal -> assertThat(refusal.status()).isEqualTo(421));
  }

  @Test
  void shouldRefuseARequestWithoutAHostOrWithTwo() {
    assertThat(check.refusal(HttpMethod.GET, "/", PORT, null, MultiMap.caseInsensitiveMultiMap()))
        .isPresent();
    MultiMap two =
        MultiMap.caseInsensitiveMultiMap()
            .add("Host", "localhost:18080")
            .add("host", "attacker.example");
    assertThat(check.refusal(HttpMethod.GET, "/", PORT, "localhost:18080", two)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:18080", "https://godwit.example", "http://[::1]:18080"})
  void shouldTakeTheOriginOfItsOwnPages(String origin) {
    assertThat(refusal(HttpMethod.GET, "/", headers("Origin", origin))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "",
        "https://attacker.example",
        "http://localhost",
        "http://localhost:18081",
        "http://localhost:18080@attacker.example",
        "http://user@localhost:18080",
        "ftp://localhost:18080",
        "localhost:18080",
        "http://localhost:18080, https://attacker.example"
      })
  void shouldRefuseEveryOtherOrigin(String origin) {
    for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.POST)) {
      assertThat(refusal(method, "/view", headers("Origin", origin)))
          .hasValueSatisfying(refusal -> assertThat(refusal.status()).isEqualTo(403));
    }
  }

  @Test
  void shouldTakeAnyAddressWhereProbesUseOne() {
    RequestCheck probes = new RequestCheck(new AddressedHosts(List.of()), true);
    for (String host : List.of("10.1.2.3:18180", "[fe80::1]:18180", "192.0.2.7")) {
      assertThat(probes.refusal(HttpMethod.GET, "/", PORT, host, headers("Host", host))).isEmpty();
    }
    for (String host :
        List.of("attacker.example:18180", "10.1.2.3.attacker.example", "a10.1.2.3")) {
      assertThat(probes.refusal(HttpMethod.GET, "/", PORT, host, headers("Host", host)))
          .isPresent();
    }
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "/commands,application/json,0",
        "/commands,application/json;charset=UTF-8,0",
        "/commands,text/plain,415",
        "/commands,application/x-www-form-urlencoded,415",
        "/commands,multipart/form-data,415",
        "/commands,none,415",
        "/commands/,none,415",
        "/view/rebuild,text/plain,415",
        "/login,application/x-www-form-urlencoded,0",
        "/login,application/json,415",
        "/login/codes,application/x-www-form-urlencoded,415"
      })
  void shouldReadABodyOfItsKindOnly(String path, String type, int status) {
    MultiMap headers = headers("Content-Length", "2");
    if (type != null) {
      headers.add("Content-Type", type);
    }
    assertThat(refusal(HttpMethod.POST, path, headers).map(RequestCheck.Refusal::status).orElse(0))
        .isEqualTo(status);
    MultiMap streamed = headers("Transfer-Encoding", "chunked");
    if (type != null) {
      streamed.add("Content-Type", type);
    }
    assertThat(refusal(HttpMethod.POST, path, streamed).map(RequestCheck.Refusal::status).orElse(0))
        .isEqualTo(status);
  }

  @Test
  void shouldRefuseALargeBodyBeforeItIsRead() {
    for (String length : List.of("524289", "99999999999999999999", "-", "0x10")) {
      assertThat(
              refusal(
                  HttpMethod.POST,
                  "/commands",
                  headers("Content-Length", length).add("Content-Type", "application/json")))
          .hasValueSatisfying(refusal -> assertThat(refusal.status()).isEqualTo(413));
    }
    assertThat(
            refusal(
                HttpMethod.POST,
                "/commands",
                headers("Content-Length", "524288").add("Content-Type", "application/json")))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "CONNECT"})
  void shouldRefuseOtherMethods(String method) {
    assertThat(refusal(HttpMethod.valueOf(method), "/", headers("Accept", "*/*")))
        .hasValueSatisfying(refusal -> assertThat(refusal.status()).isEqualTo(405));
  }

  private Optional<RequestCheck.Refusal> get(String host) {
    return check.refusal(HttpMethod.GET, "/", PORT, host, headers("Host", host));
  }

  private Optional<RequestCheck.Refusal> refusal(HttpMethod method, String path, MultiMap headers) {
    return check.refusal(
        method, path, PORT, "localhost:18080", headers.add("Host", "localhost:18080"));
  }

  private static MultiMap headers(String name, String value) {
    return MultiMap.caseInsensitiveMultiMap().add(name, value);
  }
}
