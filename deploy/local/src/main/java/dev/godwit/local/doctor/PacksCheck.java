package dev.godwit.local.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.godwit.api.Runbook;
import dev.godwit.local.stack.Part;
import dev.godwit.pack.Packs;
import dev.godwit.pack.ReadPack;
import dev.godwit.records.Counted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Whether every service with packs has those of this machine's files. */
final class PacksCheck implements Check {
  @Override
  public String name() {
    return "packs";
  }

  @Override
  public List<Diagnosis> examine(Installation installation) throws InterruptedException {
    Packs read = installation.packs();
    Map<String, String> files = read.fingerprints();
    List<Diagnosis> all = new ArrayList<>();
    read.refused().values().forEach(pack -> all.add(refused(pack)));
    for (Part part : Part.WITH_PACKS) {
      try {
        Map<String, String> running = new TreeMap<>();
        JsonNode packs = installation.info(part).path("packs");
        packs.properties().forEach(pack -> running.put(pack.getKey(), pack.getValue().asText()));
        all.add(compare(part.label(), files, running));
      } catch (IOException e) {
        all.add(Diagnosis.unchecked(this, part.label(), Doctor.reason(e)));
      }
    }
    return all;
  }

  /** The diagnosis of the fingerprints of the files and of a running service. */
  Diagnosis compare(String service, Map<String, String> files, Map<String, String> running) {
    if (files.equals(running)) {
      return Diagnosis.fine(
          this, service, "It runs with the %d packs of the files.".formatted(files.size()));
    }
    Set<String> differing = new TreeSet<>(files.keySet());
    differing.addAll(running.keySet());
    differing.removeIf(
        name -> files.containsKey(name) && files.get(name).equals(running.get(name)));
    return Diagnosis.bad(
            this,
            Severity.WARNING,
            service,
            "It runs with other packs than the files hold: %s."
                .formatted(String.join(", ", differing)))
        .because(
            "A run whose stages have different packs cannot reconcile; a changed pack needs a new rehearsal.",
            "Undo the change until the open run has ended, or end the run; then godwit packs reload",
            Runbook.PACK_CHANGED);
  }

  /** A pack whose files have findings. */
  Diagnosis refused(ReadPack pack) {
    return Diagnosis.bad(
            this,
            Severity.ERROR,
            pack.name().isEmpty() ? "folder" : "pack " + pack.name(),
            "It has %s. The first: %s"
                .formatted(
                    Counted.of(pack.findings().size(), "finding"), pack.findings().getFirst()))
        .because(
            "Tasks that name it are refused; runs of other packs go on.",
            "godwit packs check FOLDER shows all; mend them, then godwit packs reload",
            Runbook.PACK_CHANGED);
  }
}
