package dev.godwit.orchestrator.rest;

import dev.godwit.api.ProgressAnswer;
import dev.godwit.orchestrator.access.CustomerScope;
import dev.godwit.orchestrator.view.read.ProgressReader;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jboss.resteasy.reactive.RestQuery;

/** Lag of the latest runs. The customer is a parameter, so that any id can be asked for. */
@Path("/lag")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@RolesAllowed("viewer")
public class LagResource {
  private final ProgressReader progress;
  private final Problems problems;
  private final CustomerScope scope;

  LagResource(ProgressReader progress, Problems problems, CustomerScope scope) {
    this.scope = scope;
    this.progress = progress;
    this.problems = problems;
  }

  /** Of the latest run of a customer; of every migration where none is given. */
  @GET
  public List<ProgressAnswer> lag(@RestQuery String customer) {
    return customer == null || customer.isEmpty()
        ? progress.latestRuns().stream().filter(one -> scope.sees(one.customer())).toList()
        : List.of(progress.latestRun(customer).orElseThrow(() -> problems.noMigration(customer)));
  }
}
