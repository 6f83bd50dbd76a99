package dev.godwit.orchestrator.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Settings of the access to REST and pages, {@code godwit.access} in application.yaml. None is a
 * secret but {@link OpenIdConnect#clientSecret}.
 */
@ConfigMapping(prefix = "godwit.access")
public interface AccessSettings {
  /** File with identities ({@code GODWIT_IDENTITIES}); no identity has a token where absent. */
  Optional<String> identities();

  /**
   * Names, or names with ports, by which requests may address the orchestrator beside the loopback
   * ({@code GODWIT_HOSTS}).
   */
  Optional<List<String>> hosts();

  /** Life of a browser's session ({@code GODWIT_SESSION_LIFE}). */
  @WithDefault("PT8H")
  Duration sessionLife();

  /** Sign-in by an issuer of OpenID Connect. */
  OpenIdConnect oidc();

  /** Settings of OpenID Connect; off without the address. */
  interface OpenIdConnect {
    /** Address of the issuer, below which its discovery document is ({@code GODWIT_OIDC_URL}). */
    Optional<String> url();

    /** Audience that a token must name ({@code GODWIT_OIDC_AUDIENCE}). */
    @WithDefault("godwit")
    String audience();

    /** Claim with the name that events record ({@code GODWIT_OIDC_NAME_CLAIM}). */
    @WithDefault("sub")
    String nameClaim();

    /** Claim with the roles, with slashes for nested ones ({@code GODWIT_OIDC_ROLES_CLAIM}). */
    @WithDefault("groups")
    String rolesClaim();

    /** Begin of the names of roles in the claim ({@code GODWIT_OIDC_ROLES_PREFIX}). */
    @WithDefault("godwit-")
    String rolesPrefix();

    /**
     * Claim with the customers of an identity ({@code GODWIT_OIDC_CUSTOMERS_CLAIM}); absent, every
     * identity may act on all. Set, an identity without the claim may not sign in.
     */
    Optional<String> customersClaim();

    /** Id of the client for pages ({@code GODWIT_OIDC_CLIENT_ID}); pages ask no issuer without. */
    Optional<String> clientId();

    /** Secret of this client ({@code GODWIT_OIDC_CLIENT_SECRET}). */
    Optional<String> clientSecret();
  }
}
