package dev.godwit.orchestrator.access;

import dev.godwit.identity.Identity;
import dev.godwit.identity.Role;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Identities of Godwit as Quarkus carries them with a request. Stateless. */
public final class Callers {
  private static final String IDENTITY = "dev.godwit.identity";

  private Callers() {}

  /** An identity with the roles that it has, also those that follow from another. */
  static SecurityIdentity secured(Identity identity) {
    return QuarkusSecurityIdentity.builder()
        .setPrincipal(new QuarkusPrincipal(identity.name()))
        .addRoles(roles(identity))
        .addAttribute(IDENTITY, identity)
        .build();
  }

  private static Set<String> roles(Identity identity) {
    return Arrays.stream(Role.values())
        .filter(identity::has)
        .map(Role::text)
        .collect(Collectors.toSet());
  }

  /**
   * The identity of a request that was authenticated.
   *
   * @throws IllegalStateException where it was not
   */
  public static Identity of(SecurityIdentity secured) {
    Identity identity = secured.getAttribute(IDENTITY);
    if (identity == null) {
      throw new IllegalStateException(
          "Expected an authenticated identity, but found none; the route must need a role.");
    }
    return identity;
  }
}
