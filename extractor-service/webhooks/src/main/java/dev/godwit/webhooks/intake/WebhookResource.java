package dev.godwit.webhooks.intake;

import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The HTTP endpoint for mail providers: {@code POST /webhooks/{provider}/{customer}}. The process
 * listens on the loopback by default; a proxy in front of it terminates TLS. Stateless.
 */
@Path("/webhooks/{provider}/{customer}")
public class WebhookResource {
  private static final long NANOS_OF_SECOND = 1_000_000_000;

  private final WebhookIntake intake;

  @Inject
  WebhookResource(WebhookIntake intake) {
    this.intake = intake;
  }

  /** Accepts or refuses a request; the text of the answer is for people. */
  @POST
  @Blocking
  @Consumes(MediaType.WILDCARD)
  @Produces(MediaType.TEXT_PLAIN)
  public Response receive(
      @PathParam("provider") String provider,
      @PathParam("customer") String customer,
      @Context UriInfo uri,
      @Context HttpHeaders headers,
      InputStream body) {
    WebhookIntake.Answer answer =
        intake.take(
            new WebhookIntake.Arrival(
                provider,
                customer,
                target(uri.getRequestUri()),
                firsts(headers),
                headers.getLength(),
                body == null ? InputStream.nullInputStream() : body));
    Response.ResponseBuilder response =
        Response.status(answer.status()).entity(answer.text() + "\n");
    if (answer.retryAfter() != null) {
      long nanos = answer.retryAfter().toNanos();
      response.header(
          HttpHeaders.RETRY_AFTER, Math.max(1, (nanos + NANOS_OF_SECOND - 1) / NANOS_OF_SECOND));
    }
    return response.build();
  }

  /** Mandrill probes the address so before it makes the key; 200 for a supported provider. */
  @HEAD
  public Response isThere(@PathParam("provider") String provider) {
    return Response.status(intake.knows(provider) ? Response.Status.OK : Response.Status.NOT_FOUND)
        .build();
  }

  private static String target(URI uri) {
    return uri.getRawQuery() == null
        ? uri.getRawPath()
        : uri.getRawPath() + "?" + uri.getRawQuery();
  }

  private static Map<String, String> firsts(HttpHeaders headers) {
    Map<String, String> firsts = new HashMap<>();
    headers
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!values.isEmpty()) {
                firsts.putIfAbsent(name.toLowerCase(Locale.ROOT), values.getFirst());
              }
            });
    return firsts;
  }
}
