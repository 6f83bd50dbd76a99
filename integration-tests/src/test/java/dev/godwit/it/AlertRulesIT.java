package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.local.stack.PrometheusServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The alerts of Prometheus, by promtool where it is installed, and by their text. */
class AlertRulesIT {
  private static final String RULES = "deploy/observability/rules/";
  private static final Pattern METRIC = Pattern.compile("godwit_\\w+");
  private static final Pattern RUNBOOK =
      Pattern.compile("runbook: deploy/runbooks/[a-z]+(?:-[a-z]+)*\\.md");

  @Test
  void shouldPassTheUnitTestsOfTheAlerts() throws IOException, InterruptedException {
    Path promtool =
        PrometheusServer.program("promtool")
            .orElseGet(
                () ->
                    Assumptions.abort(
                        "Skipped: no program promtool is installed (Debian: apt-get install"
                            + " prometheus)."));
    run(promtool, "check", "rules", "alerts.yml");
    run(promtool, "test", "rules", "alerts_test.yml");
  }

  @Test
  void shouldNameSeveritySummaryAndRunbookInEveryAlert() {
    List<String> alerts = alerts();
    assertThat(alerts)
        .hasSizeGreaterThan(10)
        .allSatisfy(
            alert -> {
              assertThat(alert).containsPattern("severity: (page|ticket)");
              assertThat(alert).contains("summary: ");
              assertThat(alert).containsPattern(RUNBOOK);
            });
  }

  @Test
  void shouldAskOnlyForDocumentedMetricsInAlertsAndDashboards() {
    Set<String> documented = Metrics.documented().keySet();
    String asked =
        String.join("\n", alerts())
            + PrometheusQueries.ofDashboards("acme").stream()
                .map(PrometheusQueries.Query::expression)
                .collect(Collectors.joining("\n"));
    Set<String> metrics =
        METRIC.matcher(asked).results().map(m -> m.group()).collect(Collectors.toSet());
    assertThat(metrics).isNotEmpty().isSubsetOf(documented);
  }

  private static List<String> alerts() {
    List<String> alerts =
        new ArrayList<>(List.of(SourceTree.text(RULES + "alerts.yml").split("- alert: ", -1)));
    alerts.removeFirst();
    return alerts;
  }

  private static void run(Path program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(SourceTree.HOME.resolve(RULES).toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }
}
