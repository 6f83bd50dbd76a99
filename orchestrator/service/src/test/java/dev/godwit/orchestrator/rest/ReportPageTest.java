package dev.godwit.orchestrator.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.MigrationAnswer;
import dev.godwit.api.text.MigrationsPresenter;
import dev.godwit.api.text.ReportDocument;
import dev.godwit.api.text.ReportPresenter;
import io.quarkus.qute.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportPageTest {
  private final Engine engine = Pages.engine();

  @Test
  void shouldShowFailureAndNextStepWhenNotReconciled() throws IOException {
    String page = render(ReportPresenter.present(SampleReport.rolledBack(), ZoneOffset.UTC));

    assertThat(page)
        .contains(
            "What went wrong first", "the column &quot;tag&quot; does not exist", "Mend the pack.")
        .contains("not reconciled at cut 1", "target-equals-loaded")
        .contains("proved empty")
        .contains("BAD_ADDRESS", "27,000,000", "up to 94, limit 64", "any number");
    Files.writeString(Path.of("target", "report-sample.html"), page);
  }

  @Test
  void shouldShowALiveSectionWhenTheRunHasLiveEngagement() {
    assertThat(render(ReportPresenter.present(SampleReport.rolledBack(), ZoneOffset.UTC)))
        .contains("Live engagement", "Cut 1 WAS NOT RECONCILED", "returned to the source")
        .contains("11,000", "An &lt;i&gt;alarm&lt;/i&gt;")
        .contains("<td class=\"num\">12,000</td>")
        .contains("Ledger of live engagement", "since the cut")
        .contains("<td class=\"num\">11,000</td>");
    assertThat(render(ReportPresenter.present(SampleReport.requested(), ZoneOffset.UTC)))
        .doesNotContain("Live engagement");
  }

  @Test
  void shouldShowHoldFreezeBudgetAndReplaysWhenTheRunIsHeld() throws IOException {
    String page = render(ReportPresenter.present(SampleReport.held(), ZoneOffset.UTC));

    assertThat(page)
        .contains("held: load failed", "Held since 2026-03-01 10:15:00")
        .contains("value too long for &lt;i&gt;tag&lt;/i&gt; (3 records, first source id 4711)")
        .contains("godwit resume acme", "godwit rollback acme")
        .contains("62%", "of the freeze budget of 4h 00m", "frozen for 2h 30m")
        .contains("Replays", "PAUSED at 3,000 of 10,000 records (30%)", "the target refused it");
    Files.writeString(Path.of("target", "report-held.html"), page);
    assertThat(index(List.of(SampleReport.held().migration())))
        .contains("<span class=\"badge warn\">held: load failed");
  }

  @Test
  void shouldEscapeTextOfPeople() {
    assertThat(render(ReportPresenter.present(SampleReport.rolledBack(), ZoneOffset.UTC)))
        .contains("&lt;b&gt;known&lt;/b&gt;")
        .doesNotContain("<b>known</b>");
  }

  @Test
  void shouldLoadNothingElse() {
    assertThat(render(ReportPresenter.present(SampleReport.rolledBack(), ZoneOffset.UTC)))
        .doesNotContain("<link", "<script", "src=", "http://", "https://", "@import");
  }

  @Test
  void shouldRenderAPageWhenThereIsNoRun() {
    assertThat(render(ReportPresenter.present(SampleReport.requested(), ZoneOffset.UTC)))
        .contains("No run has begun yet.", "What next")
        .doesNotContain("Reconciliation", "Quarantine");
  }

  @Test
  void shouldListMigrationsOnTheFirstPage() {
    String page = index(List.of(SampleReport.rolledBack().migration()));
    assertThat(page)
        .contains("/migrations/acme/report.html", "/migrations/acme/rehearsal.html")
        .contains("<span class=\"badge bad\">rolled back")
        .contains("ALARM, cut 1 NOT RECONCILED", "<td class=\"num\">2</td>");
    assertThat(index(List.of())).contains("There is no migration yet.");
  }

  private String index(List<MigrationAnswer> migrations) {
    return engine
        .getTemplate("index")
        .data("table", MigrationsPresenter.table(migrations, ZoneOffset.UTC))
        .render();
  }

  private String render(ReportDocument report) {
    return engine.getTemplate("report").data("report", report).render();
  }
}
