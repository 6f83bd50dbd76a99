package dev.godwit.orchestrator.rest;

import dev.godwit.api.RehearsalAnswer;
import dev.godwit.api.text.RehearsalPresenter;
import dev.godwit.api.text.RehearsalText;
import dev.godwit.orchestrator.view.read.RehearsalReader;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.ZoneId;
import org.jboss.resteasy.reactive.RestQuery;

/** The answer of a rehearsal as JSON, as text, or as a page that loads nothing else. */
@Path("/migrations/{customer}")
@Blocking
@RolesAllowed("viewer")
public class RehearsalResource {
  private final RehearsalReader rehearsals;
  private final Problems problems;
  private final Template page;

  RehearsalResource(
      RehearsalReader rehearsals, Problems problems, @Location("rehearsal.html") Template page) {
    this.rehearsals = rehearsals;
    this.problems = problems;
    this.page = page;
  }

  /** As JSON. */
  @GET
  @Path("rehearsal")
  @Produces(MediaType.APPLICATION_JSON)
  public RehearsalAnswer json(String customer, @RestQuery Integer run) {
    return answer(customer, run);
  }

  /** As text with tables. */
  @GET
  @Path("rehearsal.txt")
  @Produces(MediaType.TEXT_PLAIN + ";charset=UTF-8")
  public String text(String customer, @RestQuery Integer run) {
    return RehearsalText.of(answer(customer, run), ZoneId.systemDefault());
  }

  /** As a page. */
  @GET
  @Path("rehearsal.html")
  @Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
  public String html(String customer, @RestQuery Integer run) {
    return page.data(
            "report", RehearsalPresenter.present(answer(customer, run), ZoneId.systemDefault()))
        .render();
  }

  private RehearsalAnswer answer(String customer, Integer run) {
    int number = run == null ? 0 : run;
    return rehearsals
        .rehearsal(customer, number)
        .orElseThrow(
            () ->
                number == 0
                    ? problems.noMigration(customer)
                    : problems.noRehearsal(customer, number));
  }
}
