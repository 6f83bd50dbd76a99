package dev.godwit.orchestrator.view.projection;

import dev.godwit.orchestrator.access.TestIdentities;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** The read model and its database, without the engine and without reading topics. */
public final class ReadModelAlone implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "quarkus.arc.exclude-types",
        "dev.godwit.orchestrator.engine.EngineBeans,dev.godwit.orchestrator.engine.EngineReadiness",
        "quarkus.devservices.enabled",
        "false",
        "godwit.view.read",
        "false",
        "quarkus.http.test-port",
        "0",
        "quarkus.management.test-port",
        "0",
        "godwit.access.identities",
        TestIdentities.folder().identitiesFile().toString(),
        "quarkus.log.console.json.enabled",
        "false");
  }

  @Override
  public List<TestResourceEntry> testResources() {
    return List.of(new TestResourceEntry(EmbeddedDatabase.class));
  }
}
