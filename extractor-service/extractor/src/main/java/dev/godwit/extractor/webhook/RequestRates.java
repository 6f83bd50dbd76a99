package dev.godwit.extractor.webhook;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A token bucket for each provider and customer. Buckets are made as they are asked for, up to a
 * number; those that are not in use are forgotten first, and what does not fit shares one, so that
 * made-up customers take no memory. Thread-safe.
 */
final class RequestRates {
  private static final String SHARED = "";
  private static final double NANOS_OF_SECOND = 1e9;

  private final double perSecond;
  private final double burst;
  private final int capacity;
  private final LongSupplier nanoTime;
  private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param capacity buckets held at most
   * @param nanoTime as {@link System#nanoTime()}
   */
  RequestRates(double perSecond, double burst, int capacity, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.burst = Math.max(1, burst);
    this.capacity = capacity;
    this.nanoTime = nanoTime;
  }

  /** Zero where a request may go on now, else how long its sender should wait. */
  synchronized Duration take(String provider, String customer) {
    long now = nanoTime.getAsLong();
    Bucket bucket = bucket(provider + "/" + customer, now);
    bucket.fill(now);
    if (bucket.tokens >= 1) {
      bucket.tokens--;
      return Duration.ZERO;
    }
    return Duration.ofNanos((long) ((1 - bucket.tokens) / perSecond * NANOS_OF_SECOND) + 1);
  }

  synchronized int size() {
    return buckets.size();
  }

  private Bucket bucket(String key, long now) {
    Bucket bucket = buckets.get(key);
    if (bucket != null) {
      return bucket;
    }
    if (buckets.size() >= capacity && !forgetOneThatIsFull(now)) {
      return buckets.computeIfAbsent(SHARED, none -> new Bucket(now));
    }
    Bucket made = new Bucket(now);
    buckets.put(key, made);
    return made;
  }

  /** A full bucket is as good as none; the one that was not asked for longest is the fullest. */
  private boolean forgetOneThatIsFull(long now) {
    var oldest = buckets.entrySet().iterator();
    while (oldest.hasNext()) {
      var entry = oldest.next();
      if (!entry.getKey().equals(SHARED)) {
        entry.getValue().fill(now);
        if (entry.getValue().tokens >= burst) {
          oldest.remove();
          return true;
        }
        return false;
      }
    }
    return false;
  }

  private final class Bucket {
    private double tokens = burst;
    private long filledAt;

    Bucket(long now) {
      this.filledAt = now;
    }

    void fill(long now) {
      tokens = Math.min(burst, tokens + (now - filledAt) / NANOS_OF_SECOND * perSecond);
      filledAt = now;
    }
  }
}
