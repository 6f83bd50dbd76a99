package dev.godwit.local.bench;

import dev.godwit.api.text.Figures;
import dev.godwit.api.text.TextTable;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.godwit.cli.client.Json;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What a bench found.
 *
 * @param rows source rows moved, of all entities
 * @param copy how long the plain copy took
 * @param godwit from the freeze's intent to the verdict, by the events' times
 * @param processes what each process used in that time
 * @param live the same for another customer, with live events coming in; null where not measured
 */
record BenchResult(
    long rows, Duration copy, Duration godwit, List<ProcessUse> processes, LiveFigures live) {
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

  /** For people. */
  String table() {
    TextTable speeds = new TextTable("how", ">rows", ">seconds", ">rows/s");
    speeds.row("plain COPY", Figures.count(rows), two(seconds(copy)), figure(copyRowsPerSecond()));
    speeds.row("godwit", Figures.count(rows), two(seconds(godwit)), figure(godwitRowsPerSecond()));
    if (live != null) {
      speeds.row(
          "godwit, %s live events a second".formatted(figure(live.eventsPerSecond())),
          Figures.count(rows),
          two(seconds(live.freezeToVerdict())),
          figure(rows / seconds(live.freezeToVerdict())));
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
    processes.forEach(use -> uses.row(use.name(), two(use.cpuSeconds()), figure(use.peakRssMiB())));
    uses.row(
        "all",
        two(processes.stream().mapToDouble(ProcessUse::cpuSeconds).sum()),
        figure(processes.stream().mapToDouble(ProcessUse::peakRssMiB).sum()));
    return uses.text();
  }

  /** For programs. */
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

  private static String two(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static String figure(double value) {
    return Figures.count(Math.round(value));
  }
}
