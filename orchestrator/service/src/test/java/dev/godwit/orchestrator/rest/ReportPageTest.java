package dev.godwit.orchestrator.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportPageTest {
  private final Engine engine = engine();

  @Test
  void aRunThatIsNotReconciledShowsWhatFailedAndWhatToDo() throws IOException {
    String page = render(ReportPage.of(SampleReport.rolledBack(), ZoneOffset.UTC));

    assertThat(page)
        .contains(
            "What went wrong first", "the column &quot;tag&quot; does not exist", "Mend the pack.")
        .contains("Not reconciled at cut 1", "target-equals-loaded")
        .contains("Proved empty")
        .contains("BAD_ADDRESS", "27,000,000", "up to 94, limit 64", "any number");
    Path copy = Path.of("target", "report-sample.html");
    if (Files.isDirectory(copy.getParent())) {
      Files.writeString(copy, page);
    }
  }

  @Test
  void liveEngagementHasAPartOfItsOwn() {
    assertThat(render(ReportPage.of(SampleReport.rolledBack(), ZoneOffset.UTC)))
        .contains("Live engagement", "cut 1 not reconciled", "returned to the old system")
        .contains("11,000", "An &lt;i&gt;alarm&lt;/i&gt;")
        .contains("<td class=\"num\">12,000</td>")
        .contains("Ledger of live engagement", "since the cut")
        .contains("<td class=\"num\">11,000</td>");
    assertThat(render(ReportPage.of(SampleReport.requested(), ZoneOffset.UTC)))
        .doesNotContain("Live engagement");
  }

  @Test
  void theTextOfPeopleIsEscaped() {
    assertThat(render(ReportPage.of(SampleReport.rolledBack(), ZoneOffset.UTC)))
        .contains("&lt;b&gt;known&lt;/b&gt;")
        .doesNotContain("<b>known</b>");
  }

  @Test
  void thePageNeedsNothingElse() {
    assertThat(render(ReportPage.of(SampleReport.rolledBack(), ZoneOffset.UTC)))
        .doesNotContain("<link", "<script", "src=", "http://", "https://", "@import");
  }

  @Test
  void aMigrationWithoutARunHasAPageToo() {
    assertThat(render(ReportPage.of(SampleReport.requested(), ZoneOffset.UTC)))
        .contains("No run was begun yet.", "No verdict was reached in this run.");
  }

  @Test
  void theFirstPageListsMigrations() {
    String page =
        engine
            .getTemplate("index")
            .data(
                "lines",
                List.of(
                    new IndexResource.Line(
                        "acme", "held", "warn", 2, "2026-03-01", "ALARM", "Waive.")))
            .render();
    assertThat(page).contains("/migrations/acme/report.html", "held");
    assertThat(engine.getTemplate("index").data("lines", List.of()).render())
        .contains("There is no migration yet.");
  }

  private String render(ReportPage page) {
    return engine.getTemplate("report").data("page", page).render();
  }

  private static Engine engine() {
    return Engine.builder()
        .addDefaults()
        .addValueResolver(new ReflectionValueResolver())
        .addResultMapper(new HtmlEscaper(List.of(Variant.TEXT_HTML)))
        .strictRendering(true)
        .addLocator(
            id ->
                Optional.of(
                    new io.quarkus.qute.TemplateLocator.TemplateLocation() {
                      @Override
                      public java.io.Reader read() {
                        return new java.io.StringReader(source(id));
                      }

                      @Override
                      public Optional<Variant> getVariant() {
                        return Optional.of(Variant.forContentType(Variant.TEXT_HTML));
                      }
                    }))
        .build();
  }

  private static String source(String id) {
    try (InputStream in = ReportPageTest.class.getResourceAsStream("/templates/" + id + ".html")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
