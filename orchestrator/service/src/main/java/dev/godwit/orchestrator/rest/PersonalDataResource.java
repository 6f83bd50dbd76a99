package dev.godwit.orchestrator.rest;

import dev.godwit.api.PersonalDataAnswer;
import dev.godwit.orchestrator.keeping.PersonalDataReader;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The records with personal data that the topics hold of a customer. */
@Path("/migrations/{customer}/personal-data")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class PersonalDataResource {
  private final PersonalDataReader reader;
  private final Problems problems;

  PersonalDataResource(PersonalDataReader reader, Problems problems) {
    this.reader = reader;
    this.problems = problems;
  }

  /** Reads the topics; takes as long as they are large. */
  @GET
  public PersonalDataAnswer left(String customer) {
    return reader.left(customer).orElseThrow(() -> problems.noMigration(customer));
  }
}
