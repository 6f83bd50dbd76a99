package dev.godwit.local.demo;

import dev.godwit.api.ProbesAnswer;
import dev.godwit.api.ReportAnswer;
import dev.godwit.api.VerdictAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The findings of a rehearsal that an approval accepts by name only: values that were replaced,
 * entities of which too few rows were loaded, and pages of the target that are slow. Stateless.
 */
public final class RehearsalFindings {
  /** Share of an entity's rows below which the orchestrator asks for a decision, by default. */
  private static final double SHARE = 0.9;

  private RehearsalFindings() {}

  /** Waivers of them, as the command takes them, each up to its count. */
  public static List<Map<String, Object>> waivers(ReportAnswer rehearsal) {
    List<Map<String, Object>> waivers = new ArrayList<>();
    for (ReportAnswer.Replaced one : rehearsal.replaced()) {
      if (one.finding() != null && !one.finding().isBlank()) {
        waivers.add(waiver(one.entity(), one.finding(), one.count()));
      }
    }
    if (rehearsal.verdict() != null) {
      for (VerdictAnswer.LedgerLine line : rehearsal.verdict().ledger()) {
        long kept = line.loaded() + line.mergedAway();
        if (kept < line.extracted() * SHARE) {
          waivers.add(waiver(line.entity(), "LOW_SHARE", line.extracted() - kept));
        }
      }
    }
    waivers.addAll(pages(rehearsal));
    return waivers;
  }

  /** Waivers of pages that were slow, each up to its timeout: another run may take longer. */
  static List<Map<String, Object>> pages(ReportAnswer rehearsal) {
    List<Map<String, Object>> waivers = new ArrayList<>();
    if (rehearsal.probes() != null) {
      for (ProbesAnswer.Probe page : rehearsal.probes().probes()) {
        if (page.finding() != null && page.outcome() != ProbesAnswer.Outcome.FAILED) {
          waivers.add(
              Map.of(
                  "entity",
                  "CONTACTS",
                  "reason",
                  page.finding(),
                  "upTo",
                  page.timeoutMillis(),
                  "why",
                  "this machine is slow"));
        }
      }
    }
    return waivers;
  }

  private static Map<String, Object> waiver(String entity, String finding, long upTo) {
    return Map.of(
        "entity", entity, "reason", finding, "upTo", upTo, "why", "broken on purpose, and known");
  }
}
