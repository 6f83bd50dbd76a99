package dev.godwit.worker.stage;

import dev.godwit.common.v1.Stage;
import dev.godwit.report.v1.ReportEnvelope;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.settings.WorkerSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Identity of this process. Its name is {@link WorkerSettings#instance}, or service, host and port:
 * unique among running processes, and the same after a restart, so that transactions that a killed
 * process left open end when it is back. Thread-safe.
 */
@ApplicationScoped
public class StageIdentity {
  private final Stage stage;
  private final String service;
  private final String instance;

  @Inject
  StageIdentity(WorkerSettings settings, @ConfigProperty(name = "quarkus.http.port") int port) {
    this(settings.stage(), settings.service(), settings.instance(), port);
  }

  /** Identity of a service's process on a port. */
  public StageIdentity(Stage stage, String service, Optional<String> instance, int port) {
    this.stage = stage;
    this.service = service;
    this.instance =
        instance
            .filter(name -> !name.isBlank())
            .orElseGet(() -> service + "-" + host() + "-" + port);
  }

  /** The stage of this service. */
  public Stage stage() {
    return stage;
  }

  /** Name of the service, such as extractor. */
  public String service() {
    return service;
  }

  /** Name of this process. */
  public String instance() {
    return instance;
  }

  /** A new envelope for a report on a task. */
  public ReportEnvelope envelope(TaskEnvelope task) {
    return envelope(task.getTaskId(), task.getMigrationId(), task.getRun());
  }

  /** A new envelope for a report on a run as a whole. */
  public ReportEnvelope envelope(RunSpec run) {
    return envelope("", run.customer(), run.run());
  }

  /** A new envelope. */
  public ReportEnvelope envelope(String taskId, String migrationId, int run) {
    return new ReportEnvelope(
        UUID.randomUUID().toString(), taskId, migrationId, run, stage, instance, Instant.now());
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
