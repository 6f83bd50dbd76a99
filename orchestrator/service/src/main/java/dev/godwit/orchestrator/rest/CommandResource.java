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
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.ResponseStatus;

/** Commands: published to their topic, where the engine answers them. */
@Path("/commands")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@RolesAllowed("viewer")
public class CommandResource {
  private static final Logger LOG = Logger.getLogger(CommandResource.class);
  private static final int FORBIDDEN = 403;

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
   * Where the caller may not send it the answer is 403, and the engine records the refusal.
   */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @ResponseStatus(202)
  public CommandAnswer.Received publish(byte[] body, @Context HttpHeaders headers) {
    Identity identity = Callers.of(caller);
    CommandBody command = CommandBody.read(body);
    List<Header> trace = RequestTrace.of(headers);
    CommandBody authored;
    try {
      command.requireRight(identity);
      authored = command.by(identity);
    } catch (ProblemException e) {
      if (e.status() == FORBIDDEN) {
        record(command, identity, trace, e);
      }
      throw e;
    }
    return publisher.publish(authored, identity, trace);
  }

  /**
   * Lets the engine refuse the command too, so that the history has who was refused what. The
   * signature proves the caller, so it is not carried out in the name of another.
   */
  private void record(
      CommandBody command, Identity identity, List<Header> trace, ProblemException refusal) {
    LOG.warnf(
        "Refused the command %s of %s: expected %s. The engine records the refusal.",
        command.name(), identity.name(), refusal.problem().expected());
    try {
      publisher.publishRefused(command, identity, trace);
    } catch (ProblemException e) {
      LOG.warnf(
          "The refusal of %s could not be recorded: %s", identity.name(), e.problem().found());
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
