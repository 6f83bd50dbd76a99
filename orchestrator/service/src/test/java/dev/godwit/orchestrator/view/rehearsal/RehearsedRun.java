package dev.godwit.orchestrator.view.rehearsal;

import dev.godwit.api.VerdictAnswer;
import dev.godwit.orchestrator.view.fold.RunDocument;
import dev.godwit.orchestrator.view.store.QuarantineExampleRow;
import dev.godwit.orchestrator.view.store.QuarantineReasonRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Documents of rehearsals for tests. */
final class RehearsedRun {
  static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");

  private RehearsedRun() {}

  /** A rehearsal of 1,000 contacts and 4,000 emails that reached a verdict. */
  static RunDocument of(int number, Map<String, Long> findings) {
    RunDocument run = new RunDocument();
    run.customer = "acme";
    run.run = number;
    run.kind = "REHEARSAL";
    run.sourcePack = "legacy";
    run.targetPack = "crm";
    run.sourceFingerprint = "aaaaaaaaaaaaaaaa";
    run.targetFingerprint = "bbbbbbbbbbbbbbbb";
    run.decisions = List.of();
    run.assessedAt = AT;
    run.plannedAt = AT;
    run.planned.putAll(Map.of("CONTACTS", 1_000L, "EMAILS", 4_000L));
    run.findings = new TreeMap<>(findings);
    run.verdict = new VerdictAnswer(1, true, AT, 0, 0, 0, List.of(), List.of(), List.of());
    return run;
  }

  /** An example of the quarantine of run acme/1. */
  static QuarantineExampleRow example(String key, String id, String field, Long limit) {
    String[] parts = key.split("/", 3);
    QuarantineExampleRow row = new QuarantineExampleRow();
    row.id = key + "/" + id + "/" + field;
    row.reasonId = QuarantineReasonRow.id("acme/1", parts[0], parts[1], parts[2]);
    row.runId = "acme/1";
    row.legacyId = id;
    row.sourceField = field;
    row.limit = limit;
    return row;
  }
}
