package dev.godwit.orchestrator.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.godwit.api.HeldRecordAnswer;
import dev.godwit.api.QuarantineAnswer;
import dev.godwit.api.QuarantinedRecordAnswer;
import dev.godwit.api.RedrivePlanAnswer;
import dev.godwit.orchestrator.view.quarantine.QuarantineExport;
import dev.godwit.orchestrator.view.quarantine.QuarantineRecords;
import dev.godwit.orchestrator.view.quarantine.RedriveRequest;
import dev.godwit.orchestrator.view.read.ReportReader;
import dev.godwit.orchestrator.view.replay.RedrivePlanner;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.RestQuery;

/**
 * The quarantine of a run: by reason with examples, every record as a line of JSON, or single
 * records; and the plan of a redrive.
 */
@Path("/migrations/{customer}/quarantine")
@Blocking
@RolesAllowed("viewer")
public class QuarantineResource {
  /** Records that are shown at once at most; the export has all of them. */
  private static final int MOST = 1_000;

  private final ReportReader reports;
  private final QuarantineExport export;
  private final QuarantineRecords records;
  private final RedrivePlanner planner;
  private final ObjectMapper json;
  private final Problems problems;

  QuarantineResource(
      ReportReader reports,
      QuarantineExport export,
      QuarantineRecords records,
      RedrivePlanner planner,
      ObjectMapper json,
      Problems problems) {
    this.records = records;
    this.planner = planner;
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
    QuarantineExport.Run of = run(customer, run);
    return out -> {
      QuarantinedRecordAnswer.End end = export.export(of, values, record -> line(out, record));
      line(out, end);
      out.flush();
    };
  }

  /**
   * Records that are in quarantine now, with what waits for each.
   *
   * @param entity their entity; all where it is left out
   * @param reason their reason; all where it is left out
   * @param key id of one record in the source; all where it is left out
   * @param values whether the records' values are shown
   * @param most at most so many are shown
   */
  @GET
  @Path("held")
  @Produces(MediaType.APPLICATION_JSON)
  public HeldRecordAnswer.Page held(
      String customer,
      @RestQuery Integer run,
      @RestQuery String entity,
      @RestQuery String reason,
      @RestQuery String key,
      @RestQuery @DefaultValue("false") boolean values,
      @RestQuery @DefaultValue("20") int most)
      throws IOException {
    RedriveRequest wanted =
        new RedriveRequest(
            entity == null ? List.of() : List.of(ReplayQuery.entity(entity)),
            key == null ? Set.of() : Set.of(key),
            reason);
    return records.page(run(customer, run), wanted, values, Math.clamp(most, 0, MOST));
  }

  /** The plan of a redrive of its latest run; nothing begins. */
  @POST
  @Path("redrive-plan")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  public RedrivePlanAnswer redrivePlan(String customer, RedriveBody body) throws IOException {
    if (body == null) {
      throw problems.badRequest(
          "a selection as a JSON object, such as {\"reason\":\"*\"}", "nothing", "Send one.");
    }
    return planner.plan(customer, body.request()).orElseThrow(() -> problems.noMigration(customer));
  }

  /**
   * Records that are to be redriven.
   *
   * @param entities their entities; null or empty for all
   * @param keys their ids in the source; null or empty for all
   * @param reason their reason; null or * for every one
   */
  public record RedriveBody(List<String> entities, List<String> keys, String reason) {
    private RedriveRequest request() {
      return new RedriveRequest(
          entities == null ? List.of() : entities.stream().map(ReplayQuery::entity).toList(),
          keys == null ? Set.of() : Set.copyOf(keys),
          reason);
    }
  }

  private QuarantineExport.Run run(String customer, Integer run) {
    int number = run == null ? 0 : run;
    return reports
        .exported(customer, number)
        .orElseThrow(
            () -> number == 0 ? problems.noMigration(customer) : problems.noRun(customer, number));
  }

  private void line(OutputStream out, Object value) throws IOException {
    out.write(json.writeValueAsBytes(value));
    out.write('\n');
  }
}
