package dev.godwit.webhooks.limits;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A token bucket for each provider and customer. Holds a fixed number of buckets: a bucket that is
 * full again is evicted first, and requests that find no room share one bucket, so that invented
 * customers take no memory. Thread-safe.
 */
public final class RateLimits {
  private static final String SHARED = "";
  private static final double NANOS_OF_SECOND = 1e9;

  private final Bandwidth limit;
  private final int capacity;
  private final TimeMeter time;
  private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param perSecond requests that a bucket is refilled by in a second
   * @param burst requests that a full bucket lets through at once
   * @param capacity buckets held at most
   * @param nanoTime as {@link System#nanoTime()}
   */
  public RateLimits(double perSecond, double burst, int capacity, LongSupplier nanoTime) {
    this.limit =
        Bandwidth.builder()
            .capacity(Math.max(1, (long) burst))
            .refillGreedy(1, Duration.ofNanos(Math.max(1, (long) (NANOS_OF_SECOND / perSecond))))
            .build();
    this.capacity = capacity;
    this.time = new NanoTime(nanoTime);
  }

  /** Zero where a request may proceed now, else how long its sender should wait. */
  public synchronized Duration take(String provider, String customer) {
    ConsumptionProbe probe = bucket(provider + "/" + customer).tryConsumeAndReturnRemaining(1);
    return probe.isConsumed()
        ? Duration.ZERO
        : Duration.ofNanos(Math.max(1, probe.getNanosToWaitForRefill()));
  }

  /** Number of buckets held. */
  public synchronized int size() {
    return buckets.size();
  }

  private Bucket bucket(String key) {
    Bucket bucket = buckets.get(key);
    if (bucket != null) {
      return bucket;
    }
    String held = buckets.size() < capacity || evictFull() ? key : SHARED;
    return buckets.computeIfAbsent(
        held, none -> Bucket.builder().addLimit(limit).withCustomTimePrecision(time).build());
  }

  /** A full bucket equals a new one; the one that was not used for longest is the fullest. */
  private boolean evictFull() {
    Iterator<Map.Entry<String, Bucket>> oldest = buckets.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<String, Bucket> entry = oldest.next();
      if (!entry.getKey().equals(SHARED)) {
        if (entry.getValue().getAvailableTokens() < limit.getCapacity()) {
          return false;
        }
        oldest.remove();
        return true;
      }
    }
    return false;
  }

  private record NanoTime(LongSupplier nanoTime) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return nanoTime.getAsLong();
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }
}
