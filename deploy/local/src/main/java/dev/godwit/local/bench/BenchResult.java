package dev.godwit.local.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.godwit.api.text.Figures;
import dev.godwit.api.text.TextTable;
import dev.godwit.cli.client.Json;
import dev.godwit.local.stack.Part;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The figures of a bench.
 *
 * @param rows source rows migrated, of all entities
 * @param refusedRows those of them that the target refused
 * @param bare the copy of the source's rows into plain tables; null where not measured
 * @param constrained the copy of the target's rows into tables with all constraints; null where not
 *     measured
 * @param godwit from the freeze's intent to the verdict, by the events' times
 * @param processes what each process used in that time
 * @param live the same for another customer, while live events came in; null where not measured
 */
record BenchResult(
    long rows,
    long refusedRows,
    CopyPass bare,
    CopyPass constrained,
    Duration godwit,
    List<ProcessUse> processes,
    LiveFigures live) {
  private static final double MICROS = 1e6;
  private static final String NEW_LINE = System.lineSeparator();

  BenchResult {
    processes = List.copyOf(processes);
  }

  /**
   * The use of one process between the freeze and the verdict.
   *
   * @param name part of the stack
   * @param cpuSeconds CPU seconds, of PostgreSQL with all its children
   * @param peakRssMiB highest resident set in MiB; of PostgreSQL the highest sum seen of its
   *     processes' proportional sets, since they share their buffers
   */
  record ProcessUse(String name, double cpuSeconds, double peakRssMiB) {
    /** CPU time for each of some rows, in microseconds. */
    double microsPerRow(long rows) {
      return cpuSeconds * MICROS / rows;
    }

    private boolean isPostgres() {
      return name.equals(Part.POSTGRES.label());
    }
  }

  /**
   * A migration while live events came in.
   *
   * @param events sent and acknowledged, from before the freeze until after the commit
   * @param eventsPerSecond over that time
   * @param freezeToVerdict from the freeze's intent to the verdict, by the events' times
   * @param processes what each process used from freeze to verdict
   * @param addsUp whether the ledger at a last cut equals what was sent
   */
  record LiveFigures(
      long events,
      double eventsPerSecond,
      Duration freezeToVerdict,
      List<ProcessUse> processes,
      boolean addsUp) {
    LiveFigures {
      processes = List.copyOf(processes);
    }
  }

  BenchResult withLive(LiveFigures figures) {
    return new BenchResult(rows, refusedRows, bare, constrained, godwit, processes, figures);
  }

  double godwitRowsPerSecond() {
    return rows / seconds(godwit);
  }

  /** Source rows a second of a copy: its rows may be those of the target, which are more. */
  double rowsPerSecond(CopyPass copy) {
    return rows / seconds(copy.wall());
  }

  /** Speed of Godwit by that of a copy; in other words, time of the copy by that of Godwit. */
  double ratio(CopyPass copy) {
    return godwitRowsPerSecond() / rowsPerSecond(copy);
  }

  /** CPU time of PostgreSQL for each source row, in microseconds. */
  double postgresMicrosPerRow() {
    return micros(processes.stream().filter(ProcessUse::isPostgres).toList());
  }

  /** CPU time of all JVMs together for each source row, in microseconds. */
  double jvmMicrosPerRow() {
    return micros(jvms(processes));
  }

  private double micros(List<ProcessUse> uses) {
    return uses.stream().mapToDouble(use -> use.microsPerRow(rows)).sum();
  }

  private static List<ProcessUse> jvms(List<ProcessUse> uses) {
    return uses.stream().filter(use -> !use.isPostgres()).toList();
  }

  /** Text for a terminal. */
  String table() {
    TextTable speeds = new TextTable("method", ">rows", ">seconds", ">rows/s");
    if (bare != null) {
      speed(speeds, "plain COPY", bare.wall());
    }
    if (constrained != null) {
      speed(speeds, "COPY with constraints", constrained.wall());
    }
    speed(speeds, "godwit", godwit);
    if (live != null) {
      speed(
          speeds,
          "godwit, %s live events a second".formatted(rounded(live.eventsPerSecond())),
          live.freezeToVerdict());
    }
    String figures = speeds.text() + ratios() + NEW_LINE + uses("process", processes);
    return live == null
        ? figures
        : figures + NEW_LINE + uses("process, with live events", live.processes());
  }

  private void speed(TextTable speeds, String method, Duration length) {
    speeds.row(
        method, Figures.count(rows), twoDecimals(seconds(length)), rounded(rows / seconds(length)));
  }

  private String ratios() {
    StringBuilder lines = new StringBuilder();
    if (bare != null) {
      lines.append(line("  ratio %.3f to plain COPY", ratio(bare)));
    }
    if (constrained != null) {
      lines.append(line("  ratio %.3f to COPY with constraints", ratio(constrained)));
      lines.append(
          line(
              "  COPY with constraints wrote %s rows of the target for these rows of the source",
              Figures.count(constrained.rows())));
    }
    if (refusedRows > 0) {
      lines.append(line("  the target refused %s of the rows", Figures.count(refusedRows)));
    }
    return lines.toString();
  }

  private static String line(String format, Object figure) {
    return String.format(Locale.ROOT, format, figure) + NEW_LINE;
  }

  private String uses(String title, List<ProcessUse> used) {
    TextTable uses = new TextTable(title, ">CPU s", ">peak RSS MiB", ">CPU µs a row");
    used.forEach(use -> use(uses, use.name(), List.of(use)));
    use(uses, "all JVMs", jvms(used));
    use(uses, "all", used);
    return uses.text();
  }

  private void use(TextTable uses, String name, List<ProcessUse> used) {
    uses.row(
        name,
        twoDecimals(used.stream().mapToDouble(ProcessUse::cpuSeconds).sum()),
        rounded(used.stream().mapToDouble(ProcessUse::peakRssMiB).sum()),
        twoDecimals(micros(used)));
  }

  /** The same figures as JSON. */
  ObjectNode json() {
    ObjectNode root = Json.mapper().createObjectNode();
    root.put("rows", rows);
    root.put("refusedRows", refusedRows);
    if (bare != null) {
      root.put("copySeconds", seconds(bare.wall()));
      root.put("copyRowsPerSecond", rowsPerSecond(bare));
    }
    if (constrained != null) {
      root.put("constrainedCopySeconds", seconds(constrained.wall()));
      root.put("constrainedCopyRowsPerSecond", rowsPerSecond(constrained));
      root.put("constrainedCopyTargetRows", constrained.rows());
    }
    root.put("godwitSeconds", seconds(godwit));
    root.put("godwitRowsPerSecond", godwitRowsPerSecond());
    if (bare != null) {
      root.put("ratio", ratio(bare));
    }
    if (constrained != null) {
      root.put("constrainedRatio", ratio(constrained));
    }
    root.put("postgresMicrosPerRow", postgresMicrosPerRow());
    root.put("jvmMicrosPerRow", jvmMicrosPerRow());
    if (live != null) {
      root.put("liveEvents", live.events());
      root.put("liveEventsPerSecond", live.eventsPerSecond());
      root.put("liveGodwitSeconds", seconds(live.freezeToVerdict()));
      root.put("liveGodwitRowsPerSecond", rows / seconds(live.freezeToVerdict()));
      root.put("liveAddsUp", live.addsUp());
      put(root.putArray("liveProcesses"), live.processes());
    }
    root.put("processors", Runtime.getRuntime().availableProcessors());
    put(root.putArray("processes"), processes);
    return root;
  }

  private void put(ArrayNode array, List<ProcessUse> used) {
    used.forEach(
        use ->
            array
                .addObject()
                .put("name", use.name())
                .put("cpuSeconds", use.cpuSeconds())
                .put("peakRssMiB", use.peakRssMiB())
                .put("microsPerRow", use.microsPerRow(rows)));
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static String twoDecimals(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static String rounded(double value) {
    return Figures.count(Math.round(value));
  }
}
