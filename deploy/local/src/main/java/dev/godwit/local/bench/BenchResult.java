package dev.godwit.local.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.godwit.api.text.Figures;
import dev.godwit.api.text.TextTable;
import dev.godwit.cli.client.Json;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The figures of a bench.
 *
 * @param rows source rows migrated, of all entities
 * @param copy how long the plain copy took
 * @param godwit from the freeze's intent to the verdict, by the events' times
 * @param processes what each process used in that time
 * @param live the same for another customer, while live events came in; null where not measured
 */
record BenchResult(
    long rows, Duration copy, Duration godwit, List<ProcessUse> processes, LiveFigures live) {
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
  record ProcessUse(String name, double cpuSeconds, double peakRssMiB) {}

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
    return new BenchResult(rows, copy, godwit, processes, figures);
  }

  double copyRowsPerSecond() {
    return rows / seconds(copy);
  }

  double godwitRowsPerSecond() {
    return rows / seconds(godwit);
  }

  double ratio() {
    return godwitRowsPerSecond() / copyRowsPerSecond();
  }

  /** Text for a terminal. */
  String table() {
    TextTable speeds = new TextTable("method", ">rows", ">seconds", ">rows/s");
    speeds.row(
        "plain COPY",
        Figures.count(rows),
        twoDecimals(seconds(copy)),
        rounded(copyRowsPerSecond()));
    speeds.row(
        "godwit",
        Figures.count(rows),
        twoDecimals(seconds(godwit)),
        rounded(godwitRowsPerSecond()));
    if (live != null) {
      speeds.row(
          "godwit, %s live events a second".formatted(rounded(live.eventsPerSecond())),
          Figures.count(rows),
          twoDecimals(seconds(live.freezeToVerdict())),
          rounded(rows / seconds(live.freezeToVerdict())));
    }
    String figures =
        speeds.text()
            + String.format(Locale.ROOT, "  ratio %.3f%n%n", ratio())
            + uses("process", processes);
    return live == null
        ? figures
        : figures + System.lineSeparator() + uses("process, with live events", live.processes());
  }

  private static String uses(String title, List<ProcessUse> processes) {
    TextTable uses = new TextTable(title, ">CPU s", ">peak RSS MiB");
    processes.forEach(
        use -> uses.row(use.name(), twoDecimals(use.cpuSeconds()), rounded(use.peakRssMiB())));
    uses.row(
        "all",
        twoDecimals(processes.stream().mapToDouble(ProcessUse::cpuSeconds).sum()),
        rounded(processes.stream().mapToDouble(ProcessUse::peakRssMiB).sum()));
    return uses.text();
  }

  /** The same figures as JSON. */
  ObjectNode json() {
    ObjectNode root = Json.mapper().createObjectNode();
    root.put("rows", rows);
    root.put("copySeconds", seconds(copy));
    root.put("copyRowsPerSecond", copyRowsPerSecond());
    root.put("godwitSeconds", seconds(godwit));
    root.put("godwitRowsPerSecond", godwitRowsPerSecond());
    root.put("ratio", ratio());
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

  private static void put(ArrayNode array, List<ProcessUse> processes) {
    processes.forEach(
        use ->
            array
                .addObject()
                .put("name", use.name())
                .put("cpuSeconds", use.cpuSeconds())
                .put("peakRssMiB", use.peakRssMiB()));
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
