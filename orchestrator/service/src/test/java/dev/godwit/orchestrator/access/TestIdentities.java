package dev.godwit.orchestrator.access;

import dev.godwit.identity.Identity;
import dev.godwit.identity.Role;
import dev.godwit.identity.TokenFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Identities of a test's orchestrator: one for each role, of its name, and an operator of acme. */
public final class TestIdentities {
  /** Operator of the customer acme only. */
  public static final String OF_ACME = "of-acme";

  private static final TokenFolder FOLDER = make();

  private TestIdentities() {}

  private static TokenFolder make() {
    try {
      Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
      TokenFolder folder = new TokenFolder(Files.createTempDirectory(target, "identities-"));
      List<Identity> all =
          Stream.concat(
                  Arrays.stream(Role.values())
                      .map(role -> new Identity(role.text(), Set.of(role), Set.of())),
                  Stream.of(new Identity(OF_ACME, Set.of(Role.OPERATOR), Set.of("acme"))))
              .toList();
      folder.makeIfMissing(all);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder with their tokens. */
  public static TokenFolder folder() {
    return FOLDER;
  }

  /** The token of one. */
  public static String token(String name) {
    return FOLDER.token(name).orElseThrow();
  }

  /** A request with the token of one. */
  public static HttpRequest.Builder as(String name, HttpRequest.Builder request) {
    return request.header("Authorization", "Bearer " + token(name));
  }
}
