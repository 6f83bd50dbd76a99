package dev.godwit.orchestrator.rest;

import dev.godwit.api.PersonalDataAnswer;
import dev.godwit.api.PersonalDataAnswer.Need;
import dev.godwit.orchestrator.access.CustomerScope;
import dev.godwit.orchestrator.keeping.PersonalDataReader;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The records with personal data that the topics hold of a customer. */
@Path("/migrations/{customer}/personal-data")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@RolesAllowed("viewer")
public class PersonalDataResource {
  private final PersonalDataReader reader;
  private final Problems problems;
  private final CustomerScope scope;

  PersonalDataResource(PersonalDataReader reader, Problems problems, CustomerScope scope) {
    this.scope = scope;
    this.reader = reader;
    this.problems = problems;
  }

  /** Reads the topics; takes as long as they are large. */
  @GET
  public PersonalDataAnswer left(String customer) {
    PersonalDataAnswer answer =
        reader.left(customer).orElseThrow(() -> problems.noMigration(customer));
    return new PersonalDataAnswer(
        answer.customer(),
        answer.forgottenAt(),
        answer.neededFrom(),
        answer.left(),
        answer.needs().stream().map(this::seen).toList());
  }

  /** The need of another customer, without its name where the caller may not see it. */
  private Need seen(Need need) {
    return scope.sees(need.customer()) ? need : new Need("(another)", need.from(), need.why());
  }
}
