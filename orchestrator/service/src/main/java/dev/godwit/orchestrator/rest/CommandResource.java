package dev.godwit.orchestrator.rest;

import dev.godwit.api.CommandAnswer;
import dev.godwit.orchestrator.view.read.MigrationReader;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.ResponseStatus;

/** Commands: published to their topic, where the engine answers them. */
@Path("/commands")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class CommandResource {
  private final CommandPublisher publisher;
  private final RequestAuthor authors;
  private final MigrationReader migrations;

  CommandResource(CommandPublisher publisher, RequestAuthor authors, MigrationReader migrations) {
    this.publisher = publisher;
    this.authors = authors;
    this.migrations = migrations;
  }

  /** Publishes a command unchanged; answers when Kafka has acknowledged it. */
  @POST
  @Consumes(MediaType.WILDCARD)
  @ResponseStatus(202)
  public CommandAnswer.Received publish(byte[] body, @Context HttpHeaders headers) {
    CommandBody command = CommandBody.read(body);
    return publisher.publish(command, authors.of(command), RequestTrace.of(headers));
  }

  /** The answer to a command. */
  @GET
  @Path("{commandId}")
  public CommandAnswer answer(String commandId) {
    return migrations.command(commandId);
  }
}
