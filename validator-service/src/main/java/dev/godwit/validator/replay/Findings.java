package dev.godwit.validator.replay;

import dev.godwit.common.v1.EntityCount;
import dev.godwit.pack.TargetTable;
import dev.godwit.records.Counted;
import dev.godwit.report.v1.ReplayReport;
import dev.godwit.report.v1.ReportEnvelope;
import dev.godwit.validator.differences.DifferenceSink.Kind;
import dev.godwit.validator.verdict.DifferenceCounts;
import dev.godwit.validator.verdict.TableComparison;
import java.util.ArrayList;
import java.util.List;

/** The findings of a full comparison so far, table by table. Not thread-safe. */
final class Findings {
  private final List<String> lost = new ArrayList<>();
  private String whyLost = "";
  private long rows;
  private long missing;
  private long unexpected;
  private long changed;

  /** A table was compared, and every differing key is listed. */
  void compared(TableComparison table, DifferenceCounts counts) {
    rows += table.found().rows();
    missing += counts.of(Kind.MISSING);
    unexpected += counts.of(Kind.UNEXPECTED);
    changed += counts.of(Kind.CHANGED);
  }

  /** A table differs, and the rows to compare its keys with are gone. */
  void lost(TableComparison compared, String why) {
    rows += compared.found().rows();
    TargetTable table = compared.table();
    lost.add(
        "%s (%s expected, %d found, %d of 256 buckets differ)"
            .formatted(
                table.name(),
                Counted.of(compared.expected().rows(), "row"),
                compared.found().rows(),
                compared.expected().differing(compared.found()).size()));
    whyLost = why;
  }

  /** Tables that differ and whose keys cannot be listed; empty where there are none. */
  List<String> lostTables() {
    return List.copyOf(lost);
  }

  /** Why their keys cannot be listed. */
  String whyLost() {
    return whyLost;
  }

  /** Keys that differ. */
  long differences() {
    return missing + unexpected + changed;
  }

  /** Rows read back. */
  long rows() {
    return rows;
  }

  /** The report on them. */
  ReplayReport toReport(ReportEnvelope envelope, int replay) {
    return ReplayReport.newBuilder()
        .setEnvelope(envelope)
        .setReplay(replay)
        .setRead(rows)
        .setWritten(0)
        .setPresent(Math.max(0, rows - unexpected - changed))
        .setRefused(0)
        .setReleased(List.<EntityCount>of())
        .setMissing(missing)
        .setUnexpected(unexpected)
        .setChanged(changed)
        .build();
  }
}
