package dev.godwit.orchestrator.rest;

import dev.godwit.api.MigrationAnswer;
import dev.godwit.api.text.MigrationsPresenter;
import dev.godwit.orchestrator.access.CustomerScope;
import dev.godwit.orchestrator.view.read.MigrationReader;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.ZoneId;
import java.util.List;

/** The first page: all migrations, each with a link to its report. */
@Path("/")
@Blocking
@RolesAllowed("viewer")
public class IndexResource {
  private final MigrationReader migrations;
  private final Template page;
  private final CustomerScope scope;

  IndexResource(
      MigrationReader migrations, @Location("index.html") Template page, CustomerScope scope) {
    this.scope = scope;
    this.migrations = migrations;
    this.page = page;
  }

  @GET
  @Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
  public String index() {
    return page.data("table", MigrationsPresenter.table(seen(), ZoneId.systemDefault())).render();
  }

  private List<MigrationAnswer> seen() {
    return migrations.all().stream().filter(one -> scope.sees(one.customer())).toList();
  }
}
