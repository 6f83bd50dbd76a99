package dev.godwit.cli.client;

import dev.godwit.api.Problem;
import dev.godwit.identity.Role;
import dev.godwit.identity.TokenFolder;
import java.util.Optional;

/** The tokens that a client sends. Thread-safe. */
@FunctionalInterface
public interface Credentials {
  /**
   * The token for a request.
   *
   * @param needed the role that the request needs
   * @param name the identity to use; null for any that has the role
   * @return empty to send none
   * @throws RefusedException with status 401 where there is no token of this identity
   * @throws dev.godwit.identity.InvalidIdentitiesException where the tokens cannot be read
   */
  Optional<String> token(Role needed, String name);

  /** No token. */
  static Credentials none() {
    return (needed, name) -> Optional.empty();
  }

  /** One token, whichever identity it is of; the orchestrator knows. */
  static Credentials of(String token) {
    return (needed, name) -> Optional.of(token);
  }

  /** The tokens of a folder, read for each request; none where there is no such folder. */
  static Credentials of(TokenFolder folder) {
    return (needed, name) -> {
      if (!folder.exists()) {
        return Optional.empty();
      }
      if (name == null) {
        return folder.nameWith(needed).flatMap(folder::token);
      }
      return Optional.of(folder.token(name).orElseThrow(() -> unknown(folder, name)));
    };
  }

  private static RefusedException unknown(TokenFolder folder, String name) {
    return new RefusedException(
        401,
        new Problem(
            "an identity of this stack: " + String.join(", ", folder.names()),
            "'" + name + "'",
            "Name one of these, or add it: godwit identities add %s --role operator. Its history names who did it."
                .formatted(name)));
  }
}
