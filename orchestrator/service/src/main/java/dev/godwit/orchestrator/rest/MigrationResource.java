package dev.godwit.orchestrator.rest;

import dev.godwit.api.MigrationAnswer;
import dev.godwit.api.ProgressAnswer;
import dev.godwit.api.QuarantineAnswer;
import dev.godwit.api.StoryLine;
import dev.godwit.orchestrator.view.read.MigrationReader;
import dev.godwit.orchestrator.view.read.ProgressReader;
import dev.godwit.orchestrator.view.read.ReportReader;
import io.smallrye.common.annotation.Blocking;
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
public class MigrationResource {
  private final MigrationReader migrations;
  private final ProgressReader progress;
  private final ReportReader reports;
  private final Problems problems;

  MigrationResource(
      MigrationReader migrations,
      ProgressReader progress,
      ReportReader reports,
      Problems problems) {
    this.problems = problems;
    this.migrations = migrations;
    this.progress = progress;
    this.reports = reports;
  }

  /** All, the one that changed last first. */
  @GET
  public List<MigrationAnswer> all() {
    return migrations.all();
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

  /** Progress and lag of its latest run. */
  @GET
  @Path("{customer}/progress")
  public ProgressAnswer progress(String customer) {
    return progress.latestRun(customer).orElseThrow(() -> problems.noMigration(customer));
  }

  /** Quarantined records of a run; of the latest where none is given. */
  @GET
  @Path("{customer}/quarantine")
  public List<QuarantineAnswer> quarantine(String customer, @RestQuery Integer run) {
    return reports
        .quarantine(customer, run == null ? 0 : run)
        .orElseThrow(() -> problems.noMigration(customer));
  }
}
