package dev.godwit.orchestrator.access;

import io.quarkus.oidc.OidcRequestContext;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.TenantConfigResolver;
import io.quarkus.oidc.runtime.OidcTenantConfig.ApplicationType;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The issuer of OpenID Connect, where its address is set. Quarkus asks it with the first token, so
 * that the orchestrator starts and works while the issuer is away. Thread-safe.
 */
@ApplicationScoped
class OpenIdConnectTenant implements TenantConfigResolver {
  private final Optional<OidcTenantConfig> tenant;

  OpenIdConnectTenant(AccessSettings settings) {
    this.tenant =
        settings
            .oidc()
            .url()
            .filter(url -> !url.isBlank())
            .map(url -> tenant(url, settings.oidc()));
  }

  /** A token must name this audience, and the issuer that the discovery document names. */
  private static OidcTenantConfig tenant(String url, AccessSettings.OpenIdConnect oidc) {
    var builder =
        OidcTenantConfig.authServerUrl(url)
            .tenantId("godwit")
            .token()
            .audience(audiences(oidc))
            .principalClaim(oidc.nameClaim())
            .end()
            .roles()
            .roleClaimPath(oidc.rolesClaim())
            .end();
    oidc.clientId()
        .filter(id -> !id.isBlank())
        .ifPresentOrElse(
            id -> builder.clientId(id).applicationType(ApplicationType.HYBRID),
            () -> builder.applicationType(ApplicationType.SERVICE));
    oidc.clientSecret()
        .filter(secret -> !secret.isBlank())
        .ifPresent(secret -> builder.credentials(secret));
    return builder.build();
  }

  /** Tokens of services name the audience; those of people at pages name the client. */
  private static List<String> audiences(AccessSettings.OpenIdConnect oidc) {
    return Stream.concat(Stream.of(oidc.audience()), oidc.clientId().stream())
        .filter(name -> !name.isBlank())
        .distinct()
        .toList();
  }

  @Override
  public Uni<OidcTenantConfig> resolve(
      RoutingContext context, OidcRequestContext<OidcTenantConfig> request) {
    return tenant
        .map(config -> Uni.createFrom().item(config))
        .orElseGet(() -> Uni.createFrom().nullItem());
  }
}
