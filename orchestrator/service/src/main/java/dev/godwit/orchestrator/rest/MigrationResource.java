package dev.godwit.orchestrator.rest;

import dev.godwit.api.DecisionAnswer;
import dev.godwit.api.MigrationAnswer;
import dev.godwit.api.ProgressAnswer;
import dev.godwit.api.ReplayPlanAnswer;
import dev.godwit.api.StoryLine;
import dev.godwit.api.WhyAnswer;
import dev.godwit.orchestrator.access.CustomerScope;
import dev.godwit.orchestrator.view.read.MigrationReader;
import dev.godwit.orchestrator.view.read.ProgressReader;
import dev.godwit.orchestrator.view.read.WhyReader;
import dev.godwit.orchestrator.view.replay.ReplayPlanner;
import dev.godwit.orchestrator.view.replay.TopicBounds;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jboss.resteasy.reactive.RestQuery;

/** Migrations as JSON. */
@Path("/migrations")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@RolesAllowed("viewer")
public class MigrationResource {
  private final MigrationReader migrations;
  private final ProgressReader progress;
  private final WhyReader reasons;
  private final ReplayPlanner planner;
  private final TopicBounds topics;
  private final Problems problems;
  private final CustomerScope scope;

  MigrationResource(
      MigrationReader migrations,
      ProgressReader progress,
      WhyReader reasons,
      ReplayPlanner planner,
      TopicBounds topics,
      Problems problems,
      CustomerScope scope) {
    this.scope = scope;
    this.reasons = reasons;
    this.planner = planner;
    this.topics = topics;
    this.problems = problems;
    this.migrations = migrations;
    this.progress = progress;
  }

  /** All, the one that changed last first. */
  @GET
  public List<MigrationAnswer> all() {
    return migrations.all().stream().filter(one -> scope.sees(one.customer())).toList();
  }

  /** One. */
  @GET
  @Path("{customer}")
  public MigrationAnswer one(String customer) {
    return migrations.one(customer).orElseThrow(() -> problems.noMigration(customer));
  }

  /** Its story after a sequence; all of it where none is given. */
  @GET
  @Path("{customer}/events")
  public List<StoryLine> events(String customer, @RestQuery Long after) {
    return migrations
        .story(customer, after == null ? 0 : after)
        .orElseThrow(() -> problems.noMigration(customer));
  }

  /** Its decisions about data that does not fit, by number; those that were undone too. */
  @GET
  @Path("{customer}/decisions")
  public List<DecisionAnswer> decisions(String customer) {
    return migrations.decisions(customer).orElseThrow(() -> problems.noMigration(customer));
  }

  /** Progress and lag of its latest run. */
  @GET
  @Path("{customer}/progress")
  public ProgressAnswer progress(String customer) {
    return progress.latestRun(customer).orElseThrow(() -> problems.noMigration(customer));
  }

  /** The reasons for which it waits, since when, and the commands that help. */
  @GET
  @Path("{customer}/why")
  public WhyAnswer why(String customer) {
    return reasons.why(customer).orElseThrow(() -> problems.noMigration(customer));
  }

  /** The plan of a replay of its latest run; nothing begins. */
  @GET
  @Path("{customer}/replay-plan")
  public ReplayPlanAnswer replayPlan(String customer, @BeanParam ReplayQuery query) {
    return planner
        .plan(customer, query.request(), topics)
        .orElseThrow(() -> problems.noMigration(customer));
  }
}
