package dev.godwit.orchestrator.rest;

import dev.godwit.api.ViewAnswer;
import dev.godwit.orchestrator.view.projection.Projector;
import dev.godwit.orchestrator.view.projection.ViewState;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.ResponseStatus;

/** The read model itself. */
@Path("/view")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("viewer")
public class ViewResource {
  private final ViewState state;
  private final Projector projector;

  ViewResource(ViewState state, Projector projector) {
    this.state = state;
    this.projector = projector;
  }

  /** Its state and positions. */
  @GET
  public ViewAnswer view() {
    return state.now();
  }

  /** Drops it and builds it again from the topics; no migration changes. */
  @POST
  @Path("rebuild")
  @RolesAllowed("administrator")
  @ResponseStatus(202)
  public ViewAnswer rebuild() {
    projector.rebuild();
    return state.now();
  }
}
