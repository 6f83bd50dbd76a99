package dev.godwit.orchestrator.access;

import dev.godwit.api.Problem;
import dev.godwit.identity.Tokens;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Authenticates by a token of the identities file, or by the session of a browser. Tokens of
 * another form are left to OpenID Connect. A session authenticates reading only, so that no page
 * can let a browser publish a command. Thread-safe.
 */
@ApplicationScoped
class TokenMechanism implements HttpAuthenticationMechanism {
  private static final String BEARER = "Bearer ";

  private final KnownIdentities identities;
  private final Sessions sessions;

  TokenMechanism(KnownIdentities identities, Sessions sessions) {
    this.identities = identities;
    this.sessions = sessions;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager manager) {
    HttpServerRequest request = context.request();
    List<String> given = request.headers().getAll(HttpHeaderNames.AUTHORIZATION);
    if (given.isEmpty()) {
      if (!maySession(request)) {
        return Uni.createFrom().failure(new AuthenticationFailedException());
      }
      return sessions
          .identity(request)
          .map(identity -> Uni.createFrom().item(Callers.secured(identity)))
          .orElseGet(() -> Uni.createFrom().nullItem());
    }
    if (given.size() > 1) {
      return Uni.createFrom().failure(new AuthenticationFailedException());
    }
    String value = given.getFirst();
    if (!value.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return Uni.createFrom().failure(new AuthenticationFailedException());
    }
    String token = value.substring(BEARER.length()).strip();
    if (!token.startsWith(Tokens.PREFIX)) {
      return Uni.createFrom().nullItem();
    }
    return identities
        .now()
        .withToken(token)
        .map(identity -> Uni.createFrom().item(Callers.secured(identity)))
        .orElseGet(() -> Uni.createFrom().failure(new AuthenticationFailedException()));
  }

  /** Whether a cookie may authenticate: for reading, and for the forms of login and logout. */
  private static boolean maySession(HttpServerRequest request) {
    return request.method().equals(HttpMethod.GET)
        || request.method().equals(HttpMethod.HEAD)
        || request.path().equals(Sessions.LOGIN)
        || request.path().equals(Sessions.LOGOUT);
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    return Uni.createFrom().item(new ChallengeData(status(), null, null));
  }

  private int status() {
    return identities.problem().isPresent() ? 503 : 401;
  }

  @Override
  public Uni<Boolean> sendChallenge(RoutingContext context) {
    if (isOfAPage(context.request())) {
      Answers.redirect(context, Sessions.login(context.request().uri()));
    } else {
      if (identities.problem().isEmpty()) {
        context.response().putHeader(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"godwit\"");
      }
      Answers.send(context, status(), identities.problem().orElseGet(TokenMechanism::unknown));
    }
    return Uni.createFrom().item(true);
  }

  private static boolean isOfAPage(HttpServerRequest request) {
    String accepted = request.getHeader(HttpHeaderNames.ACCEPT);
    return request.method().equals(HttpMethod.GET)
        && accepted != null
        && accepted.startsWith("text/html")
        && !request.headers().contains(HttpHeaderNames.AUTHORIZATION);
  }

  private static Problem unknown() {
    return new Problem(
        "the token of an identity, as 'Authorization: Bearer TOKEN'",
        "none that counts",
        "Command lines take GODWIT_TOKEN, --token-file, or the tokens of the local stack; see the guide 'Identities and roles'. Pages: godwit login prints a link.");
  }

  /** Before OpenID Connect, which takes each token for one of its own. */
  @Override
  public int getPriority() {
    return DEFAULT_PRIORITY + 1_000;
  }
}
