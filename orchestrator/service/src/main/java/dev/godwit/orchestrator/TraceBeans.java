package dev.godwit.orchestrator;

import dev.godwit.trace.Traces;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the traces of engine and REST. */
@Singleton
class TraceBeans {
  @Produces
  @Singleton
  Traces traces(
      OrchestratorSettings settings, @ConfigProperty(name = "quarkus.http.port") int port) {
    return Traces.of(settings.traceSettings("orchestrator-" + port));
  }

  void close(@Disposes Traces traces) {
    traces.close();
  }
}
