package dev.godwit.orchestrator.rest;

import dev.godwit.api.MergeCountAnswer;
import dev.godwit.api.MergeGroupAnswer;
import dev.godwit.orchestrator.view.merges.MergeGroups;
import dev.godwit.orchestrator.view.merges.MergeQuery;
import dev.godwit.orchestrator.view.merges.MergeReader;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** Merge groups as pages that load nothing else: the list, and a group with its values. */
@Path("/migrations/{customer}")
@Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
@Blocking
@RolesAllowed("viewer")
public class MergePageResource {
  private static final int SHOWN = 100;

  private final MergeReader reader;
  private final MergeGroups groups;
  private final Problems problems;
  private final Template list;
  private final Template group;

  MergePageResource(
      MergeReader reader,
      MergeGroups groups,
      Problems problems,
      @Location("merges.html") Template list,
      @Location("merge-group.html") Template group) {
    this.reader = reader;
    this.groups = groups;
    this.problems = problems;
    this.list = list;
    this.group = group;
  }

  /** A hundred groups, and their numbers by state and rule. */
  @GET
  @Path("merges.html")
  public String list(String customer, @BeanParam MergeSelection selection) {
    MergeQuery query = selection.query(problems).upTo(SHOWN + 1);
    List<MergeCountAnswer> counts =
        reader.counts(customer).orElseThrow(() -> problems.noMigration(customer));
    List<MergeGroupAnswer> found = reader.groups(customer, query).orElseThrow();
    return list.data("page", MergePages.list(customer, counts, found, query, SHOWN)).render();
  }

  /** A group: its rows side by side, and the evidence. */
  @GET
  @Path("merges/{group}.html")
  public String group(String customer, String group) {
    return groups
        .detail(customer, group)
        .map(detail -> this.group.data("page", MergePages.group(customer, detail)).render())
        .orElseThrow(() -> problems.noGroup(customer, group));
  }
}
