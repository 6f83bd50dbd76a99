package dev.godwit.orchestrator.rest;

import dev.godwit.api.ReportAnswer;
import dev.godwit.api.text.ReportPresenter;
import dev.godwit.api.text.ReportText;
import dev.godwit.orchestrator.view.read.ReportReader;
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

/** The report of a run as JSON, as text, or as a page that loads nothing else. */
@Path("/migrations/{customer}")
@Blocking
@RolesAllowed("viewer")
public class ReportResource {
  private final ReportReader reports;
  private final Problems problems;
  private final Template page;

  ReportResource(ReportReader reports, Problems problems, @Location("report.html") Template page) {
    this.problems = problems;
    this.reports = reports;
    this.page = page;
  }

  /** As JSON. */
  @GET
  @Path("report")
  @Produces(MediaType.APPLICATION_JSON)
  public ReportAnswer json(String customer, @RestQuery Integer run) {
    return report(customer, run);
  }

  /** As text with tables. */
  @GET
  @Path("report.txt")
  @Produces(MediaType.TEXT_PLAIN + ";charset=UTF-8")
  public String text(String customer, @RestQuery Integer run) {
    return ReportText.of(report(customer, run), ZoneId.systemDefault());
  }

  /** As a page. */
  @GET
  @Path("report.html")
  @Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
  public String html(String customer, @RestQuery Integer run) {
    return page.data(
            "report", ReportPresenter.present(report(customer, run), ZoneId.systemDefault()))
        .render();
  }

  private ReportAnswer report(String customer, Integer run) {
    int number = run == null ? 0 : run;
    return reports
        .report(customer, number)
        .orElseThrow(
            () -> number == 0 ? problems.noMigration(customer) : problems.noRun(customer, number));
  }
}
