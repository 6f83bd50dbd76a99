package dev.godwit.orchestrator.access;

import dev.godwit.api.Problem;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** Answers that are given before a route is reached. Stateless. */
final class Answers {
  private Answers() {}

  static void send(RoutingContext context, int status, Problem problem) {
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaderNames.CONTENT_TYPE, "application/json;charset=UTF-8")
        .end(
            new JsonObject()
                .put("expected", problem.expected())
                .put("found", problem.found())
                .put("action", problem.action())
                .encode());
  }

  static void redirect(RoutingContext context, String to) {
    context.response().setStatusCode(303).putHeader(HttpHeaderNames.LOCATION, to).end();
  }
}
