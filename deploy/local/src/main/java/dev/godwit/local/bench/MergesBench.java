package dev.godwit.local.bench;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;
import picocli.CommandLine.ExitCode;

/**
 * Measures how well, how fast and in how much memory the search for duplicates works: quality on
 * two labelled samples, then time and memory on many made-up contacts.
 */
final class MergesBench {
  private static final long QUALITY_CONTACTS = 20_000;
  private static final double MIB = 1024 * 1024;

  private static final Set<String> HEAP =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .map(MemoryPoolMXBean::getName)
          .collect(Collectors.toUnmodifiableSet());

  private final long seed;
  private final long contacts;

  MergesBench(long seed, long contacts) {
    this.seed = seed;
    this.contacts = contacts;
  }

  int run(PrintWriter out) throws IOException {
    Path spill = Files.createTempDirectory("godwit-bench-");
    try {
      print(out, MergeQuality.measure(MergeSample.febrl(), spill));
      print(out, MergeQuality.measure(MergeSample.contacts(seed, QUALITY_CONTACTS), spill));
      AtomicLong peak = watchHeap();
      long begin = System.nanoTime();
      MergeQuality quality = MergeQuality.measure(MergeSample.contacts(seed, contacts), spill);
      double seconds = (System.nanoTime() - begin) / 1e9;
      print(out, quality);
      out.println(new MergesReport(quality).blocks());
      out.printf(
          Locale.ROOT,
          "  %,d contacts in %.1f s; peak of the heap after a collection %.0f MiB, of at most %.0f MiB%n",
          quality.rows(),
          seconds,
          peak.get() / MIB,
          Runtime.getRuntime().maxMemory() / MIB);
      out.flush();
    } finally {
      Files.delete(spill);
    }
    return ExitCode.OK;
  }

  private static void print(PrintWriter out, MergeQuality quality) {
    out.println(new MergesReport(quality).text());
    out.flush();
  }

  /** The highest use of the heap right after a garbage collection, from now on. */
  private static AtomicLong watchHeap() {
    AtomicLong peak = new AtomicLong();
    for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (bean instanceof NotificationEmitter emitter) {
        emitter.addNotificationListener(
            (notification, handback) -> {
              if (notification.getUserData() instanceof CompositeData data) {
                var info = GarbageCollectionNotificationInfo.from(data).getGcInfo();
                long used =
                    info.getMemoryUsageAfterGc().entrySet().stream()
                        .filter(pool -> HEAP.contains(pool.getKey()))
                        .map(Map.Entry::getValue)
                        .mapToLong(MemoryUsage::getUsed)
                        .sum();
                peak.accumulateAndGet(used, Math::max);
              }
            },
            null,
            null);
      }
    }
    return peak;
  }
}
