package dev.godwit.orchestrator.rest;

import dev.godwit.api.Problem;
import dev.godwit.api.RebuildAnswer;
import dev.godwit.orchestrator.RebuildOrder;
import dev.godwit.orchestrator.rest.Problems.ProblemException;
import dev.godwit.orchestrator.view.projection.Projector;
import dev.godwit.orchestrator.view.projection.ViewState;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestQuery;

/**
 * Builds the read model and the engine's stores again from the topics, while migrations continue.
 */
@Path("/rebuild")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("viewer")
public class RebuildResource {
  private final ViewState view;
  private final Projector projector;
  private final RebuildOrder stores;

  RebuildResource(ViewState view, Projector projector, RebuildOrder stores) {
    this.view = view;
    this.projector = projector;
    this.stores = stores;
  }

  /** How far it is. */
  @GET
  public RebuildAnswer rebuild() {
    RebuildOrder.Result result = stores.result();
    return new RebuildAnswer(
        view.isPartial(),
        view.now().state() + ": " + view.now().detail(),
        result.state().name(),
        result.detail());
  }

  /** Orders it, for the read model, the stores, or both. */
  @POST
  @RolesAllowed("administrator")
  @ResponseStatus(202)
  public RebuildAnswer order(
      @RestQuery @DefaultValue("false") boolean view,
      @RestQuery @DefaultValue("false") boolean stores) {
    if (!view && !stores) {
      throw new ProblemException(
          400,
          new Problem(
              "?view=true, ?stores=true or both", "neither", "Name what is to be built again."));
    }
    if (view) {
      projector.rebuild();
    }
    if (stores) {
      this.stores.order();
    }
    return rebuild();
  }
}
