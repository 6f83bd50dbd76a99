package dev.godwit.orchestrator.access;

import dev.godwit.api.Problem;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Keeps an identity of some customers to these, wherever a route names one, in its path or as a
 * parameter. Lists of several customers are filtered by the routes that make them. Thread-safe.
 */
@ApplicationScoped
public class CustomerScope {
  private static final String CUSTOMER = "customer";

  private final SecurityIdentity caller;

  CustomerScope(SecurityIdentity caller) {
    this.caller = caller;
  }

  /** Whether the caller of this request may see a customer. */
  public boolean sees(String customer) {
    return Callers.of(caller).mayActOn(customer);
  }

  @ServerRequestFilter
  Response refused(ContainerRequestContext request) {
    boolean foreign =
        named(request.getUriInfo().getPathParameters()).stream().anyMatch(c -> !sees(c))
            || named(request.getUriInfo().getQueryParameters()).stream()
                .anyMatch(c -> !c.isEmpty() && !sees(c));
    return foreign
        ? Response.status(Response.Status.FORBIDDEN)
            .type(MediaType.APPLICATION_JSON)
            .entity(
                new Problem(
                    "a customer that your identity may see",
                    "another",
                    "An administrator can add the customer to your identity."))
            .build()
        : null;
  }

  private static List<String> named(MultivaluedMap<String, String> parameters) {
    return parameters.getOrDefault(CUSTOMER, List.of());
  }
}
