package dev.godwit.orchestrator.rest;

import dev.godwit.api.AuditAnswer;
import dev.godwit.api.Problem;
import dev.godwit.orchestrator.access.CustomerScope;
import dev.godwit.orchestrator.rest.Problems.ProblemException;
import dev.godwit.orchestrator.view.read.AuditReader;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jboss.resteasy.reactive.RestQuery;

/** Commands with their authors and routes, and refusals. */
@Path("/audit")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@RolesAllowed("viewer")
public class AuditResource {
  private static final int LIMIT = 100;
  private static final int MOST = 10_000;

  private final AuditReader audit;
  private final CustomerScope scope;

  AuditResource(AuditReader audit, CustomerScope scope) {
    this.audit = audit;
    this.scope = scope;
  }

  /**
   * Commands, the newest first; for an identity with customers, those about them, which may be
   * fewer than the limit.
   *
   * @param customer about this one alone; * for the whole programme
   * @param identity by this author alone, or naming it
   * @param since ISO 8601, such as 2026-12-01T10:00:00Z
   * @param refused true for refusals alone
   * @param limit 1 to 10,000; 100 where it is left out
   */
  @GET
  public List<AuditAnswer> audit(
      @RestQuery String customer,
      @RestQuery String identity,
      @RestQuery String since,
      @RestQuery boolean refused,
      @RestQuery Integer limit) {
    int most = limit == null ? LIMIT : limit;
    if (most < 1 || most > MOST) {
      throw wrong("a limit from 1 to " + MOST, String.valueOf(most));
    }
    return audit
        .newest(blankAsNull(customer), blankAsNull(identity), moment(since), refused, most)
        .stream()
        .filter(line -> scope.sees(line.customer()))
        .toList();
  }

  private static Instant moment(String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw wrong("since as 2026-12-01T10:00:00Z", "another text");
    }
  }

  private static String blankAsNull(String text) {
    return text == null || text.isBlank() ? null : text;
  }

  private static ProblemException wrong(String expected, String found) {
    return new ProblemException(400, new Problem(expected, found, "Correct it and ask again."));
  }
}
