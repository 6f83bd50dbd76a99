package dev.godwit.orchestrator.rest;

import dev.godwit.api.MergeCountAnswer;
import dev.godwit.api.MergeExplanationAnswer;
import dev.godwit.api.MergeGroupAnswer;
import dev.godwit.api.MergeGroupDetailAnswer;
import dev.godwit.orchestrator.view.merges.MergeExport;
import dev.godwit.orchestrator.view.merges.MergeGroups;
import dev.godwit.orchestrator.view.merges.MergeQuery;
import dev.godwit.orchestrator.view.merges.MergeReader;
import dev.godwit.orchestrator.view.read.MigrationReader;
import dev.godwit.records.Entity;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jboss.resteasy.reactive.RestQuery;

/** The merge groups of a customer's last planned run. */
@Path("/migrations/{customer}")
@Blocking
@RolesAllowed("viewer")
public class MergeResource {
  /** Header of the export: the number of its groups, so that a part is not taken for the whole. */
  static final String GROUPS = "Godwit-Groups";

  private final MergeReader reader;
  private final MergeGroups groups;
  private final MergeExport export;
  private final MigrationReader migrations;
  private final Problems problems;

  MergeResource(
      MergeReader reader,
      MergeGroups groups,
      MergeExport export,
      MigrationReader migrations,
      Problems problems) {
    this.reader = reader;
    this.groups = groups;
    this.export = export;
    this.migrations = migrations;
    this.problems = problems;
  }

  /** Groups by weight, the greatest first; ids and positions without values. */
  @GET
  @Path("merges")
  @Produces(MediaType.APPLICATION_JSON)
  public List<MergeGroupAnswer> list(String customer, @BeanParam MergeSelection selection) {
    return reader
        .groups(customer, selection.query(problems))
        .orElseThrow(() -> problems.noMigration(customer));
  }

  /** The number of groups by entity, state and rule. */
  @GET
  @Path("merges/counts")
  @Produces(MediaType.APPLICATION_JSON)
  public List<MergeCountAnswer> counts(String customer) {
    return reader.counts(customer).orElseThrow(() -> problems.noMigration(customer));
  }

  /** The reason why two rows are, may be, or are not one. */
  @GET
  @Path("merges/explain")
  @Produces(MediaType.APPLICATION_JSON)
  public MergeExplanationAnswer explain(
      String customer,
      @RestQuery String left,
      @RestQuery String right,
      @RestQuery @DefaultValue("contacts") String entity) {
    if (left == null || right == null || left.isBlank() || left.equals(right)) {
      throw problems.badRequest(
          "two different ids of rows, as 'left' and 'right'",
          "'%s' and '%s'".formatted(left, right),
          "Name the ids that the rows have in the source.");
    }
    if (!Entity.isName(entity)) {
      throw problems.badRequest(
          "the name of an entity of the pack, in small letters",
          "'" + entity + "'",
          "Leave it out for contacts.");
    }
    if (migrations.one(customer).isEmpty()) {
      throw problems.noMigration(customer);
    }
    return groups.explain(customer, entity, left, right);
  }

  /** A group with the values of its rows, the evidence, and what would be kept. */
  @GET
  @Path("merges/{group}")
  @Produces(MediaType.APPLICATION_JSON)
  public MergeGroupDetailAnswer one(String customer, String group) {
    return groups.detail(customer, group).orElseThrow(() -> noGroup(customer, group));
  }

  /** The selected groups as a file in which a person fills in the decisions. */
  @GET
  @Path("merges.csv")
  @Produces("text/csv;charset=UTF-8")
  public Response csv(String customer, @BeanParam MergeSelection selection) {
    MergeQuery wanted = selection.query(problems);
    MergeExport.Sheet sheet =
        export.sheet(customer, wanted).orElseThrow(() -> problems.noMigration(customer));
    StreamingOutput lines =
        out -> {
          Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
          export.write(sheet, writer);
          writer.flush();
        };
    return Response.ok(lines).header(GROUPS, sheet.groups().size()).build();
  }

  private Problems.ProblemException noGroup(String customer, String group) {
    return migrations.one(customer).isEmpty()
        ? problems.noMigration(customer)
        : problems.noGroup(customer, group);
  }
}
