package dev.godwit.local.doctor;

import dev.godwit.api.Runbook;
import dev.godwit.local.stack.Part;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Whether all services are of one version. */
final class VersionsCheck implements Check {
  @Override
  public String name() {
    return "versions";
  }

  @Override
  public List<Diagnosis> examine(Installation installation) throws InterruptedException {
    List<Diagnosis> all = new ArrayList<>();
    Map<String, String> versions = new TreeMap<>();
    for (Part part : Part.SERVICES) {
      try {
        versions.put(part.label(), installation.info(part).path("version").asText("unknown"));
      } catch (IOException e) {
        all.add(Diagnosis.unchecked(this, part.label(), Doctor.reason(e)));
      }
    }
    if (!versions.isEmpty()) {
      all.add(compare(versions));
    }
    return all;
  }

  /** The diagnosis of versions by service. */
  Diagnosis compare(Map<String, String> versions) {
    if (versions.values().stream().distinct().count() == 1) {
      return Diagnosis.fine(
          this,
          "services",
          "%d services are of version %s."
              .formatted(versions.size(), versions.values().iterator().next()));
    }
    return Diagnosis.bad(
            this, Severity.WARNING, "services", "They are of versions " + versions + ".")
        .because(
            "Versions are made to work together for the time of an update, not for longer.",
            "Build one version, then godwit down and godwit up.",
            Runbook.SERVICE_DOWN);
  }
}
