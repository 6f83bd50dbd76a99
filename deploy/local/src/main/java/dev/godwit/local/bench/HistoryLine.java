package dev.godwit.local.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.godwit.api.text.Figures;
import dev.godwit.sampledata.SampleSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A result with everything that it depends on, as a line of the history.
 *
 * @param result the figures
 * @param commit the commit that was measured; null where it is not known
 * @param at time of the measurement
 * @param machine the machine
 * @param jdk name and version of the Java virtual machine
 * @param sample specification of the customer
 * @param baseline the copies that were measured
 * @param liveEventsPerSecond rate that was asked for; 0 for none, infinite for as many as possible
 */
record HistoryLine(
    BenchResult result,
    String commit,
    Instant at,
    Machine machine,
    String jdk,
    SampleSpec sample,
    Baseline baseline,
    double liveEventsPerSecond) {

  /** Name and version of this Java virtual machine. */
  static String thisJdk() {
    return System.getProperty("java.vm.name") + " " + Runtime.version();
  }

  /** The figures of the result, and fields for all others. */
  ObjectNode json() {
    ObjectNode line = result.json();
    line.put("commit", commit);
    line.put("date", at.truncatedTo(ChronoUnit.SECONDS).toString());
    line.putObject("machine")
        .put("processors", machine.processors())
        .put("cpu", machine.cpu())
        .put("memoryMiB", machine.memoryMiB());
    line.put("jdk", jdk);
    ObjectNode options =
        line.putObject("options")
            .put("contacts", sample.contacts())
            .put("emails", sample.emails())
            .put("engagements", sample.engagements())
            .put("seed", sample.seed())
            .put("profile", Figures.word(sample.profile().name()))
            .put("refused", sample.refused())
            .put("baseline", Figures.word(baseline.name()));
    if (Double.isInfinite(liveEventsPerSecond)) {
      options.put("live", "max");
    } else {
      options.put("live", liveEventsPerSecond);
    }
    return line;
  }
}
