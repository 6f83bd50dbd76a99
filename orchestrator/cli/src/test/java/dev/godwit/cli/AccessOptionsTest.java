package dev.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.godwit.cli.client.Credentials;
import dev.godwit.cli.client.Json;
import dev.godwit.identity.Identity;
import dev.godwit.identity.Role;
import dev.godwit.identity.TokenFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class AccessOptionsTest {
  @TempDir Path temporary;

  private final FakeOrchestrator orchestrator = new FakeOrchestrator();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private TokenFolder folder;

  @BeforeEach
  void makeIdentities() {
    folder = new TokenFolder(temporary.resolve("secrets"));
    folder.makeIfMissing(
        List.of(
            new Identity("ann", Set.of(Role.OPERATOR, Role.STEWARD), Set.of()),
            new Identity("ben", Set.of(Role.APPROVER), Set.of()),
            new Identity("admin", Set.of(Role.ADMINISTRATOR), Set.of()),
            new Identity("viewer", Set.of(Role.VIEWER), Set.of())));
    orchestrator
        .at("/commands/*", "{\"commandId\":\"c\",\"state\":\"ACCEPTED\",\"text\":\"ok\"}")
        .at("/migrations", "[]")
        .at("/view/rebuild", "{\"state\":\"READY\",\"detail\":\"\",\"topics\":[],\"leftOut\":[]}")
        .at("/login/codes", "{\"code\":\"c0de\",\"seconds\":300}");
  }

  @AfterEach
  void stop() {
    orchestrator.close();
  }

  @Test
  void shouldUseTheIdentityThatHasTheRoleOfTheCommand() throws Exception {
    assertThat(godwit("migrations")).isZero();
    assertThat(sent()).isEqualTo(bearer("viewer"));
    assertThat(godwit("start", "acme")).isZero();
    assertThat(orchestrator.authorizations()).contains(bearer("ann"));
    assertThat(published().has("by")).isFalse();
    assertThat(godwit("approve", "acme")).isZero();
    assertThat(orchestrator.authorizations()).contains(bearer("ben"));
    assertThat(godwit("view", "rebuild")).isZero();
    assertThat(sent()).isEqualTo(bearer("admin"));
  }

  @Test
  void shouldUseTheIdentityThatIsNamed() throws Exception {
    assertThat(godwit("start", "acme", "--by", "ben")).isZero();
    assertThat(orchestrator.authorizations()).containsOnly(bearer("ben"));
    assertThat(published().path("by").asText()).isEqualTo("ben");
    assertThat(godwit("migrations", "--as", "admin")).isZero();
    assertThat(sent()).isEqualTo(bearer("admin"));
    assertThat(godwit("start", "acme", "--by", "ben", "--as", "ann")).isEqualTo(ExitCodes.USAGE);
  }

  @Test
  void shouldSendNothingWhenThereIsNoSuchIdentity() {
    assertThat(godwit("start", "acme", "--by", "zoe")).isEqualTo(ExitCodes.FORBIDDEN);
    assertThat(err.toString())
        .contains("admin, ann, ben, viewer", "'zoe'", "godwit identities add");
    assertThat(orchestrator.authorizations()).isEmpty();
  }

  @Test
  void shouldUseTheTokenOfAFile() throws IOException {
    Path file = Files.writeString(temporary.resolve("token"), "godwit_mine\n");
    assertThat(godwit("migrations", "--token-file", file.toString())).isZero();
    assertThat(sent()).isEqualTo("Bearer godwit_mine");
    assertThat(godwit("migrations", "--token-file", temporary.resolve("none").toString()))
        .isEqualTo(ExitCodes.USAGE);
  }

  @Test
  void shouldSendTheTokensOfTheStackToThisMachineOnly() {
    for (String own : List.of("http://127.0.0.1:1", "http://localhost:1/", "http://[::1]:1")) {
      assertThat(given(own).token(Role.VIEWER, null)).as(own).isPresent();
    }
    for (String other :
        List.of(
            "http://godwit.example:18080",
            "http://127.0.0.1.example:18080",
            "http://192.0.2.7:18080",
            "http://localhost.example",
            "mailto:a@localhost")) {
      assertThat(given(other).token(Role.VIEWER, null)).as(other).isEmpty();
    }
  }

  @Test
  void shouldPrintALinkWithACodeAndWithoutAToken() {
    assertThat(godwit("login", "--to", "/migrations/a b/report.html")).isZero();
    assertThat(out.toString())
        .startsWith(orchestrator.url() + "/login?code=c0de&to=%2Fmigrations%2Fa+b%2Freport.html")
        .doesNotContain("godwit_");
  }

  @Test
  void shouldChangeIdentitiesWithoutPrintingTokens() {
    assertThat(identities("add", "zoe", "--role", "operator", "--customer", "acme")).isZero();
    String old = folder.token("zoe").orElseThrow();
    assertThat(identities("rotate", "zoe")).isZero();
    assertThat(folder.token("zoe").orElseThrow()).isNotEqualTo(old);
    assertThat(identities()).isZero();
    assertThat(out.toString()).containsPattern("zoe +operator +acme").doesNotContain("godwit_");
    assertThat(identities("remove", "zoe")).isZero();
    assertThat(folder.token("zoe")).isEmpty();
    assertThat(identities("rotate", "zoe")).isEqualTo(ExitCodes.USAGE);
    assertThat(identities("add", "topic", "--role", "operator")).isEqualTo(ExitCodes.USAGE);
    assertThat(identities("add", "zoe", "--role", "king")).isEqualTo(ExitCodes.USAGE);
  }

  private Credentials given(String url) {
    return AccessOptions.credentials(URI.create(url), folder);
  }

  private String bearer(String name) {
    return "Bearer " + folder.token(name).orElseThrow();
  }

  private String sent() {
    return orchestrator.authorizations().getLast();
  }

  private JsonNode published() throws IOException {
    return Json.mapper().readTree(orchestrator.published());
  }

  private int godwit(String... arguments) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("--url", orchestrator.url(), "--secrets", secrets()));
    return Commands.mountOn(new CommandLine(CommandSpec.create().name("godwit")))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }

  private int identities(String... arguments) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("--secrets", secrets()));
    return new CommandLine(new IdentitiesCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }

  private String secrets() {
    return temporary.resolve("secrets").toString();
  }
}
