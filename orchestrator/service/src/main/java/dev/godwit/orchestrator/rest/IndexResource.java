package dev.godwit.orchestrator.rest;

import dev.godwit.api.Figures;
import dev.godwit.api.LiveCutAnswer;
import dev.godwit.api.MigrationAnswer;
import dev.godwit.orchestrator.view.read.MigrationReader;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.ZoneId;
import java.util.List;

/** The first page: all migrations, each with a way to its report. */
@Path("/")
@Blocking
public class IndexResource {
  private final MigrationReader migrations;
  private final Template page;

  IndexResource(MigrationReader migrations, @Location("index.html") Template page) {
    this.migrations = migrations;
    this.page = page;
  }

  /** A line of it. */
  public record Line(
      String customer,
      String phase,
      String tone,
      int runs,
      String changed,
      String live,
      String next) {}

  @GET
  @Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
  public String index() {
    List<Line> lines = migrations.all().stream().map(IndexResource::line).toList();
    return page.data("lines", lines).render();
  }

  private static Line line(MigrationAnswer m) {
    String paused = m.paused() || m.programmePaused() ? " (paused)" : "";
    return new Line(
        m.customer(),
        m.phase().words() + (m.stuck() == null ? "" : " (stuck)") + paused,
        m.alarm() == null && m.stuck() == null ? PageTone.of(m.phase()) : PageTone.BAD,
        m.run(),
        Figures.dayAndClock(m.changedAt(), ZoneId.systemDefault()),
        live(m),
        m.next());
  }

  private static String live(MigrationAnswer m) {
    if (m.alarm() != null) {
      return "ALARM";
    }
    LiveCutAnswer cut = m.lastCut();
    return cut == null
        ? ""
        : "cut %d %s".formatted(cut.cut(), cut.reconciled() ? "reconciled" : "not reconciled");
  }
}
