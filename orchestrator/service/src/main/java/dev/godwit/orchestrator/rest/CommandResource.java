package dev.godwit.orchestrator.rest;

import dev.godwit.api.CommandAnswer;
import dev.godwit.identity.Identity;
import dev.godwit.orchestrator.access.Callers;
import dev.godwit.orchestrator.access.CustomerScope;
import dev.godwit.orchestrator.rest.Problems.ProblemException;
import dev.godwit.orchestrator.view.read.MigrationReader;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.ResponseStatus;

/** Commands: published to their topic, where the engine answers them. */
@Path("/commands")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@RolesAllowed("viewer")
public class CommandResource {
  private static final Logger LOG = Logger.getLogger(CommandResource.class);

  private final CommandPublisher publisher;
  private final MigrationReader migrations;
  private final SecurityIdentity caller;
  private final CustomerScope scope;

  CommandResource(
      CommandPublisher publisher,
      MigrationReader migrations,
      SecurityIdentity caller,
      CustomerScope scope) {
    this.caller = caller;
    this.scope = scope;
    this.publisher = publisher;
    this.migrations = migrations;
  }

  /**
   * Publishes a command with the caller as its author; answers when Kafka has acknowledged it.
   * Nothing is published where the caller may not send it.
   */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @ResponseStatus(202)
  public CommandAnswer.Received publish(byte[] body, @Context HttpHeaders headers) {
    Identity identity = Callers.of(caller);
    CommandBody command = CommandBody.read(body);
    try {
      command.requireRight(identity);
      return publisher.publish(command.by(identity), identity, RequestTrace.of(headers));
    } catch (ProblemException e) {
      if (e.status() < 500) {
        LOG.warnf(
            "Refused a command of %s with status %d: expected %s. Nothing was published.",
            identity.name(), e.status(), e.problem().expected());
      }
      throw e;
    }
  }

  /** The answer to a command. */
  @GET
  @Path("{commandId}")
  public CommandAnswer answer(String commandId) {
    CommandAnswer answer = migrations.command(commandId);
    return answer.customer() == null || scope.sees(answer.customer())
        ? answer
        : CommandAnswer.pending(commandId);
  }
}
