package dev.godwit.orchestrator.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.godwit.api.QuarantineAnswer;
import dev.godwit.api.QuarantinedRecordAnswer;
import dev.godwit.orchestrator.view.quarantine.QuarantineExport;
import dev.godwit.orchestrator.view.read.ReportReader;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestQuery;

/** The quarantine of a run: by reason with examples, or every record as a line of JSON. */
@Path("/migrations/{customer}/quarantine")
@Blocking
public class QuarantineResource {
  private final ReportReader reports;
  private final QuarantineExport export;
  private final ObjectMapper json;
  private final Problems problems;

  QuarantineResource(
      ReportReader reports, QuarantineExport export, ObjectMapper json, Problems problems) {
    this.reports = reports;
    this.export = export;
    this.json = json;
    this.problems = problems;
  }

  /**
   * Quarantined records of a run, of the latest where none is given, by reason.
   *
   * @param causes whether examples that refer to other records name the root cause, and reasons
   *     what their records violate beside; the topic is read for it
   */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public List<QuarantineAnswer> byReason(
      String customer, @RestQuery Integer run, @RestQuery @DefaultValue("false") boolean causes) {
    int number = run == null ? 0 : run;
    List<QuarantineAnswer> answers =
        reports.quarantine(customer, number).orElseThrow(() -> problems.noMigration(customer));
    Optional<QuarantineExport.Run> of =
        causes ? reports.exported(customer, number) : Optional.empty();
    return of.map(found -> export.withCauses(found, answers)).orElse(answers);
  }

  /**
   * Every record that is in quarantine now, a line of JSON each; the last line says how many, and
   * is missing where the export failed.
   *
   * @param values whether the records' values are in the lines
   */
  @GET
  @Path("records")
  @Produces("application/x-ndjson")
  public StreamingOutput records(
      String customer, @RestQuery Integer run, @RestQuery @DefaultValue("false") boolean values) {
    int number = run == null ? 0 : run;
    QuarantineExport.Run of =
        reports
            .exported(customer, number)
            .orElseThrow(
                () ->
                    number == 0
                        ? problems.noMigration(customer)
                        : problems.noRun(customer, number));
    return out -> {
      QuarantinedRecordAnswer.End end = export.export(of, values, record -> line(out, record));
      line(out, end);
      out.flush();
    };
  }

  private void line(OutputStream out, Object value) throws IOException {
    out.write(json.writeValueAsBytes(value));
    out.write('\n');
  }
}
