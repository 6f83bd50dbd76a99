package dev.godwit.orchestrator.access;

import dev.godwit.identity.Identity;
import dev.godwit.identity.IdentityName;
import dev.godwit.identity.Role;
import io.quarkus.oidc.runtime.OidcJwtCallerPrincipal;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonString;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jose4j.jwt.JwtClaims;

/**
 * Makes an identity of the token of an issuer: its name and roles from claims. A token without a
 * usable name, without a role of Godwit, or with the name of an identity of the file lets nobody
 * in. Thread-safe.
 */
@ApplicationScoped
class OpenIdConnectIdentities implements SecurityIdentityAugmentor {
  private static final Logger LOG = Logger.getLogger(OpenIdConnectIdentities.class);

  private final AccessSettings.OpenIdConnect settings;
  private final KnownIdentities file;

  OpenIdConnectIdentities(AccessSettings settings, KnownIdentities file) {
    this.settings = settings.oidc();
    this.file = file;
  }

  @Override
  public Uni<SecurityIdentity> augment(
      SecurityIdentity secured, AuthenticationRequestContext context) {
    if (secured.isAnonymous()) {
      return Uni.createFrom().item(secured);
    }
    try {
      return Uni.createFrom().item(Callers.secured(identity(secured)));
    } catch (NotAnIdentityException e) {
      LOG.warnf("A token of the issuer lets nobody in: expected %s.", e.getMessage());
      return Uni.createFrom().failure(new AuthenticationFailedException(e));
    }
  }

  private Identity identity(SecurityIdentity secured) throws NotAnIdentityException {
    if (!(secured.getPrincipal() instanceof OidcJwtCallerPrincipal principal)) {
      throw new NotAnIdentityException("a JSON Web Token, found another");
    }
    JwtClaims claims = principal.getClaims();
    String name = claims.getClaimValueAsString(settings.nameClaim());
    if (!IdentityName.isValid(name)) {
      throw new NotAnIdentityException(
          "a name of letters, digits and @._+- in the claim " + settings.nameClaim());
    }
    if (file.now().named(name).isPresent()) {
      throw new NotAnIdentityException("another name than that of an identity of the file");
    }
    Set<Role> roles =
        secured.getRoles().stream()
            .filter(role -> role.startsWith(settings.rolesPrefix()))
            .map(role -> Role.of(role.substring(settings.rolesPrefix().length())))
            .flatMap(Optional::stream)
            .collect(Collectors.toSet());
    if (roles.isEmpty()) {
      throw new NotAnIdentityException(
          "a role such as %s%s in the claim %s"
              .formatted(
                  settings.rolesPrefix(),
                  Role.VIEWER.name().toLowerCase(Locale.ROOT),
                  settings.rolesClaim()));
    }
    return new Identity(name, roles, customers(claims));
  }

  /** None is all, so that a claim which should be there must not be missing. */
  private Set<String> customers(JwtClaims claims) throws NotAnIdentityException {
    Optional<String> claim = settings.customersClaim().filter(name -> !name.isBlank());
    if (claim.isEmpty()) {
      return Set.of();
    }
    Set<String> customers = texts(claims.getClaimValue(claim.get()));
    if (customers.isEmpty() || customers.stream().anyMatch(String::isBlank)) {
      throw new NotAnIdentityException("texts in the claim " + claim.get());
    }
    return customers;
  }

  /** The texts of a claim that is a text or a list of texts; none where it is anything else. */
  private static Set<String> texts(Object claim) {
    Collection<?> values =
        claim instanceof Collection<?> several ? several : claim == null ? Set.of() : Set.of(claim);
    Set<String> texts = new TreeSet<>();
    for (Object value : values) {
      if (value instanceof JsonString json) {
        texts.add(json.getString());
      } else if (value instanceof String text) {
        texts.add(text);
      } else {
        return Set.of();
      }
    }
    return texts;
  }

  /** A token that is valid, but is of no identity of Godwit. */
  private static final class NotAnIdentityException extends Exception {
    private static final long serialVersionUID = 1L;

    NotAnIdentityException(String expected) {
      super(expected);
    }
  }
}
