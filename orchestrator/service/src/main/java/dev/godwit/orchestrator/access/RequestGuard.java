package dev.godwit.orchestrator.access;

import io.quarkus.vertx.http.ManagementInterface;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;

/**
 * Applies {@link RequestCheck} to every request, also those for the management port, and says to
 * browsers in every answer what a page may do. Thread-safe.
 */
@ApplicationScoped
class RequestGuard {
  /** Before the handlers of Quarkus that authenticate (200) and that answer CORS requests (300). */
  private static final int FIRST = 1_000;

  /**
   * Pages load nothing and run no script. Their styles stand in them, so that a saved page shows
   * the same. A form's origin is checked, which no-referrer would hide.
   */
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Referrer-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cache-Control",
          "no-store");

  private final RequestCheck check;
  private final RequestCheck managementCheck;

  RequestGuard(AccessSettings settings) {
    AddressedHosts hosts = new AddressedHosts(settings.hosts().orElse(List.of()));
    this.check = new RequestCheck(hosts, false);
    this.managementCheck = new RequestCheck(hosts, true);
  }

  void onRoutes(@Observes Filters filters) {
    filters.register(context -> guard(context, check), FIRST);
  }

  void onManagement(@Observes ManagementInterface routes) {
    routes.router().route().order(-FIRST).handler(context -> guard(context, managementCheck));
  }

  private static void guard(RoutingContext context, RequestCheck check) {
    HttpServerRequest request = context.request();
    HttpServerResponse response = context.response();
    HEADERS.forEach(response::putHeader);
    if (request.isSSL()) {
      response.putHeader("Strict-Transport-Security", "max-age=31536000");
    }
    String authority = request.authority() == null ? null : request.authority().toString();
    check
        .refusal(
            request.method(),
            request.path(),
            request.localAddress().port(),
            authority,
            request.headers())
        .ifPresentOrElse(
            refusal -> {
              // The rest of the body is not read: the connection ends with the answer.
              response.putHeader("Connection", "close");
              Answers.send(context, refusal.status(), refusal.problem());
            },
            context::next);
  }
}
