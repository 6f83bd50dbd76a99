package dev.godwit.orchestrator.rest;

import dev.godwit.api.LoginCode;
import dev.godwit.api.Problem;
import dev.godwit.identity.Identity;
import dev.godwit.identity.Tokens;
import dev.godwit.orchestrator.access.AccessSettings;
import dev.godwit.orchestrator.access.Callers;
import dev.godwit.orchestrator.access.Sessions;
import dev.godwit.orchestrator.rest.Problems.ProblemException;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;

/**
 * Login and logout of browsers: by a token in a form, or by the code of a link, which counts once.
 */
@Path("/")
@Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
@Blocking
public class LoginResource {
  /** Cookie with the value that the login form carries, since it has no session yet. */
  private static final String FORM = "godwit_login";

  private static final long FORM_SECONDS = 3_600;

  private final Sessions sessions;
  private final Template page;
  private final Template left;
  private final boolean issuer;
  private final SecurityIdentity caller;

  LoginResource(
      Sessions sessions,
      SecurityIdentity caller,
      AccessSettings settings,
      @Location("login.html") Template page,
      @Location("logout.html") Template left) {
    this.sessions = sessions;
    this.caller = caller;
    this.page = page;
    this.left = left;
    this.issuer = settings.oidc().url().isPresent() && settings.oidc().clientId().isPresent();
  }

  /** The form; or, with a code that counts, a session. */
  @GET
  @Path("login")
  @PermitAll
  public Response form(
      @RestQuery String code, @RestQuery String to, @Context HttpServerRequest request) {
    if (code == null) {
      return form(request, to, "");
    }
    return sessions
        .beginByCode(code, request.isSSL())
        .map(cookie -> begun(request, cookie, to))
        .orElseGet(
            () ->
                form(
                    request,
                    to,
                    "The link was used already, or is older than 5 minutes. godwit login prints another."));
  }

  /** Begins a session by a token. */
  @POST
  @Path("login")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @PermitAll
  public Response login(
      @RestForm String token,
      @RestForm String csrf,
      @RestForm String to,
      @Context HttpServerRequest request) {
    Cookie expected = request.getCookie(FORM);
    if (expected == null || !Sessions.same(expected.getValue(), csrf)) {
      return form(request, to, "The form was too old. Try again.");
    }
    return Optional.ofNullable(token)
        .flatMap(given -> sessions.begin(given.strip(), request.isSSL()))
        .map(cookie -> begun(request, cookie, to))
        .orElseGet(() -> form(request, to, wrongToken()));
  }

  private String wrongToken() {
    return sessions
        .problem()
        .map(Problem::sentence)
        .orElse("There is no identity with this token.");
  }

  /** Comes back from the issuer of OpenID Connect, which Quarkus has asked. */
  @GET
  @Path("login/openid")
  @RolesAllowed("viewer")
  public Response byIssuer() {
    return Response.seeOther(URI.create("/")).build();
  }

  /** A code for a link that logs the caller's identity in, once. */
  @POST
  @Path("login/codes")
  @Produces(MediaType.APPLICATION_JSON)
  @RolesAllowed("viewer")
  public LoginCode code(@RestHeader(HttpHeaders.AUTHORIZATION) String authorization) {
    String token = authorization.substring("Bearer ".length()).strip();
    if (!token.startsWith(Tokens.PREFIX)) {
      throw new ProblemException(
          400,
          new Problem(
              "a token of the identities file",
              "one of an issuer",
              "Open the first page: it leads to the issuer."));
    }
    return new LoginCode(sessions.code(token), Sessions.CODE_LIFE.toSeconds());
  }

  /** The name of the identity, and the form that ends its session. */
  @GET
  @Path("logout")
  @RolesAllowed("viewer")
  public String leaving(@Context HttpServerRequest request) {
    Identity identity = Callers.of(caller);
    return left.data("name", identity.name())
        .data("roles", identity.roles().stream().map(role -> role.text()).sorted().toList())
        .data("csrf", sessions.csrf(request).orElse(""))
        .render();
  }

  /** Ends a session. */
  @POST
  @Path("logout")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @RolesAllowed("viewer")
  public Response logout(@RestForm String csrf, @Context HttpServerRequest request) {
    if (!sessions.isOfItsForm(request, csrf)) {
      throw new ProblemException(
          403,
          new Problem(
              "the form of this session's own page",
              "another",
              "Open /logout, and press the button there."));
    }
    set(request, sessions.end(request, request.isSSL()));
    return Response.seeOther(URI.create(Sessions.LOGIN)).build();
  }

  private Response form(HttpServerRequest request, String to, String failure) {
    String csrf = Tokens.random();
    set(request, Sessions.cookie(FORM, csrf, request.isSSL()).setMaxAge(FORM_SECONDS));
    return Response.ok(
            page.data("csrf", csrf)
                .data("to", Sessions.local(to))
                .data("failure", failure)
                .data("issuer", issuer)
                .render())
        .build();
  }

  private static Response begun(HttpServerRequest request, Cookie session, String to) {
    set(request, session);
    set(request, Sessions.cookie(FORM, "", request.isSSL()).setMaxAge(0));
    return Response.seeOther(URI.create(Sessions.local(to))).build();
  }

  private static void set(HttpServerRequest request, Cookie cookie) {
    request.response().addCookie(cookie);
  }
}
