package dev.godwit.carrier;

import jakarta.enterprise.context.ApplicationScoped;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Counts the carried records, and times the last four fifths of them: the first fifth is warm-up.
 * Thread-safe.
 */
@ApplicationScoped
class Progress {
  private final AtomicLong carried = new AtomicLong();
  private final CountDownLatch done = new CountDownLatch(1);
  private final long records;
  private volatile long beginNanos;
  private volatile long beginCpuNanos;
  private volatile long timedFrom;

  Progress(@ConfigProperty(name = "carrier.records") long records) {
    this.records = records;
  }

  long records() {
    return records;
  }

  void add(long count) {
    long now = carried.addAndGet(count);
    if (now >= records / 5 && now - count < records / 5) {
      beginNanos = System.nanoTime();
      beginCpuNanos = cpuNanos();
      timedFrom = now;
    }
    if (now >= records) {
      done.countDown();
    }
  }

  /** Waits until all records are carried, and describes the rate. */
  String await() throws InterruptedException {
    done.await();
    double seconds = (System.nanoTime() - beginNanos) / 1e9;
    double cpuSeconds = (cpuNanos() - beginCpuNanos) / 1e9;
    long timed = records - timedFrom;
    return String.format(
        "%d records in %.2f s: %.0f records/s, %.2f CPU s in this process (%.2f us a record)",
        timed, seconds, timed / seconds, cpuSeconds, cpuSeconds * 1e6 / timed);
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
